"""The overview 工程表 of the document (one line per 取組事項, years as columns) as rows of a real table."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from fiscal.calendar import QUARTERS
from initiatives.models import ScheduleBar
from reports import schedule_rows, spans
from reports.plan_page import Contents, Item

PER_YEAR = len(QUARTERS)


@dataclass(frozen=True)
class Cell:
    """One cell of the overview 工程表."""

    width: int
    text: str
    is_guess: bool


@dataclass(frozen=True)
class Row:
    """One row of the overview 工程表; the heading covers ``height`` rows, 0 in the rows below it."""

    item: Item
    height: int
    cells: tuple[Cell, ...]


def read(contents: Contents, shown: Iterable[int]) -> tuple[Row, ...]:
    """Return the overview 工程表 of the document as rows of years (one query)."""
    plan, wanted = contents.plan, list(shown)
    overview = ScheduleBar.objects.filter(initiative__in=wanted, table=ScheduleBar.Table.OVERVIEW)
    found = schedule_rows.read_bars(overview, plan)
    length = len(plan.schedule_years) * PER_YEAR
    rows = []
    for pk in wanted:
        lanes = spans.lanes(found.get(pk, ()), length)
        rows += [
            Row(contents.items[pk], 0 if number else len(lanes), _years(lane, length))
            for number, lane in enumerate(lanes)
        ]
    return tuple(rows)


def _years(lane: Sequence[spans.Placed], length: int) -> tuple[Cell, ...]:
    """Cut a lane into columns of years: the overview knows no quarters."""
    yearly = [
        spans.Placed(
            bar.text, bar.first // PER_YEAR, bar.last // PER_YEAR, bar.is_guess, bar.is_done
        )
        for bar in lane
    ]
    return tuple(
        Cell(
            piece.width,
            piece.bar.text if piece.bar else "",
            piece.bar is not None and piece.bar.is_guess,
        )
        for piece in spans.pieces(_apart(yearly), 0, length // PER_YEAR, 1)
    )


def _apart(bars: Sequence[spans.Placed]) -> list[spans.Placed]:
    """Two bars that meet inside a year share its column: their texts stand together."""
    apart: list[spans.Placed] = []
    for bar in bars:
        met = apart.pop() if apart and bar.first <= apart[-1].last else None
        apart.append(_together(met, bar) if met else bar)
    return apart


def _together(before: spans.Placed, after: spans.Placed) -> spans.Placed:
    return spans.Placed(
        f"{before.text}　{after.text}",
        before.first,
        max(before.last, after.last),
        before.is_guess or after.is_guess,
        after.is_done,
    )
