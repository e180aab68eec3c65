"""What the numbers of an indicator say, in Japanese: one line for a list, one lead for its own page. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from fiscal import wareki
from fiscal.calendar import Quarter
from kpis import attainment, figures, forecast
from kpis.facts import Absence, Aggregation, Cycle, Direction, IndicatorFacts, Reading
from kpis.forecast import Estimate


@dataclass(frozen=True)
class Situation:
    """What is known of an indicator in a quarter; ``measured`` are the values so far, oldest first."""

    facts: IndicatorFacts
    quarter: Quarter
    reading: Reading | None
    measured: Sequence[tuple[Quarter, Decimal]]
    path: Decimal | None
    target: tuple[int, Decimal] | None
    has_reached: bool
    estimate: Estimate | None

    @property
    def value(self) -> Decimal | None:
        """The value of the quarter."""
        return self.reading.value if self.reading else None


def sentence(now: Situation) -> str:
    """Return the line under a value: 目安81.0％まで1.6ポイント。このままでは…（推計）。"""
    if now.reading is None:
        return _nothing_yet(now)
    if now.value is None:
        return _absent(now, now.reading)
    if attainment.growth_goal(now.facts, now.quarter.year) is not None:
        return _growth(now, now.value)
    if now.facts.aggregation == Aggregation.ANNUAL:
        return _year(now, now.value)
    return _against_path(now, now.value) + _prospect(now)


def outlook(now: Situation) -> str:
    """Return the lead of the indicator's own page: shall we get there, and what would it take?"""
    facts, estimate = now.facts, now.estimate
    if now.value is None or estimate is None or now.target is None or now.has_reached:
        return sentence(now)
    end = figures.with_unit(estimate.value, facts)
    if estimate.per_quarter is None:
        return (
            f"前年度と同じ進み方なら、{wareki.fiscal_year(estimate.year)}の合計は{end}（推計）。"
            f"{sentence(now)}"
        )
    if _is_met(facts, estimate.value, now.target[1]):
        return f"{_against_path(now, now.value)}{_prospect(now)}"
    short = _shortfall(facts, now.target[1], estimate.value)
    left = Quarter(estimate.year, 4).index - estimate.since.index
    needed = (now.target[1] - now.measured[-1][1]) / left
    return (
        f"このままの伸びでは、{figures.year_end(estimate.year)}は{end}。目標まで{short}足りません。"
        f"届くには、四半期ごとに{_step(facts, needed)}の{_course(facts)}が要ります"
        f"（今は{_step(facts, estimate.per_quarter)}）。"
    )


def _nothing_yet(now: Situation) -> str:
    if not now.measured:
        return "まだ値がありません。"
    quarter, value = now.measured[-1]
    return (
        f"今期の値はまだありません。前の値は{wareki.quarter_short(quarter.within(now.quarter.span))} "
        f"{figures.with_unit(value, now.facts)}。"
    )


def _absent(now: Situation, reading: Reading) -> str:
    if reading.absence is Absence.SKIPPED:
        return _not_measured(now, reading.reason)
    reason = f"（{reading.reason}）" if reading.reason else ""
    after = "次の期に、確定した値を求めます。" if reading.absence is Absence.PENDING else ""
    return f"今期は{reading.absent}{reason}。{after}"


def _not_measured(now: Situation, reason: str) -> str:
    if now.facts.cycle != Cycle.SURVEY:
        return f"今期は測定なし（{reason}）。"
    year = now.facts.next_measured_year
    when = (
        f"次回は{wareki.fiscal_year(year)}。"
        if year and year >= now.quarter.year
        else "次回の時期は計画に記載がない。"
    )
    return f"調査の年だけ測る指標。{when}{'減らす指標。' * (now.facts.direction == Direction.DOWN)}"


def _growth(now: Situation, value: Decimal) -> str:
    facts, year = now.facts, now.quarter.year
    values = dict(now.measured)
    goal = attainment.growth_goal(facts, year)
    previous = attainment.year_end_value(facts, values, year - 1)
    if goal is None or now.target is None:
        return "前年度末の値がないため目安は引かない。"
    if previous is None:
        return f"前年度の値がない初年度。{_against(facts, value, now.target[1], '初年度の目安')}"
    text = (
        f"今年度の目標 {figures.with_unit(now.target[1], facts)}"
        f"（{wareki.fiscal_year_short(year - 1)}実績{figures.with_unit(previous, facts)} の"
        f"{figures.growth(goal.value, facts)}）"
    )
    return f"{text}{'に達した' * now.has_reached}。{_first_year(now, values)}"


