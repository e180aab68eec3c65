"""What the pages of the room print, read with a fixed number of queries."""

from typing import Any

from django.db.models import F

from fiscal import wareki
from fiscal.calendar import Quarter
from initiatives.models import Initiative
from initiatives.queries import with_reporter
from kpis import breaks, counting, figure, history, queries, rules, table
from kpis.canvas import NARROW, PAGE
from kpis.chart import chart
from kpis.facts import Band
from kpis.models import Indicator, IndicatorQuerySet
from kpis.queries import Sheet
from kpis.standing import standing

MOST_ENTRIES = 50
MOST_SIBLINGS = 10


def in_plan_order(indicators: IndicatorQuerySet) -> IndicatorQuerySet:
    """Sort indicators as the plan does, read with what their lines print."""
    return indicators.select_related("initiative__plan", "initiative__category").order_by(
        "initiative__order", "order", "pk"
    )


def of_list(
    indicators: list[Indicator], quarter: Quarter, bands: tuple[Band, ...]
) -> dict[str, Any]:
    """Return the lines of a list of indicators (two queries)."""
    items = [
        table.item(
            sheet.indicator.pk,
            number_of(sheet.indicator.initiative),
            sheet.facts,
            standing(sheet.facts, sheet.readings, quarter, bands),
            sheet.indicator.to_verify,
        )
        for sheet in queries.sheets(indicators)
    ]
    return {
        "items": items,
        "quarter": wareki.quarter(quarter),
        "month": wareki.as_of_month(quarter.end),
        "bands": rules.band_words(bands),
    }


def of_indicator(indicator: Indicator, quarter: Quarter) -> dict[str, Any]:
    """Return everything about one indicator, and the lines of its plan's first ones."""
    plan = indicator.initiative.plan
    siblings = in_plan_order(Indicator.objects.filter(initiative__plan=plan))
    shown = list(siblings[:MOST_SIBLINGS])
    sheet = next(iter(queries.sheets([indicator])))
    bands = queries.bands_of(plan.grade_scale_id)
    return {
        "indicator": indicator,
        "plan": plan,
        "number": number_of(indicator.initiative),
        "reporter": reporter_of(indicator, quarter),
        "entries": history.of(indicator, MOST_ENTRIES),
        "counting": counting.rule(indicator),
        "total": siblings.count(),
        **_drawn(sheet, quarter, bands),
        **of_list(shown, quarter, bands),
    }


def reporter_of(indicator: Indicator, quarter: Quarter) -> str:
    """Return the section that reports for the initiative, or nothing (one query)."""
    initiatives = with_reporter(Initiative.objects.filter(pk=indicator.initiative_id), quarter.end)
    return initiatives.values_list(F("reporter_name"), flat=True).get() or ""


def number_of(initiative: Initiative) -> str:
    """Return A-④-1, the number the document prints."""
    return initiative.printed_number


def _drawn(sheet: Sheet, quarter: Quarter, bands: tuple[Band, ...]) -> dict[str, Any]:
    now = standing(sheet.facts, sheet.readings, quarter, bands)
    pk = sheet.indicator.pk
    changes = breaks.after_baseline(sheet, breaks.changes_of([pk])[pk])
    wide, narrow = chart(now.series, PAGE), chart(now.series, NARROW)
    return {
        "standing": now,
        "numbers": table.headline(sheet.facts, now),
        "rows": table.rows(sheet.facts, now, changes),
        "wide": wide,
        "narrow": narrow,
        "figure": figure.figure(now.series) if wide else None,
        "rules": rules.rules(sheet.indicator, sheet.facts, now, bands),
    }
