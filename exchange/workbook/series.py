"""KPIの数値: the values behind the charts, quarter by quarter; the charts of other papers point at this sheet."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property, lru_cache

from exchange.workbook.grid import Grid, Part
from exchange.workbook.numbers import kpi_number
from exchange.workbook.page import A3_LANDSCAPE, break_pages, set_up
from exchange.workbook.source import Source
from exchange.workbook.styles import CENTRE, NOTE, SUBHEAD, TEXT, Look
from exchange.workbook.title import ROWS, Heading, title_block
from exchange.workbook.words import quarter_end
from fiscal import wareki
from fiscal.calendar import Quarter, quarters_between
from kpis.models import Indicator
from reports.tree import Kpi

NUMBER_MM, NAME_MM, WIDEST_MM, ALL_MM = 9, 84, 18.1, 400
TICK = SUBHEAD.but(size=8.5, bold=False, wrap=False)
WHEN = SUBHEAD.but(size=8, wrap=False)
FIRST_ROW = ROWS + 3
YEARLY = Indicator.Aggregation.ANNUAL.label
ACTUAL, PATH, GOAL, PARTIAL = "実績", "計画の道筋", "目標", "年度途中"

Values = dict[Quarter, Decimal]


@dataclass(frozen=True)
class Row:
    """One series of an indicator. ``number`` counts the indicators from 1."""

    number: int
    kpi: Kpi
    name: str
    values: Values


class Layout:
    """Which quarter stands in which column and which series in which row."""

    def __init__(self, kpis: tuple[Kpi, ...]) -> None:
        self.rows = [row for number, kpi in enumerate(kpis, 1) for row in series_of(number, kpi)]
        found = {quarter for row in self.rows for quarter in row.values}
        self.quarters = quarters_between(min(found), max(found)) if found else []

    @cached_property
    def columns(self) -> dict[Quarter, int]:
        """The column of each quarter."""
        return {quarter: column for column, quarter in enumerate(self.quarters, 3)}

    @cached_property
    def by_kpi(self) -> dict[int, list[tuple[int, Row]]]:
        """The rows of each indicator, by its key."""
        found: dict[int, list[tuple[int, Row]]] = {}
        for place, row in enumerate(self.rows, FIRST_ROW):
            found.setdefault(row.kpi.pk, []).append((place, row))
        return found

    @property
    def widths(self) -> tuple[float, ...]:
        """The columns in millimetres."""
        count = max(len(self.quarters), 6)
        width = min(WIDEST_MM, (ALL_MM - NUMBER_MM - NAME_MM) / count)
        return (NUMBER_MM, NAME_MM, *(width for _ in range(count)))


def series_of(number: int, kpi: Kpi) -> Iterator[Row]:
    """The series of an indicator: values, path or target, and for yearly totals the year under way."""
    points = {Quarter(point.year, point.quarter): point for point in kpi.points}
    yearly = kpi.aggregation == YEARLY
    ends = {q for q in points if q.number == 4 or not yearly}  # noqa: PLR2004
    actual = {q: p.value for q, p in points.items() if p.value is not None and q in ends}
    path = {q: p.path for q, p in points.items() if p.path is not None and q in ends}
    # What a year had brought by a quarter matters only until its total is known.
    begun = max(actual, default=None)
    partial = {
        quarter: point.value
        for quarter, point in points.items()
        if point.value is not None and quarter not in ends and (begun is None or quarter > begun)
    }
    if kpi.baseline_year is not None and kpi.baseline_value is not None:
        start = Quarter(kpi.baseline_year, 4)
        actual.setdefault(start, kpi.baseline_value)
        path.setdefault(start, kpi.baseline_value)
    goal = goal_of(kpi)
    if path:
        path = {**goal, **path}
    yield Row(number, kpi, ACTUAL, actual)
    if partial:
        yield Row(number, kpi, PARTIAL, partial)
    if path:
        yield Row(number, kpi, PATH, path)
    elif goal:
        yield Row(number, kpi, GOAL, goal)


def goal_of(kpi: Kpi) -> Values:
    """The target at the end of its year."""
    if kpi.target_year is None or kpi.target_value is None:
        return {}
    return {Quarter(kpi.target_year, 4): kpi.target_value}


def write(grid: Grid, source: Source, part: str, layout: Layout) -> None:
    """Fill the sheet."""
    title_block(grid, source, Heading("ＫＰＩの数値（グラフの元データ）", part))
    blank = [Part("", TICK)] * (len(layout.widths) - 2 - len(layout.quarters))
    ticks = [wareki.fiscal_year_short(q.year) if q.number == 4 else "" for q in layout.quarters]  # noqa: PLR2004
    ends = [quarter_end(q.year, q.number) for q in layout.quarters]
    grid.add(
        Part("", TICK),
        Part("グラフの目盛", TICK),
        *(Part(t, TICK) for t in ticks),
        *blank,
        keep=True,
    )
    grid.add(
        Part("№", SUBHEAD),
        Part("指標・系列", SUBHEAD),
        *(Part(t, WHEN) for t in ends),
        *blank,
        least=18,
        keep=True,
    )
    for row in layout.rows:
        grid.add(*cells(row, layout), least=20.25)
    note = "※ 空欄は測定なし・該当なし・集計中・未定・報告前（０ではない）。"
    grid.add(Part(note, NOTE, grid.columns), keep=True)
    break_pages(grid, A3_LANDSCAPE, head_rows=ROWS + 2)
    set_up(grid, A3_LANDSCAPE, titles=f"1:{ROWS + 2}", freeze=f"C{FIRST_ROW}")


def cells(row: Row, layout: Layout) -> Iterator[Part]:
    """One series with its values under their quarters."""
    look = value_look(row.kpi.decimals)
    yield Part(row.number, CENTRE)
    yield Part(f"{row.kpi.name}（{row.kpi.unit}）　{row.name}", TEXT)
    for quarter in layout.quarters:
        yield Part(row.values.get(quarter), look)
    for _ in range(len(layout.widths) - 2 - len(layout.quarters)):
        yield Part(None, look)


@lru_cache(maxsize=8)
def value_look(decimals: int) -> Look:
    """A value with so many decimals."""
    return TEXT.but(across="right", wrap=False, number=kpi_number(decimals))
