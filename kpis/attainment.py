"""Where an indicator should be (目安) and how far it has come (進み具合, 達成率). Pure Decimal arithmetic.

- 時点値・累計: a straight line from the baseline, at the end of its year, to each target at the end of its year.
- 単年度: the total starts anew every April; the line gives each year's 目安, a quarter its share of the year.
- 前年度比: from last year's value at year end to this year's target; the first measured year has only the
  document's guide (初年度の目安).

進み具合 = (value − start) ÷ (path − start), the same formula for falling indicators (practice.md §1.2: 実績÷目標
flatters whatever has a baseline and is wrong for what should fall, so it is never used for them).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise

from fiscal import wareki
from fiscal.calendar import Quarter
from kpis import figures
from kpis.facts import (
    Aggregation,
    Band,
    Direction,
    Goal,
    IndicatorFacts,
    YearOnYear,
    position,
    year_end,
)

Values = Mapping[Quarter, Decimal]
QUARTERS = 4


@dataclass(frozen=True)
class Ratio:
    """A ratio (1 is 100 per cent) with the formula behind it, or None with the reason why there is none."""

    value: Decimal | None
    formula: str


def anchors(facts: IndicatorFacts) -> tuple[tuple[int, Decimal], ...]:
    """Return the fixed points of the line: the baseline's year and the years of absolute targets."""
    points = {goal.year: goal.value for goal in facts.goals if not goal.is_growth and goal.year}
    if facts.baseline_year is not None and facts.baseline_value is not None:
        points[facts.baseline_year] = facts.baseline_value
    return tuple(sorted(points.items()))


def between(points: Sequence[tuple[Decimal, Decimal]], where: Decimal) -> Decimal | None:
    """Return the height of the line through some points; None before the first, level after the last."""
    if not points or where < points[0][0]:
        return None
    for (x1, y1), (x2, y2) in pairwise(points):
        if where <= x2:
            return y1 + (y2 - y1) * (where - x1) / (x2 - x1)
    return points[-1][1]


def growth_goal(facts: IndicatorFacts, year: int) -> Goal | None:
    """Return the growth asked for in a year: that year's own, else the one of every year."""
    found = {goal.year: goal for goal in facts.goals if goal.is_growth}
    return found.get(year) or found.get(None)


def year_end_value(facts: IndicatorFacts, values: Values, year: int) -> Decimal | None:
    """Return the value at the end of a year: measured, else the baseline of that year."""
    measured = values.get(Quarter(year, QUARTERS))
    if measured is None and facts.baseline_year == year:
        return facts.baseline_value
    return measured


def grown(facts: IndicatorFacts, previous: Decimal, goal: Goal) -> Decimal:
    """Return this year's target from last year's value: 51.0 → 54.57 (比率) or 58.0 (ポイント).

    "７％" of an indicator that should fall is a fall of ７％.
    """
    change = -goal.value if facts.direction == Direction.DOWN else goal.value
    if facts.year_on_year == YearOnYear.POINTS:
        return previous + change
    return previous * (1 + change / 100)


def year_guide(facts: IndicatorFacts, year: int) -> Decimal | None:
    """Return the total a year should reach on the line (単年度): 124, 166, 208, 250 between 82 and 250."""
    points = [(Decimal(at), value) for at, value in anchors(facts)]
    return between(points, Decimal(year))


def path_at(facts: IndicatorFacts, quarter: Quarter, values: Values) -> Decimal | None:
    """Return 目安 at the end of a quarter, or None where the plan says nothing.

    ``values`` are the measured values so far: 前年度比 needs those of the year before.
    """
    goal = growth_goal(facts, quarter.year)
    if goal is not None:
        return _growth_path(facts, goal, quarter, values)
    if facts.aggregation == Aggregation.ANNUAL:
        guide = year_guide(facts, quarter.year)
        return None if guide is None else guide * quarter.number / QUARTERS
    return between([(year_end(year), value) for year, value in anchors(facts)], position(quarter))


