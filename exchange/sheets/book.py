"""The 調査票 as a file."""

from exchange.models import IssuedSheet
from exchange.sheets import code_table, guards, guide, table
from exchange.sheets.columns import CODES, GUIDE, PageName
from exchange.sheets.section import SectionSheet
from exchange.sheets.setting import Setting
from exchange.workbook import blank, writer
from exchange.workbook.grid import Grid
from exchange.workbook.styles import Styles


def render(issued: IssuedSheet, sheet: SectionSheet) -> bytes:
    """Write the rows of a sheet under the number it was handed out with."""
    setting, words = Setting.of(issued), sheet.words
    book = blank.workbook(creator=setting.office, title=f"{setting.plan} 調査票 {setting.section}")
    styles = Styles(book)

    def grid_of(title: str, widths: tuple[float, ...]) -> Grid:
        return Grid(book.create_sheet(title), styles, widths)

    first = grid_of(GUIDE, guide.WIDTHS)
    counts = {name: len(sheet.on(name)) for name in PageName}
    guide.write(first, setting, sheet.pages, counts, _grade_words(sheet))
    grids = [first]
    for page in sheet.pages:
        grid = grid_of(page.tab, tuple(column.width for column in page.columns))
        lines = sheet.on(page.name)
        table.write(grid, page, setting, sheet, lines)
        guards.offer(grid, page, issued.period.closes_on, sheet.measured(page.name), lines)
        guards.mark(grid, page, words, len(lines))
        grids.append(grid)
    codes = grid_of(CODES, code_table.WIDTHS)
    used = {column.options for page in sheet.pages for column in page.fields}
    code_table.write(codes, book, words, setting, used)
    grids.append(codes)
    for grid in grids:
        guards.protect(grid)
    is_open = {line.page for line in sheet.lines if not line.lock}
    book.active = next((n for n, page in enumerate(sheet.pages, 1) if page.name in is_open), 1)
    return writer.save(book, grids)


def _grade_words(sheet: SectionSheet) -> dict[str, str]:
    """What 記入要領 says about the plan's own grades, and a key as an example."""
    delays = "・".join(sheet.words.delays())
    return {
        "reasons": "".join(f"「{word}」" for word in sheet.words.needing_reason()) or "遅れ",
        "delays": f"、{delays}のときは「◆取り戻す見通し」も" if delays else "",
        "key": sheet.lines[0].key if sheet.lines else "R8Q2:A-4-1:0310",
    }


def file_name(issued: IssuedSheet) -> str:
    """調査票_市民課_CS-R8Q2-042021-0310-1.xlsx."""
    return f"調査票_{issued.department}_{issued.number}.xlsx"
