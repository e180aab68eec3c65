"""What a chart of an indicator draws, as positions in fiscal years and plain numbers. Pure."""

from dataclasses import dataclass
from decimal import Decimal

from fiscal import wareki
from fiscal.calendar import Quarter
from kpis import attainment, figures
from kpis.facts import Aggregation, position, year_end
from kpis.sentence import Situation

Spot = tuple[float, float]
# The plan's three years and the two before: enough to see where a line comes from.
SHORTEST_AXIS = 4


@dataclass(frozen=True)
class Series:
    """One indicator's drawing, at positions of ``kpis.facts.position``; a year stands at its end.

    With ``is_bars`` the values are yearly totals, drawn as bars; ``is_partial``: the last bar is a year that
    still runs. ``goal``, ``estimate`` and the range are None where there is none.
    """

    name: str
    unit: str
    decimals: int
    first_year: int
    last_year: int
    now: float
    now_label: str
    partial_label: str
    is_bars: bool
    is_partial: bool
    path: tuple[Spot, ...]
    actual: tuple[Spot, ...]
    baseline: Spot | None
    goal: Spot | None
    estimate: Spot | None
    low: float | None
    high: float | None

    @property
    def is_empty(self) -> bool:
        """Whether nothing has been measured yet, not even the baseline: no chart then."""
        return not self.actual

    @property
    def is_current(self) -> bool:
        """Whether the last value belongs to the quarter shown."""
        return bool(self.actual) and (self.is_bars or self.actual[-1][0] == self.now)


def draw(now: Situation) -> Series:
    """Return the drawing of an indicator in a quarter."""
    facts = now.facts
    is_bars = facts.aggregation == Aggregation.ANNUAL
    actual = _totals(now) if is_bars else _levels(now)
    first, last = _axis(now, is_bars)
    estimate = now.estimate
    return Series(
        name=facts.name,
        unit=facts.unit,
        decimals=facts.decimals,
        first_year=first,
        last_year=last,
        now=float(position(now.quarter)),
        now_label=f"{wareki.fiscal_year_short(now.quarter.year)} {figures.quarter_end(now.quarter)}",
        partial_label=_partial_label(now),
        is_bars=is_bars,
        is_partial=bool(_partial_label(now)),
        path=_path(now),
        actual=actual,
        baseline=_baseline(now),
        goal=_spot(year_end(now.target[0]), now.target[1]) if now.target else None,
        estimate=_spot(year_end(estimate.year), estimate.value) if estimate else None,
        low=float(estimate.low) if estimate and estimate.low is not None else None,
        high=float(estimate.high) if estimate and estimate.high is not None else None,
    )


def _spot(at: Decimal, value: Decimal) -> Spot:
    return float(at), float(value)


def _baseline(now: Situation) -> Spot | None:
    """Where the line begins: the baseline, or for 前年度比 the end of last year."""
    facts, year = now.facts, now.quarter.year
    if attainment.growth_goal(facts, year) is not None:
        previous = attainment.year_end_value(facts, dict(now.measured), year - 1)
        return None if previous is None else _spot(Decimal(year), previous)
    if facts.baseline_year is None or facts.baseline_value is None:
        return None
    return _spot(year_end(facts.baseline_year), facts.baseline_value)


def _path(now: Situation) -> tuple[Spot, ...]:
    facts, year = now.facts, now.quarter.year
    if attainment.growth_goal(facts, year) is None:
        points = [_spot(year_end(at), value) for at, value in attainment.anchors(facts)]
        return tuple(points) if len(points) > 1 else ()
    previous = attainment.year_end_value(facts, dict(now.measured), year - 1)
    if previous is None or now.target is None:
        return ()
    return _spot(Decimal(year), previous), _spot(year_end(year), now.target[1])


def _levels(now: Situation) -> tuple[Spot, ...]:
    spots = {position(quarter): value for quarter, value in now.measured}
    facts = now.facts
    if facts.baseline_year is not None and facts.baseline_value is not None:
        spots.setdefault(year_end(facts.baseline_year), facts.baseline_value)
    return tuple(_spot(at, value) for at, value in sorted(spots.items()))


def _totals(now: Situation) -> tuple[Spot, ...]:
    """Whole years, and this year as far as it has come."""
    facts = now.facts
    totals = {
        quarter.year: value
        for quarter, value in now.measured
        if quarter.number == attainment.QUARTERS or quarter.year == now.quarter.year
    }
    if facts.baseline_year is not None and facts.baseline_value is not None:
        totals.setdefault(facts.baseline_year, facts.baseline_value)
    return tuple(_spot(year_end(year), value) for year, value in sorted(totals.items()))


def _partial_label(now: Situation) -> str:
    """How far the last bar has come (９月末), or nothing for a whole year."""
    last = now.measured[-1][0] if now.measured else None
    if last is None or last.year != now.quarter.year or last.number == attainment.QUARTERS:
        return ""
    return figures.quarter_end(last)


def _axis(now: Situation, is_bars: bool) -> tuple[int, int]:
    facts = now.facts
    last = max(facts.years[1], now.target[0] if now.target else 0, now.quarter.year)
    starts = [last - SHORTEST_AXIS]
    if facts.baseline_year is not None:
        starts.append(facts.baseline_year)
    starts += [_first_tick(quarter, is_bars) for quarter, _ in now.measured[:1]]
    return min(starts), last


def _first_tick(quarter: Quarter, is_bars: bool) -> int:
    """A value within a year stands between its year's end and the end of the year before."""
    return quarter.year if is_bars or quarter.number == attainment.QUARTERS else quarter.year - 1