def _first_year(now: Situation, values: dict[Quarter, Decimal]) -> str:
    """What became of the guide of the first year, in the year after it."""
    facts, guide = now.facts, now.facts.first_year_guide
    first = now.quarter.year - 1
    ended = values.get(Quarter(first, 4))
    if guide is None or ended is None or not attainment.is_first_year(facts, first, values):
        return ""
    word = "は達成済。" if _is_met(facts, ended, guide) else "には届かなかった。"
    return f"初年度の目安{_plain(guide)}{facts.unit}{word}"


def _year(now: Situation, value: Decimal) -> str:
    facts, quarter = now.facts, now.quarter
    is_whole = quarter.number == attainment.QUARTERS
    head = "年度の合計。" if is_whole else f"{figures.quarter_end(quarter)}までの累計。"
    parts = []
    if now.path:
        share = figures.percent_text(value / now.path)
        parts.append(f"目安{figures.with_unit(now.path, facts)}の{share}")
    before = dict(now.measured).get(quarter.shift(-attainment.QUARTERS))
    if before is not None:
        parts.append(f"{'前年度' if is_whole else '前年同期'}{figures.with_unit(before, facts)}")
    if now.path is None:
        head += "基準値がないため目安は引かない。"
    tail = "、".join(parts) + "。" if parts else ""
    return head + tail + _reached(now)


def _against_path(now: Situation, value: Decimal) -> str:
    if now.has_reached:
        return _reached(now)
    if now.path is None:
        return "基準値がないため目安は引かない。" if now.facts.baseline_value is None else ""
    if now.facts.direction == Direction.KEEP:
        gap = abs(value - now.path)
        inside = "許容差の中" if gap <= now.facts.tolerance else "許容差を超える"
        kept = figures.with_unit(now.path, now.facts)
        return f"維持する値{kept}との差{figures.distance(gap, now.facts)}、{inside}。"
    return _against(now.facts, value, now.path, "目安")


def _against(facts: IndicatorFacts, value: Decimal, path: Decimal, name: str) -> str:
    """Compare the numbers as they are printed, so that the sentence adds up."""
    shown = figures.rounded(path, facts.decimals)
    gap = figures.rounded(value, facts.decimals) - shown
    path_text = f"{name}{figures.with_unit(shown, facts)}"
    if gap == 0:
        return f"{path_text}と同じ。"
    if not _is_met(facts, gap, Decimal(0)):
        return f"{path_text}まで{figures.distance(gap, facts)}。"
    return (
        f"{path_text}を上回る。"
        if gap > 0
        else f"{path_text}より{figures.distance(gap, facts)}良い。"
    )


def _reached(now: Situation) -> str:
    if not now.has_reached or now.target is None:
        return ""
    year, goal = now.target
    return f"{wareki.fiscal_year(year)}の目標{figures.with_unit(goal, now.facts)}に達した。"


def _prospect(now: Situation) -> str:
    facts, estimate = now.facts, now.estimate
    if estimate is None or now.target is None or now.has_reached:
        return ""
    target = now.target[1]
    if _is_met(facts, estimate.value, target):
        when = forecast.reaches(now.measured, target, Quarter(estimate.year, 4))
        at = wareki.quarter(when) if when else figures.year_end(estimate.year)
        return f"このままなら{at}に目標に届く（推計）。"
    end = f"{figures.year_end(estimate.year)}{figures.with_unit(estimate.value, facts)}"
    short = _shortfall(facts, target, estimate.value)
    return f"このままでは{end}で、目標に{short}届かない（推計）。"


def _shortfall(facts: IndicatorFacts, target: Decimal, value: Decimal) -> str:
    """The distance between two numbers as they are printed, so that the sentence adds up."""
    places = facts.decimals
    return figures.distance(figures.rounded(target, places) - figures.rounded(value, places), facts)


def _is_met(facts: IndicatorFacts, value: Decimal, target: Decimal) -> bool:
    return value <= target if facts.direction == Direction.DOWN else value >= target


def _course(facts: IndicatorFacts) -> str:
    return "減少" if facts.direction == Direction.DOWN else "伸び"


def _step(facts: IndicatorFacts, amount: Decimal) -> str:
    """A growth per quarter in the wanted direction; the other way it carries its sign."""
    wanted = -amount if facts.direction == Direction.DOWN else amount
    unit = figures.distance_unit(facts)
    if wanted >= 0:
        return figures.number(wanted, facts.decimals + 1) + unit
    return figures.signed(amount, facts.decimals + 1) + unit


def _plain(value: Decimal) -> str:
    return f"{value.normalize():,f}"
