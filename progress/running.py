"""この四半期にやるはずの工程: what runs in a period by the plan, and what should be over by now."""

from collections.abc import Iterable
from dataclasses import dataclass

from fiscal import wareki
from fiscal.calendar import QUARTERS, Quarter
from initiatives.models import ScheduleBar


@dataclass(frozen=True)
class Step:
    """One 工程 and what the plan expects of it: この四半期に終える予定."""

    text: str
    expected: str


@dataclass(frozen=True)
class Running:
    """The 工程 of a period, and those that should have ended before it."""

    now: tuple[Step, ...]
    over: tuple[Step, ...]


def running(bars: Iterable[ScheduleBar], now: Quarter) -> Running:
    """Sort the 工程 of an initiative by what they mean in a period.

    An end the document leaves open is not guessed: such a 工程 runs on. One that gives no time at all is left out.
    """
    current, over = [], []
    for bar in bars:
        begin, end = _begin(bar), _end(bar)
        if begin is None and end is None:
            continue
        if end is not None and end < now.first:
            over.append(Step(bar.text, f"{_until(end)}までに終える予定でした"))
        elif begin is None or begin <= now:
            current.append(Step(bar.text, _expected(begin, end, now)))
    return Running(tuple(current), tuple(over))


def _begin(bar: ScheduleBar) -> Quarter | None:
    return Quarter(bar.start_year, bar.start_quarter or 1) if bar.start_year else None


def _end(bar: ScheduleBar) -> Quarter | None:
    return Quarter(bar.end_year, bar.end_quarter or QUARTERS[-1]) if bar.end_year else None


def _expected(begin: Quarter | None, end: Quarter | None, now: Quarter) -> str:
    starts = begin is not None and now.first <= begin <= now
    if end is not None and end <= now:
        return "この期に始めて終える予定" if starts else "この期に終える予定"
    until = f"{_until(end)}まで" if end else "その後も"
    return f"この期に始める予定（{until}）" if starts else f"続ける予定（{until}）"


def _until(end: Quarter) -> str:
    """R9末, or the quarter where the year goes on."""
    if end.number == QUARTERS[-1]:
        return f"{wareki.fiscal_year_short(end.year)}末"
    return wareki.quarter_short(end)