def is_first_year(facts: IndicatorFacts, year: int, values: Values) -> bool:
    """Whether 前年度比 has nothing to compare with yet."""
    return year_end_value(facts, values, year - 1) is None and all(
        quarter.year >= year for quarter in values
    )


def start_at(facts: IndicatorFacts, quarter: Quarter, values: Values) -> Decimal | None:
    """Return what progress is counted from: baseline, nothing (単年度), or last year's end (前年度比)."""
    if growth_goal(facts, quarter.year) is not None:
        return year_end_value(facts, values, quarter.year - 1)
    if facts.aggregation == Aggregation.ANNUAL:
        if facts.direction == Direction.UP:
            return Decimal(0)
        base = facts.baseline_value
        return None if base is None else base * quarter.number / QUARTERS
    return facts.baseline_value


def target_for(
    facts: IndicatorFacts, quarter: Quarter, values: Values
) -> tuple[int, Decimal] | None:
    """Return year and value of the target in force: the last absolute one, or this year's growth."""
    goal = growth_goal(facts, quarter.year)
    if goal is None:
        goals = [(g.year, g.value) for g in facts.goals if not g.is_growth and g.year is not None]
        return max(goals, default=None)
    previous = year_end_value(facts, values, quarter.year - 1)
    if previous is not None:
        return quarter.year, grown(facts, previous, goal)
    if is_first_year(facts, quarter.year, values) and facts.first_year_guide is not None:
        return quarter.year, facts.first_year_guide
    return None


def has_reached(facts: IndicatorFacts, target: Decimal, quarter: Quarter, value: Decimal) -> bool:
    """Whether a value is at its target (目標達成). What is to be kept is never finished before its time."""
    if facts.direction == Direction.UP:
        return value >= target
    # A yearly total that should stay low is low in spring: only the whole year can tell.
    is_running = facts.aggregation == Aggregation.ANNUAL and quarter.number < QUARTERS
    return facts.direction == Direction.DOWN and value <= target and not is_running


def progress_of(
    facts: IndicatorFacts, quarter: Quarter, value: Decimal, values: Values
) -> Decimal | None:
    """Return 進み具合 of a value against the path, or None where there is nothing to compare with.

    Within the tolerance of the path it is 1. What is to be kept (維持) loses in proportion as it leaves it.
    """
    path = path_at(facts, quarter, values)
    if path is None:
        return None
    gap = abs(value - path)
    if gap <= facts.tolerance and (facts.tolerance or facts.direction == Direction.KEEP):
        return Decimal(1)
    if facts.direction == Direction.KEEP:
        return facts.tolerance / gap
    start = start_at(facts, quarter, values)
    return None if start is None or start == path else (value - start) / (path - start)


def progress_ratio(
    facts: IndicatorFacts, quarter: Quarter, value: Decimal, values: Values
) -> Ratio:
    """Return 進み具合 with the formula written out, or with the reason why there is none."""
    ratio = progress_of(facts, quarter, value, values)
    path = path_at(facts, quarter, values)
    if path is None:
        return Ratio(None, _why_no_path(facts, quarter))
    start = start_at(facts, quarter, values)
    if ratio is None:
        why = "比べる前の値がない" if start is None else "目安が出発の値と同じ"
        return Ratio(None, f"{why}ため、進み具合は計算しません。")
    if facts.direction == Direction.KEEP or abs(value - path) <= facts.tolerance != 0:
        return Ratio(ratio, _tolerance_text(facts, path, value, ratio))
    return Ratio(ratio, _progress_text(facts, quarter, value, start or Decimal(0), path))


def attainment(facts: IndicatorFacts, target: tuple[int, Decimal] | None, value: Decimal) -> Ratio:
    """Return 達成率 against the last target: the way from the baseline; a yearly total against its target.

    Without a baseline a level has no 達成率: value ÷ target would call any high start a success.
    """
    if target is None or facts.direction == Direction.KEEP:
        return Ratio(None, "")
    goal = target[1]
    if facts.aggregation == Aggregation.ANNUAL and facts.direction == Direction.UP and goal:
        return Ratio(value / goal, _share(facts, value, ("目標", goal)))
    start = facts.baseline_value
    if start is None or start == goal or any(g.is_growth for g in facts.goals):
        return Ratio(None, "")
    return Ratio(
        (value - start) / (goal - start), _way(facts, value, ("基準", start), ("目標", goal))
    )


