"""② 指標の実績値: the indicators of the initiatives a section reports on."""

from collections.abc import Mapping
from decimal import Decimal

from exchange.sheets import keys, lines
from exchange.sheets.columns import PageName
from exchange.sheets.lines import Line
from exchange.sheets.progress_lines import NOTHING, Reporting
from exchange.sheets.vocabulary import TAKEN
from fiscal.calendar import Quarter
from kpis import figures
from kpis.facts import Absence, IndicatorFacts
from kpis.models import Indicator
from kpis.queries import Sheet, sheets
from kpis.standing import Standing, standing
from progress.naming import number_of


def read_indicators(reporting: Reporting) -> list[Sheet]:
    """The indicators with everything entered for them (three queries)."""
    own = Indicator.objects.filter(initiative__in=list(reporting.own))
    return sheets(own.order_by("initiative__order", "order", "pk"))


def values_of(value: Decimal | None, reason: str, absence: str) -> dict[str, str]:
    """The fields of a value as texts; a reason alone is that of 測定なし."""
    kind = TAKEN if value is not None else absence or (Absence.SKIPPED if reason else "")
    return {
        "measured": str(kind),
        "value": lines.number(value),
        "not_measured_reason": lines.text(reason),
    }


def kpi_lines(reporting: Reporting, found: list[Sheet]) -> list[Line]:
    """The rows of the page. No query."""
    quarter = reporting.period.as_quarter
    counted: dict[int, int] = {}
    rows = []
    for sheet in found:
        owner = sheet.indicator.initiative_id
        counted[owner] = counted.get(owner, 0) + 1
        what = f"K:{reporting.own[owner].code}.{counted[owner]}"
        key = keys.row_key(quarter, what, reporting.section)
        rows.append(_line(reporting, sheet, key))
    return rows


def _line(reporting: Reporting, sheet: Sheet, key: str) -> Line:
    indicator, quarter = sheet.indicator, reporting.period.as_quarter
    owner = indicator.initiative_id
    report = reporting.reports.get(owner)
    now = next((row for row in sheet.readings if row.quarter == quarter), None)
    values = values_of(now.value, now.reason, now.absence) if now else values_of(None, "", "")
    number = number_of(reporting.own[owner])
    return Line(
        page=PageName.KPI,
        key=key,
        version=report.version if report else 0,
        pk=indicator.pk,
        name=f"{number} {indicator.name}",
        facts={
            "number": number,
            **_facts(sheet, standing(sheet.facts, sheet.readings, quarter, ())),
        },
        values=values,
        lock=reporting.lock(owner),
    )


def _facts(sheet: Sheet, now: Standing) -> Mapping[str, str]:
    indicator, facts = sheet.indicator, sheet.facts
    return {
        "name": indicator.name,
        "unit": indicator.unit,
        "direction": indicator.get_direction_display(),
        "aggregation": indicator.get_aggregation_display(),
        "baseline": now.baseline,
        "target": now.target,
        "path": NOTHING if now.path is None else figures.closer(now.path, facts.decimals),
        "before": _before(sheet, facts, now.quarter),
    }


def _before(sheet: Sheet, facts: IndicatorFacts, quarter: Quarter) -> str:
    """What was entered for the round before."""
    last = quarter.previous_round
    row = next((row for row in sheet.readings if row.quarter == last), None)
    if row is None:
        return NOTHING
    return row.absent if row.value is None else figures.number(row.value, facts.decimals)
