"""The numbers one KPI value is held against: last period, the same time last year, the path, this year's end. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from fiscal import wareki
from fiscal.calendar import QUARTERS, Quarter
from kpis import attainment, figures
from kpis.facts import IndicatorFacts

NOTHING = "値なし"


@dataclass(frozen=True)
class Benchmark:
    """One number: what it is, the number with its unit, and how far the present value is from it."""

    label: str
    value: str
    difference: str = ""


def benchmarks(
    facts: IndicatorFacts, values: Mapping[Quarter, Decimal], now: Quarter
) -> list[Benchmark]:
    """Return the numbers beside the value of a round; a missing value is said, a path the plan does not draw is not."""
    value = values.get(now)
    before, year_before = now.previous_round, Quarter(now.year - 1, now.number, now.span)
    found = [
        _measured(f"前期（{wareki.quarter_short(before)}）", facts, values.get(before), value),
        _measured(
            f"前年同期（{wareki.quarter_short(year_before)}）",
            facts,
            values.get(year_before),
            value,
        ),
    ]
    known = {quarter: each for quarter, each in values.items() if quarter <= now}
    path = attainment.path_at(facts, now, known)
    if path is not None:
        found.append(_measured("この期の目安", facts, path, value))
    return [*found, *_year_end(facts, known, now.year)]


def _measured(
    label: str, facts: IndicatorFacts, other: Decimal | None, value: Decimal | None
) -> Benchmark:
    if other is None:
        return Benchmark(label, NOTHING)
    difference = ""
    if value is not None:
        step = figures.signed(value - figures.rounded(other, facts.decimals), facts.decimals)
        difference = f"{step}{figures.distance_unit(facts)}"
    return Benchmark(label, figures.with_unit(other, facts), difference)


def _year_end(
    facts: IndicatorFacts, known: Mapping[Quarter, Decimal], year: int
) -> list[Benchmark]:
    """What the year is to end with: the plan's own target of the year, else the path at its end."""
    own = [goal for goal in facts.goals if goal.year == year and not goal.is_growth]
    if own:
        return [Benchmark("今年度の目標", figures.with_unit(own[0].value, facts))]
    path = attainment.path_at(facts, Quarter(year, QUARTERS[-1]), known)
    return [] if path is None else [Benchmark("今年度末の目安", figures.with_unit(path, facts))]