def suggest(ratio: Decimal | None, bands: Sequence[Band]) -> Band | None:
    """Return the word a progress suggests, or None. The whole per cent that is shown decides."""
    if ratio is None:
        return None
    shown = figures.percent(ratio)
    bounded = sorted(
        (band for band in bands if band.lower is not None), key=lambda band: band.lower or 0
    )
    floor = next((band for band in bands if band.lower is None), None)
    return next(
        (band for band in reversed(bounded) if band.lower is not None and shown >= band.lower),
        floor,
    )


def _growth_path(
    facts: IndicatorFacts, goal: Goal, quarter: Quarter, values: Values
) -> Decimal | None:
    previous = year_end_value(facts, values, quarter.year - 1)
    if previous is None:
        return facts.first_year_guide if is_first_year(facts, quarter.year, values) else None
    return previous + (grown(facts, previous, goal) - previous) * quarter.number / QUARTERS


def _why_no_path(facts: IndicatorFacts, quarter: Quarter) -> str:
    if growth_goal(facts, quarter.year) is not None:
        return "前年度末の値がないため、目安は引きません。"
    if facts.baseline_value is None:
        return "基準値がないため、目安は引きません。"
    return "基準年度より前の期のため、目安は引きません。"


def _tolerance_text(facts: IndicatorFacts, path: Decimal, value: Decimal, ratio: Decimal) -> str:
    def text(amount: Decimal) -> str:
        return figures.closer(amount, facts.decimals)

    gap = abs(value - path)
    name = f"{'維持する値' if facts.direction == Direction.KEEP else '目安'} {text(path)}"
    if gap <= facts.tolerance:
        return f"{name} との差 {text(gap)} は許容差 {text(facts.tolerance)} 以内 ＝ 100％"
    return f"許容差 {text(facts.tolerance)} ÷ {name} との差 {text(gap)} ＝ {figures.percent_text(ratio)}"


def _progress_text(
    facts: IndicatorFacts, quarter: Quarter, value: Decimal, start: Decimal, path: Decimal
) -> str:
    if growth_goal(facts, quarter.year) is not None:
        return _way(facts, value, ("前年度末", start), ("目安", path))
    if facts.aggregation != Aggregation.ANNUAL:
        return _way(facts, value, ("基準", start), ("目安", path))
    if start:
        return _way(facts, value, ("基準の按分", start), ("目安", path))
    guide = figures.closer(path * QUARTERS / quarter.number, facts.decimals)
    share = f"（年度の目安 {guide} × {wareki.digits(quarter.number)}÷４）"
    return _share(facts, value, ("目安", path), share)


def _share(
    facts: IndicatorFacts, value: Decimal, whole: tuple[str, Decimal], note: str = ""
) -> str:
    name, amount = whole
    return (
        f"今期 {figures.number(value, facts.decimals)} ÷ "
        f"{name} {figures.closer(amount, facts.decimals)}{note or ' '}＝ "
        f"{figures.percent_text(value / amount)}"
    )


def _way(
    facts: IndicatorFacts, value: Decimal, start: tuple[str, Decimal], end: tuple[str, Decimal]
) -> str:
    def text(amount: Decimal) -> str:
        return figures.closer(amount, facts.decimals)

    origin = f"{start[0]} {text(start[1])}"
    done, whole = value - start[1], end[1] - start[1]
    return (
        f"（今期 {text(value)} − {origin}）÷（{end[0]} {text(end[1])} − {origin}）"
        f"＝ {text(done)} ÷ {text(whole)} ＝ {figures.percent_text(done / whole)}"
    )
