"""Where an indicator stands in a quarter: every number and sentence a page or a paper may print. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from fiscal import wareki
from fiscal.calendar import Quarter
from kpis import attainment, figures, forecast, sentence
from kpis.attainment import Ratio, Values
from kpis.facts import Absence, Aggregation, Band, Cycle, IndicatorFacts, Reading, position
from kpis.forecast import Estimate
from kpis.sentence import Situation
from kpis.series import Series, draw


class State(StrEnum):
    """What is known of the quarter. "測定なし" and "まだ値がありません" are not zero, and zero is a value."""

    MEASURED = "measured"
    REACHED = "reached"
    NOT_MEASURED = "not_measured"
    NOT_APPLICABLE = "not_applicable"
    PENDING = "pending"
    UNDECIDED = "undecided"
    NO_VALUE = "no_value"

    @property
    def label(self) -> str:
        """The Japanese word."""
        return STATE_LABELS[self]


STATE_LABELS = {
    State.MEASURED: "測定済",
    State.REACHED: "目標達成",
    State.NOT_MEASURED: "今期は測定なし",
    State.NOT_APPLICABLE: "該当なし",
    State.PENDING: "集計中",
    State.UNDECIDED: "未定",
    State.NO_VALUE: "まだ値がありません",
}

STATE_OF = {
    Absence.SKIPPED: State.NOT_MEASURED,
    Absence.NONE: State.NOT_APPLICABLE,
    Absence.PENDING: State.PENDING,
    Absence.UNDECIDED: State.UNDECIDED,
}


@dataclass(frozen=True)
class Point:
    """One value at a moment, with the path there; fields as in ``reports.tree.Point``, and the progress."""

    year: int
    quarter: int
    position: float
    label: str
    value: Decimal | None
    path: Decimal | None
    progress: Decimal | None
    is_final: bool
    note: str
    is_baseline: bool = False
    absent: str = ""


@dataclass(frozen=True)
class Standing:
    """An indicator in a quarter. Ratios are 1 for 100 per cent; texts are Japanese and ready to print.

    ``value`` belongs to the quarter; ``latest`` is the newest value up to it. ``points`` hold the baseline and
    everything entered up to the quarter.
    """

    quarter: Quarter
    state: State
    value: Decimal | None
    absent: str
    not_measured_reason: str
    is_final: bool
    latest: Point | None
    change: Decimal | None
    baseline: str
    target_year: int | None
    target_value: Decimal | None
    target: str
    path: Decimal | None
    progress: Decimal | None
    progress_formula: str
    attainment: Decimal | None
    attainment_formula: str
    suggested: Band | None
    estimate: Estimate | None
    sentence: str
    outlook: str
    points: tuple[Point, ...]
    series: Series


def standing(
    facts: IndicatorFacts, readings: Sequence[Reading], quarter: Quarter, bands: Sequence[Band]
) -> Standing:
    """Return where an indicator stands at the end of a quarter; later readings are left out."""
    known = sorted((r for r in readings if r.quarter <= quarter), key=lambda r: r.quarter)
    measured = [(r.quarter, r.value) for r in known if r.value is not None]
    now = _situation(facts, quarter, known, measured)
    values = dict(measured)
    ratio, whole = _ratios(now, values)
    points = _points(facts, known, values, quarter.span)
    return Standing(
        quarter=quarter,
        state=_state(now),
        value=now.value,
        absent=now.reading.absent if now.reading else "",
        not_measured_reason=now.reading.reason if now.reading else "",
        is_final=now.reading.is_final if now.reading else False,
        latest=next((point for point in reversed(points) if point.value is not None), None),
        change=_change(facts, quarter, now.value, values),
        baseline=_baseline(facts, quarter, values),
        target_year=now.target[0] if now.target else None,
        target_value=now.target[1] if now.target else None,
        target=_target(now),
        path=now.path,
        progress=ratio.value,
        progress_formula=ratio.formula,
        attainment=whole.value,
        attainment_formula=whole.formula,
        suggested=_suggested(now, ratio, bands),
        estimate=now.estimate,
        sentence=sentence.sentence(now),
        outlook=sentence.outlook(now),
        points=points,
        series=draw(now),
    )


def _situation(
    facts: IndicatorFacts,
    quarter: Quarter,
    known: Sequence[Reading],
    measured: Sequence[tuple[Quarter, Decimal]],
) -> Situation:
    values = dict(measured)
    reading = known[-1] if known and known[-1].quarter == quarter else None
    value = reading.value if reading else None
    target = attainment.target_for(facts, quarter, values)
    reached = (
        value is not None
        and target is not None
        and attainment.has_reached(facts, target[1], quarter, value)
    )
    # Between two surveys nothing is expected: the line is drawn, but no 目安 is held against the quarter.
    is_between_surveys = facts.cycle == Cycle.SURVEY and value is None
    path = None if is_between_surveys else attainment.path_at(facts, quarter, values)
    return Situation(
        facts=facts,
        quarter=quarter,
        reading=reading,
        measured=measured,
        path=path,
        target=target,
        has_reached=reached,
        estimate=_estimate(facts, quarter, measured, target),
    )


def _estimate(
    facts: IndicatorFacts,
    quarter: Quarter,
    measured: Sequence[tuple[Quarter, Decimal]],
    target: tuple[int, Decimal] | None,
) -> Estimate | None:
    if facts.aggregation == Aggregation.ANNUAL:
        is_this_year = bool(measured) and measured[-1][0].year == quarter.year
        return forecast.scale_year(facts, measured) if is_this_year else None
    return forecast.extrapolate(facts, measured, target[0] if target else facts.years[1])


def _state(now: Situation) -> State:
    if now.reading is None:
        return State.NO_VALUE
    if now.reading.value is None:
        return STATE_OF[now.reading.absence]
    return State.REACHED if now.has_reached else State.MEASURED


def _ratios(now: Situation, values: Values) -> tuple[Ratio, Ratio]:
    if now.value is None:
        return Ratio(None, ""), Ratio(None, "")
    return (
        attainment.progress_ratio(now.facts, now.quarter, now.value, values),
        attainment.attainment(now.facts, now.target, now.value),
    )


def _suggested(now: Situation, ratio: Ratio, bands: Sequence[Band]) -> Band | None:
    """Whoever has reached the target is on plan at least, with or without a path."""
    if now.has_reached:
        return attainment.suggest(max(ratio.value or Decimal(1), Decimal(1)), bands)
    return attainment.suggest(ratio.value, bands)


def _change(
    facts: IndicatorFacts, quarter: Quarter, value: Decimal | None, values: Values
) -> Decimal | None:
    """The difference to the quarter before. A yearly total begins anew in April: nothing to compare then."""
    before = quarter.shift(-1)
    starts_anew = facts.aggregation == Aggregation.ANNUAL and before.year != quarter.year
    if value is None or before not in values or starts_anew:
        return None
    return value - values[before]


def _baseline(facts: IndicatorFacts, quarter: Quarter, values: Values) -> str:
    if attainment.growth_goal(facts, quarter.year) is not None:
        year = quarter.year - 1
        previous = attainment.year_end_value(facts, values, year)
        if previous is not None:
            return f"{figures.with_unit(previous, facts)}（{wareki.fiscal_year_short(year)}）"
    if facts.baseline_value is None:
        return "なし"
    return figures.with_unit(facts.baseline_value, facts)


def _target(now: Situation) -> str:
    if now.target is not None:
        year, value = now.target
        mark = "" if year == now.facts.years[1] else f"（{wareki.fiscal_year_short(year)}）"
        return figures.with_unit(value, now.facts) + mark
    goal = attainment.growth_goal(now.facts, now.quarter.year)
    if goal is None:
        return "なし"
    return f"前年度比{figures.growth(goal.value, now.facts)}"


def _points(
    facts: IndicatorFacts, known: Sequence[Reading], values: Values, span: str
) -> tuple[Point, ...]:
    points = [_point(facts, reading, values, span) for reading in known]
    if facts.baseline_year is None or Quarter(facts.baseline_year, 4) in values:
        return tuple(points)
    base = Quarter(facts.baseline_year, 4)
    first = Point(
        year=base.year,
        quarter=base.number,
        position=float(position(base)),
        label=f"{wareki.fiscal_year_short(base.year)} 年度末",
        value=facts.baseline_value,
        path=None,
        progress=None,
        is_final=True,
        note="基準",
        is_baseline=True,
    )
    return (first, *points)


def _point(facts: IndicatorFacts, reading: Reading, values: Values, span: str) -> Point:
    quarter, value = reading.quarter, reading.value
    is_skipped = value is None and facts.cycle == Cycle.SURVEY
    return Point(
        year=quarter.year,
        quarter=quarter.number,
        position=float(position(quarter)),
        label=wareki.quarter_short(quarter.within(span)),
        value=value,
        path=None if is_skipped else attainment.path_at(facts, quarter, values),
        progress=None if value is None else attainment.progress_of(facts, quarter, value, values),
        is_final=reading.is_final,
        note=reading.note if value is not None else reading.reason,
        absent=reading.absent,
    )
