"""Indicators with everything the arithmetic needs, read in a fixed number of queries."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace

from django.db.models import QuerySet

from fiscal.calendar import Quarter
from initiatives.models import Grade
from kpis.facts import (
    Absence,
    Aggregation,
    Band,
    Cycle,
    Direction,
    Goal,
    IndicatorFacts,
    Reading,
    YearOnYear,
)
from kpis.models import Indicator, IndicatorQuerySet, Measurement, Target


@dataclass(frozen=True)
class Sheet:
    """An indicator with its rules and everything entered for it, ready for ``kpis.standing.standing``."""

    indicator: Indicator
    facts: IndicatorFacts
    readings: tuple[Reading, ...]


def sheets(
    indicators: IndicatorQuerySet | Iterable[Indicator],
    measurements: QuerySet[Measurement] | None = None,
) -> list[Sheet]:
    """Return a sheet for each indicator, in three queries (two for indicators already read).

    ``measurements`` narrows what counts, e.g. to reports handed in. Indicators already read should carry
    ``initiative`` and its ``plan``.
    """
    if isinstance(indicators, QuerySet):
        indicators = indicators.select_related("initiative__plan")
    rows = list(indicators)
    goals = _goals(rows)
    readings = _readings(rows, Measurement.objects.all() if measurements is None else measurements)
    return [
        Sheet(row, facts_of(row, tuple(goals[row.pk])), tuple(readings[row.pk])) for row in rows
    ]


def read_again(known: Iterable[Sheet]) -> list[Sheet]:
    """Return sheets with the values stored now; the indicators and their rules stay as read (one query)."""
    rows = list(known)
    readings = _readings([row.indicator for row in rows], Measurement.objects.all())
    return [replace(row, readings=tuple(readings[row.indicator.pk])) for row in rows]


def facts_of(indicator: Indicator, goals: tuple[Goal, ...]) -> IndicatorFacts:
    """Return an indicator's rules without its database."""
    plan = indicator.initiative.plan
    return IndicatorFacts(
        name=indicator.name,
        unit=indicator.unit,
        decimals=indicator.decimals,
        direction=Direction(indicator.direction),
        aggregation=Aggregation(indicator.aggregation),
        years=(plan.first_year, plan.last_year),
        goals=goals,
        baseline_year=indicator.baseline_year,
        baseline_value=indicator.baseline_value,
        first_year_guide=indicator.first_year_guide,
        year_on_year=YearOnYear(indicator.year_on_year),
        tolerance=indicator.tolerance,
        minimum=indicator.minimum,
        maximum=indicator.maximum,
        cycle=Cycle(indicator.cycle),
        next_measured_year=indicator.next_measured_year,
    )


def bands_of(scale_id: int) -> tuple[Band, ...]:
    """Return the words a progress may suggest: those of a scale that are counted (not 評価対象外)."""
    return bands_among(Grade.objects.filter(scale_id=scale_id).order_by("order"))


def bands_among(grades: Iterable[Grade]) -> tuple[Band, ...]:
    """The same of the words of a scale that have been read, in their order."""
    return tuple(
        Band(grade.lower_bound, grade.tone, grade.word) for grade in grades if not grade.is_excluded
    )


def _goals(rows: list[Indicator]) -> dict[int, list[Goal]]:
    found: dict[int, list[Goal]] = defaultdict(list)
    targets = Target.objects.filter(indicator__in=[row.pk for row in rows]).order_by("year", "pk")
    values = targets.values_list("indicator_id", "year", "value", "kind")
    for indicator_id, year, value, kind in values:
        found[indicator_id].append(Goal(year, value, kind == Target.Kind.YEAR_ON_YEAR))
    return found


def _readings(
    rows: list[Indicator], measurements: QuerySet[Measurement]
) -> dict[int, list[Reading]]:
    found: dict[int, list[Reading]] = defaultdict(list)
    values = (
        measurements.filter(indicator__in=[row.pk for row in rows])
        .order_by("year", "quarter")
        .values_list(
            "indicator_id",
            "year",
            "quarter",
            "as_of",
            "value",
            "not_measured_reason",
            "finality",
            "note",
            "absence",
            "settled_year",
            "settled_quarter",
        )
    )
    for indicator_id, year, quarter, as_of, value, reason, finality, note, absence, *by in values:
        is_final = finality == Measurement.Finality.FINAL
        why = Absence(absence) if absence else Absence.SKIPPED
        settled = Quarter(by[0], by[1]) if by[0] and by[1] else None
        found[indicator_id].append(
            Reading(Quarter(year, quarter), as_of, value, reason, is_final, note, why, settled)
        )
    return found
