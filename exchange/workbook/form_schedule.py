"""The small 工程表 on a 個票: at most seven years over 28 columns."""

from exchange.workbook import measure
from exchange.workbook.grid import Grid
from exchange.workbook.source import Source
from exchange.workbook.styles import HEAD_FILL, NOW_FILL, Look
from exchange.workbook.timetable_bars import LOOKS, Lane, lanes
from exchange.workbook.words import SIGNS, mark_look
from fiscal import wareki
from reports.tree import ScheduleRow

COLUMNS, YEARS_AT_MOST = 28, 7
YEAR = Look(9, bold=True, fill=HEAD_FILL, across="center")
YEAR_NOW = YEAR.but(fill=NOW_FILL)
EMPTY = Look(8)
MARK = Look(8, across="center", wrap=False)
BOXES = {kind: look.but(size=8) for kind, look in LOOKS.items()}


def schedule(grid: Grid, source: Source, row: ScheduleRow, label: Look) -> None:
    """Years, bars and the marks of the quarters."""
    years = source.years[-YEARS_AT_MOST:]
    skipped = (len(source.years) - len(years)) * 4
    edges = column_edges(len(years) * 4)
    found = [clipped(lane, skipped) for lane in lanes(row, source.years)]
    heights = [lane_height(lane, edges, grid.widths[1]) for lane in found]
    top = grid.open_rows([15.0, *heights, 13.5], keep=True)
    grid.put(top, 1, "スケジュール\n下段：評価", label, deep=len(found) + 2)
    for place, year in enumerate(years):
        first, last = edges[place * 4], edges[place * 4 + 4]
        look = YEAR_NOW if year == source.quarter.year else YEAR
        name = wareki.fiscal_year(year).removesuffix("年度")
        grid.put(top, 2 + first, name, look, span=last - first)
    for offset, lane in enumerate(found, 1):
        draw(grid, top + offset, lane, edges)
    marks = {at - skipped: mark for at, mark in row.marks}
    for at in range(len(years) * 4):
        first, last = edges[at], edges[at + 1]
        found_mark = marks.get(at)
        look = mark_look(found_mark.tone, MARK) if found_mark else MARK
        sign = SIGNS[found_mark.tone] if found_mark else None
        grid.put(top + len(found) + 1, 2 + first, sign, look, span=last - first)


def column_edges(quarters: int) -> list[int]:
    """Where each quarter begins among the columns, and where the last one ends."""
    return [round(at * COLUMNS / quarters) for at in range(quarters + 1)]


def clipped(lane: Lane, skipped: int) -> Lane:
    """The bars that reach into the years shown."""
    return [box.moved(-skipped) for box in lane if box.last >= skipped]


def lane_height(lane: Lane, edges: list[int], column_mm: float) -> float:
    """The height of the highest bar."""
    return max(
        [
            20.25,
            *(
                measure.text_height(
                    box.text, (edges[box.last + 1] - edges[box.first]) * column_mm, 8
                )
                for box in lane
            ),
        ]
    )


def draw(grid: Grid, row: int, lane: Lane, edges: list[int]) -> None:
    """Bars, and one empty cell over each space between them."""
    at = 0
    for box in sorted(lane, key=lambda box: box.first):
        first, last = edges[box.first], edges[box.last + 1]
        if first > at:
            grid.put(row, 2 + at, None, EMPTY, span=first - at)
        grid.put(row, 2 + first, box.text, BOXES[box.kind], span=last - first)
        at = last
    if at < COLUMNS:
        grid.put(row, 2 + at, None, EMPTY, span=COLUMNS - at)
