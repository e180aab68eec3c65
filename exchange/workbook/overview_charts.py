"""The two charts of the 総括表 with their data, which stand right of the printed columns."""

from collections import Counter

from exchange.workbook import charts
from exchange.workbook.grid import Grid
from exchange.workbook.measure import POINT_MM
from exchange.workbook.source import Source
from exchange.workbook.styles import NONE, SUBHEAD, Look
from fiscal import wareki
from fiscal.calendar import Quarter

CHART_MM, HEIGHT_MM = 87, (62, 80)
LEFT_MM, MARGIN_MM = 90, 2
CATEGORIES_AT_MOST, QUARTERS_AT_MOST = 20, 12
FIRST_ROW = 4
NAME, NUMBER, TITLE = (
    Look(9, wrap=False),
    Look(9, across="center"),
    Look(9, bold=True, edges=NONE, wrap=False),
)
HEAD = SUBHEAD.but(bold=False, wrap=False)
SECTION = Look(9.5, bold=True, edges=NONE, upright="bottom", wrap=False)

Row = tuple[str, list[int]]


def draw(grid: Grid, source: Source, room: float) -> None:
    """Headings, data and charts, as high as the rest of the page allows (``room``: the page in points)."""
    counts = source.portfolio.counts
    column, right = grid.column_at(LEFT_MM)
    row = grid.open_rows([18.0])
    grid.put(row, 1, "２　分類別の評価（取組数）", SECTION, span=column)
    title = "３　評価の推移（報告期別・報告のあった取組数）"
    grid.put(row, column + 1, title, SECTION, span=grid.columns - column)
    left = (room - sum(grid.heights)) * POINT_MM - MARGIN_MM
    height = min(max(left, HEIGHT_MM[0]), HEIGHT_MM[1])
    grid.open_rows([(height + MARGIN_MM) / POINT_MM], keep=True)
    data = grid.columns + 3
    grid.put(FIRST_ROW - 1, data, "グラフの元データ（印刷範囲外。０は空欄）", TITLE)
    by_category = categories(source)
    tones, words = [count.mark.tone for count in counts], [count.mark.word for count in counts]
    for corner, heading, rows, place, across in (
        (FIRST_ROW, "分類", by_category, (0, 0.0), True),
        (FIRST_ROW + len(by_category) + 2, "報告期", trend(source), (column, right), False),
    ):
        if not rows:
            continue
        table(grid, (corner, data), heading, words, rows)
        size = (len(rows), len(tones))
        chart = charts.stacked(
            grid.sheet, corner=(corner, data), size=size, tones=tones, across=across
        )
        charts.put(grid, chart, charts.Place(place[0], row, CHART_MM, height, place[1]))


def table(
    grid: Grid, corner: tuple[int, int], heading: str, words: list[str], rows: list[Row]
) -> None:
    """The data of a chart. An empty cell has no label; a 0 would print one."""
    top, left = corner
    for offset, text in enumerate((heading, *words)):
        grid.put(top, left + offset, text, HEAD)
    for down, (name, numbers) in enumerate(rows, 1):
        grid.put(top + down, left, name, NAME)
        for offset, number in enumerate(numbers, 1):
            grid.put(top + down, left + offset, number or None, NUMBER)


def categories(source: Source) -> list[Row]:
    """The lowest categories, or the top ones where they are too many for a chart."""
    rows = source.portfolio.categories
    chosen = [row for row in rows if not row.has_children]
    if len(chosen) > CATEGORIES_AT_MOST:
        chosen = [row for row in rows if row.level == 1][:CATEGORIES_AT_MOST]
    return [(row.label, [count.number for count in row.counts]) for row in chosen]


def trend(source: Source) -> list[Row]:
    """How many initiatives carried each mark in the quarters so far, from the marks of the 工程表."""
    found: dict[int, Counter[str]] = {}
    for row in source.rows:
        for place, mark in row.marks:
            found.setdefault(place, Counter())[mark.word] += 1
    first = Quarter(source.years[0], 1)
    words = [count.mark.word for count in source.portfolio.counts]
    return [
        (
            wareki.quarter_short(first.shift(place).within(source.quarter.span)),
            [found[place][word] for word in words],
        )
        for place in sorted(found)[-QUARTERS_AT_MOST:]
        if place <= source.now
    ]
