"""Laying bars side by side in the columns of a table. Pure: quarters are counted from the table's first."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from reports.tree import Bar

DONE = "done"


@dataclass(frozen=True)
class Placed:
    """A bar with the quarters it is drawn over. ``is_guess``: a span read from the figure, or with an open end."""

    text: str
    first: int
    last: int
    is_guess: bool
    is_done: bool


@dataclass(frozen=True)
class Piece:
    """A stretch of columns: a bar, or nothing. ``first`` is its first column."""

    first: int
    width: int
    bar: Placed | None


def lanes(bars: Iterable[Bar], length: int) -> list[list[Placed]]:
    """Return the bars as lanes without overlaps: one lane per printed row, more where bars overlap.

    An open end reaches to the neighbour in its row, or to the edge of the table. A bar that only says 完了 at the
    end of another is written into that one.
    """
    rows: dict[int, list[Bar]] = {}
    for bar in bars:
        if bar.first is not None or bar.last is not None:
            rows.setdefault(bar.row, []).append(bar)
    return [lane for row in sorted(rows) for lane in _lanes_of(rows[row], length)]


def without_time(bars: Iterable[Bar]) -> list[str]:
    """Return the texts of bars for which the document gives no time at all."""
    return [bar.text for bar in bars if bar.first is None and bar.last is None]


def _lanes_of(bars: Sequence[Bar], length: int) -> list[list[Placed]]:
    found: list[list[Placed]] = []
    for bar in sorted(_placed(bars, length), key=lambda placed: (placed.first, placed.last)):
        if bar.is_done and _finish(found, bar):
            continue
        free = next((lane for lane in found if lane[-1].last < bar.first), None)
        if free is None:
            found.append([bar])
        else:
            free.append(bar)
    return found


def _placed(bars: Sequence[Bar], length: int) -> list[Placed]:
    placed = []
    for bar in bars:
        first, last = bar.first, bar.last
        if first is None:
            before = [
                other.last for other in bars if other.last is not None and other.last < (last or 0)
            ]
            first = max(before, default=-1) + 1
        if last is None:
            after = [
                other.first for other in bars if other.first is not None and other.first > first
            ]
            last = min(after, default=length) - 1
        is_guess = not bar.certain or bar.first is None or bar.last is None
        start, end = max(first, 0), min(last, length - 1)
        if start <= end:
            placed.append(Placed(bar.text, start, end, is_guess, bar.kind == DONE))
    return placed


def _finish(found: list[list[Placed]], done: Placed) -> bool:
    """Write 完了 into the bar it ends; whether there is such a bar."""
    for lane in found:
        if lane[-1].first <= done.first <= lane[-1].last:
            text = f"{lane[-1].text}　{done.text}"
            lane[-1] = replace(lane[-1], text=text, is_done=True)
            return True
    return False


def pieces(lane: Sequence[Placed], begin: int, end: int, every: int) -> list[Piece]:
    """Cut the columns ``begin`` to ``end`` (excluded) into bars and gaps; gaps break at each ``every`` columns."""
    found: list[Piece] = []
    at = begin
    for bar in lane:
        if bar.last < begin or bar.first >= end:
            continue
        first, last = max(bar.first, begin), min(bar.last, end - 1)
        found += _gaps(at, first, every)
        found.append(Piece(first, last - first + 1, bar))
        at = last + 1
    return found + _gaps(at, end, every)


def _gaps(first: int, end: int, every: int) -> list[Piece]:
    found = []
    while first < end:
        stop = min((first // every + 1) * every, end)
        found.append(Piece(first, stop - first, None))
        first = stop
    return found
