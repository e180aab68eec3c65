"""Indicators as they stand in a period, each with the mark of its initiative."""

from collections.abc import Iterable, Mapping, Sequence

from django.db.models import Count, Window

from fiscal.calendar import Quarter
from initiatives.models import Initiative, Plan
from kpis import queries
from kpis.models import Indicator
from kpis.queries import Sheet
from kpis.standing import Point as KpiPoint
from kpis.standing import Standing, standing
from progress.naming import number_of
from progress.workflow import HANDED_IN
from reports.mark import Mark
from reports.marks import Words
from reports.standing import Stand
from reports.tree import Kpi, Point

DRAFT = "下書き"


def read_indicators(plan: Plan, limit: int | None) -> tuple[list[Indicator], int]:
    """Read the indicators of active initiatives, in the plan's order, and their number (one query)."""
    indicators = (
        Indicator.objects.filter(initiative__plan=plan, initiative__completed_year__isnull=True)
        .annotate(total=Window(Count("pk")))
        .order_by("initiative__order", "order", "pk")
    )
    rows = list(indicators[:limit])
    total: int = rows[0].total if rows else 0  # type: ignore[attr-defined]
    return rows, total


def read_sheets(
    plan: Plan, indicators: Sequence[Indicator], initiatives: Mapping[int, Initiative]
) -> list[Sheet]:
    """Read what was entered for indicators, whose initiatives have been read already (two queries)."""
    for indicator in indicators:
        indicator.initiative = initiatives[indicator.initiative_id]
        indicator.initiative.plan = plan
    return queries.sheets(indicators)


def build_kpis(
    sheets: Iterable[Sheet],
    quarter: Quarter,
    words: Words,
    stands: Mapping[int, Stand],
    reporters: Mapping[int, str],
) -> tuple[Kpi, ...]:
    """Return indicators as they stand at the end of a quarter."""
    bands = words.bands
    return tuple(
        _kpi(
            sheet.indicator,
            stands[sheet.indicator.initiative_id],
            standing(sheet.facts, sheet.readings, quarter, bands),
            reporters.get(sheet.indicator.initiative_id, ""),
        )
        for sheet in sheets
    )


def _kpi(indicator: Indicator, stand: Stand, now: Standing, reporter: str) -> Kpi:
    initiative = indicator.initiative
    is_draft = stand.is_expected and stand.state not in HANDED_IN
    return Kpi(
        pk=indicator.pk,
        initiative_pk=initiative.pk,
        initiative_label=number_of(initiative),
        initiative_code=initiative.code,
        reporter=reporter,
        name=indicator.name,
        unit=indicator.unit,
        decimals=indicator.decimals,
        direction=indicator.get_direction_display(),
        aggregation=indicator.get_aggregation_display(),
        baseline=now.baseline,
        baseline_year=indicator.baseline_year,
        baseline_value=indicator.baseline_value,
        target_year=now.target_year,
        target_value=now.target_value,
        target=now.target,
        value=now.value,
        not_measured_reason=now.not_measured_reason,
        change=now.change,
        path=now.path,
        progress=now.progress,
        progress_formula=now.progress_formula,
        suggested=Mark(now.suggested.tone, now.suggested.word) if now.suggested else None,
        mark=stand.mark,
        estimate=now.estimate.value if now.estimate else None,
        estimate_method=now.estimate.method if now.estimate else "",
        sentence=now.sentence,
        to_verify=indicator.to_verify,
        points=tuple(_point(point, now.quarter, is_draft=is_draft) for point in now.points),
        series=now.series,
        is_preliminary=now.value is not None and not now.is_final,
        absent=now.absent,
    )


def _point(point: KpiPoint, quarter: Quarter, *, is_draft: bool) -> Point:
    """A value of a report that has not been handed in says so."""
    is_now = (point.year, point.quarter) == (quarter.year, quarter.number)
    note = DRAFT if is_draft and is_now and point.value is not None else point.note
    return Point(
        point.year,
        point.quarter,
        point.position,
        point.label,
        point.value,
        point.path,
        point.is_final,
        note,
        absent=point.absent,
    )
