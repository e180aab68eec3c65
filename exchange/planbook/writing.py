"""Writes the plan workbook: empty for a new plan, or filled with one."""

from collections.abc import Iterable, Sequence
from typing import Any

from openpyxl import Workbook
from openpyxl.utils import get_column_letter
from openpyxl.utils.indexed_list import IndexedList
from openpyxl.worksheet.dimensions import ColumnDimension

from exchange.planbook import choices, filling, guide
from exchange.planbook.layout import Column, Sheet
from exchange.planbook.more_sheets import ALL
from exchange.planbook.sheets import CODES, GUIDE
from exchange.planfile.schema import Kind
from exchange.planfile.tree import Group
from exchange.workbook import measure, page, writer
from exchange.workbook.grid import Grid, Value
from exchange.workbook.styles import HEAD_EDGES, HEAD_FILL, NONE, TOP_FILL, Look, Styles, font

FORM_WIDTHS = (60, 150, 120)
FORM_HEADS = ("項目", "値", "説明")
EMPTY_ROWS = 30
TALLEST = measure.TALLEST_ROW
HEAD = Look(9.5, bold=True, fill=HEAD_FILL, across="center", edges=HEAD_EDGES)
MUST = HEAD.but(fill=TOP_FILL)
TEXT = Look(10, upright="top", number="@")
NUMBER = Look(10, upright="top", across="center")
DAY = Look(10, upright="top", across="center", number="yyyy-mm-dd")
BARE = {look: look.but(edges=NONE) for look in (TEXT, NUMBER, DAY)}
ITEM = Look(10, bold=True, fill=HEAD_FILL, upright="top")
MUST_ITEM = ITEM.but(fill=TOP_FILL)
EXPLANATION = Look(9, upright="top")


def render(tree: Group, *, title: str) -> bytes:
    """The workbook as a file; ``tree`` may hold as little as the keys of a new plan."""
    book = _empty(title)
    styles = Styles(book)
    grids = [guide.write(_grid(book, styles, GUIDE, guide.WIDTHS), title)]
    last = {}
    for sheet in ALL:
        widths = FORM_WIDTHS if sheet.is_form else tuple(one.width for one in sheet.columns)
        grid = _grid(book, styles, sheet.title, widths)
        if sheet.is_form:
            _write_form(grid, sheet, filling.form_rows(sheet, tree))
        else:
            _write_table(grid, sheet, filling.table_rows(sheet, tree))
        last[sheet.title] = grid.row
        _finish(grid, sheet, title)
        grids.append(grid)
    codes = _grid(book, styles, CODES, choices.WIDTHS)
    choices.write(codes, book)
    _finish_codes(codes, title)
    for grid, sheet in zip(grids[1:], ALL, strict=True):
        choices.offer(grid.sheet, sheet)
    return writer.save(book, [*grids, codes])


def _empty(title: str) -> Any:
    """A workbook whose Normal font is ours: every column width depends on its digits."""
    book = Workbook()
    del book["Sheet"]
    normal = font(10.5)
    book._fonts = IndexedList([normal])
    book._named_styles["Normal"].font = normal
    book.properties.title = f"{title} 計画取込み様式"
    return book


def _grid(book: Any, styles: Styles, title: str, widths: Sequence[float]) -> Grid:
    return Grid(book.create_sheet(title), styles, tuple(widths))


def look_of(column: Column) -> Look:
    """How the values of a column look: texts as texts, so that Excel turns no code into a date."""
    one = column.field
    if one is not None and one.kind is Kind.DAY:
        return DAY
    if one is not None and one.kind in (Kind.NUMBER, Kind.YEAR, Kind.DECIMAL):
        return NUMBER
    return TEXT


def _put(grid: Grid, values: Iterable[tuple[Value, Look]], *, least: float = 15.0) -> None:
    """Write one row, as high as its text needs but never merged over several rows."""
    held = list(values)
    needed = least
    for at, (value, look) in enumerate(held):
        if isinstance(value, str):
            needed = max(needed, measure.text_height(value, grid.widths[at], look.size))
    row = grid.open_rows([min(needed, TALLEST)])
    for at, (value, look) in enumerate(held, 1):
        grid.put(row, at, value, look)


def _write_form(grid: Grid, sheet: Sheet, values: list[Value]) -> None:
    _put(grid, [(head, HEAD) for head in FORM_HEADS], least=20)
    for column, value in zip(sheet.columns, values, strict=True):
        must = sheet.is_required(column)
        _put(
            grid,
            [
                (column.heading, MUST_ITEM if must else ITEM),
                (value, look_of(column).but(across="left")),
                (choices.explanation(column), EXPLANATION),
            ],
        )


def _write_table(grid: Grid, sheet: Sheet, rows: Iterable[list[Value]]) -> None:
    heads = [MUST if sheet.is_required(column) else HEAD for column in sheet.columns]
    _put(grid, [(c.heading, h) for c, h in zip(sheet.columns, heads, strict=True)], least=30)
    looks = [look_of(column) for column in sheet.columns]
    for row in rows:
        _put(grid, zip(row, looks, strict=True))
    if grid.row == 2:  # noqa: PLR2004 - nothing but the headings
        for _ in range(EMPTY_ROWS):
            _put(grid, [(None, look) for look in looks])
    for number, (column, look) in enumerate(zip(sheet.columns, looks, strict=True), 1):
        _dress(grid, number, column, BARE[look])


def _dress(grid: Grid, number: int, column: Column, look: Look) -> None:
    """Give a whole column its width and format, so that rows added below are texts too."""
    letter = get_column_letter(number)
    dimension = ColumnDimension(grid.sheet, letter, min=number, max=number)
    dimension.width = measure.column_width(column.width)
    dimension._style = grid.sheet.parent._cell_styles[grid.styles.number(look)]
    grid.sheet.column_dimensions[letter] = dimension


def _finish(grid: Grid, sheet: Sheet, title: str) -> None:
    is_wide = sum(grid.widths) > page.A4_LANDSCAPE.width
    paper = page.A3_LANDSCAPE if is_wide else page.A4_LANDSCAPE
    page.set_up(grid, paper, titles="1:1", freeze=sheet.freeze)
    grid.sheet.sheet_view.zoomScale = 90
    grid.sheet.page_setup.fitToWidth = sheet.pages_wide
    if sheet.pages_wide > 1:
        grid.sheet.print_title_cols = "A:A"
    page.foot(grid, f"{title}　計画取込み様式", sheet.title)
    if not sheet.is_form:
        grid.sheet.auto_filter.ref = f"A1:{get_column_letter(grid.columns)}{grid.row - 1}"


def _finish_codes(grid: Grid, title: str) -> None:
    page.set_up(grid, page.A4_PORTRAIT, titles="1:1", freeze="B2")
    page.foot(grid, f"{title}　計画取込み様式", CODES)
