"""The numbers of a chart as a table, and of many indicators as a list: texts ready to print. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from fiscal import wareki
from fiscal.calendar import Quarter
from kpis import attainment, figures
from kpis.facts import Change, IndicatorFacts
from kpis.standing import Point, Standing, State

DASH = "―"
NOT_MEASURED = "測定なし"
SHORT = {
    State.NOT_MEASURED: NOT_MEASURED,
    State.NOT_APPLICABLE: State.NOT_APPLICABLE.label,
    State.PENDING: State.PENDING.label,
    State.UNDECIDED: State.UNDECIDED.label,
    State.NO_VALUE: "まだ値がありません",
}


@dataclass(frozen=True)
class Row:
    """One line of the table: ``chip`` is the tone of its state, empty for plain words.

    ``breaks`` stand above it: what was changed before it, so that it cannot be held against the lines above.
    """

    label: str
    value: str
    path: str
    progress: str
    chip: str
    state: str
    note: str
    breaks: tuple[str, ...] = ()


@dataclass(frozen=True)
class Figure:
    """One of the numbers at the top: 今期の目安 81.0％. Without a unit the number is a word."""

    label: str
    number: str
    unit: str


def rows(facts: IndicatorFacts, now: Standing, changes: Sequence[Change] = ()) -> list[Row]:
    """Return every number of the chart: baseline, entered values, estimate and target.

    ``changes`` of unit or definition are told above the first line they bear on.
    """
    lines = [_row(facts, point) for point in now.points]
    goal, estimate = now.target_year, now.estimate
    if estimate and estimate.year != goal:
        path = attainment.path_at(facts, Quarter(estimate.year, attainment.QUARTERS), {})
        lines.append(_last(facts, estimate.year, estimate.value, path, "推計"))
    if goal is not None:
        is_same = estimate is not None and estimate.year == goal
        value = estimate.value if estimate and is_same else None
        state = "推計と目標" if is_same else "目標"
        lines.append(_last(facts, goal, value, now.target_value, state))
    return _broken(lines, [Quarter(row.year, row.quarter).end for row in now.points], changes)


def _broken(lines: list[Row], days: list[date], changes: Sequence[Change]) -> list[Row]:
    """Put each change above the first line of its day or later; estimate and target come after all values."""
    for change in changes:
        at = next((n for n, day in enumerate(days) if day >= change.on), len(days))
        if at < len(lines):
            words = (
                f"ここで{change.what}が変わりました"
                f"（{wareki.full_date(change.on)}、「{change.before}」から「{change.after}」へ）。"
            )
            lines[at] = replace(lines[at], breaks=(*lines[at].breaks, words))
    return lines


def _last(
    facts: IndicatorFacts, year: int, value: Decimal | None, path: Decimal | None, state: str
) -> Row:
    return Row(
        label=f"{wareki.fiscal_year_short(year)} 年度末",
        value=figures.number_or(value, facts.decimals, DASH),
        path=figures.number_or(path, facts.decimals, DASH),
        progress=DASH,
        chip="",
        state=state,
        note="",
    )


def _row(facts: IndicatorFacts, point: Point) -> Row:
    is_measured = point.value is not None
    chip, state = ("accepted", "確定") if point.is_final else ("prelim", "速報")
    if point.is_baseline or not is_measured:
        chip, state = "", point.note if point.is_baseline else point.absent
    return Row(
        label=point.label,
        value=figures.number_or(point.value, facts.decimals, point.absent),
        path=figures.number_or(point.path, facts.decimals, DASH),
        progress=DASH if point.progress is None else figures.percent_text(point.progress),
        chip=chip,
        state=state,
        note="" if point.is_baseline else point.note,
    )


def headline(facts: IndicatorFacts, now: Standing) -> list[Figure]:
    """Return the four numbers at the top: value, change, path, target. What is missing is a word, never 0."""
    unit, decimals = facts.unit, facts.decimals
    month = f"{wareki.year_month(now.quarter.end)}末"
    finality = "確定" if now.is_final else "速報"
    year = wareki.fiscal_year(now.target_year) if now.target_year else ""
    return [
        Figure(month, now.state.label, "")
        if now.value is None
        else Figure(f"{month}（{finality}）", figures.number(now.value, decimals), unit),
        Figure("前期から", DASH, "")
        if now.change is None
        else Figure("前期から", figures.signed(now.change, decimals), figures.distance_unit(facts)),
        Figure("今期の目安", "なし", "")
        if now.path is None
        else Figure("今期の目安", figures.number(now.path, decimals), unit),
        Figure("目標", now.target, "")
        if now.target_value is None
        else Figure(f"{year}の目標", figures.number(now.target_value, decimals), unit),
    ]


@dataclass(frozen=True)
class Item:
    """One indicator in a list of many; what has no number has a word. ``tone`` is the suggested grade's."""

    pk: int
    name: str
    number: str
    baseline: str
    value: str
    change: str
    path: str
    progress: str
    target: str
    state: str
    tone: str
    word: str
    sentence: str
    to_verify: str
    is_preliminary: bool = False


def item(pk: int, number: str, facts: IndicatorFacts, now: Standing, to_verify: str) -> Item:
    """Return an indicator's line; a value carries its unit."""
    has_value = now.value is not None
    return Item(
        pk=pk,
        name=facts.name,
        number=number,
        baseline=now.baseline,
        value=figures.with_unit(now.value, facts) if now.value is not None else SHORT[now.state],
        change="" if now.change is None else figures.signed(now.change, facts.decimals),
        path=figures.number_or(now.path if has_value else None, facts.decimals, DASH),
        progress=DASH if now.progress is None else figures.percent_text(now.progress),
        target=now.target,
        state=now.state.label if now.state is State.REACHED else "",
        tone=now.suggested.tone if now.suggested else "",
        word=now.suggested.word if now.suggested else "",
        sentence=now.sentence,
        to_verify=to_verify,
        is_preliminary=has_value and not now.is_final,
    )
