"""Paper: size, margins, repeated rows, page numbers and page breaks."""

from dataclasses import dataclass

from openpyxl.utils import get_column_letter
from openpyxl.worksheet.pagebreak import Break

from exchange.workbook.grid import Grid
from exchange.workbook.measure import POINT_MM

MM = 25.4
A3, A4 = 8, 9


@dataclass(frozen=True)
class Page:
    """A sheet of paper with its margins in millimetres. The left margin of portrait sheets is for binding."""

    paper: int
    landscape: bool
    width: float
    height: float
    left: float
    right: float
    zoom: int
    top: float = 12
    bottom: float = 13
    header: float = 6

    @property
    def room(self) -> float:
        """The printable height in points."""
        return (self.height - self.top - self.bottom) / POINT_MM


A3_LANDSCAPE = Page(A3, True, 420, 297, 10, 10, 85)
A4_LANDSCAPE = Page(A4, True, 297, 210, 12, 12, 100)
A4_PORTRAIT = Page(A4, False, 210, 297, 20, 12, 110)


def amp(text: str) -> str:
    """A text for header or footer, where & is a command."""
    return text.replace("&", "&&")


def set_up(
    grid: Grid, page: Page, *, one_page: bool = False, titles: str = "", freeze: str
) -> None:
    """Fit a sheet to the width of its paper (and to one page), centred, without gridlines.

    ``titles`` are the rows repeated on every page ("1:5"); ``freeze`` is the first cell that scrolls.
    """
    sheet = grid.sheet
    sheet.page_setup.paperSize = page.paper
    sheet.page_setup.orientation = "landscape" if page.landscape else "portrait"
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.page_setup.fitToWidth = 1
    sheet.page_setup.fitToHeight = 1 if one_page else 0
    margins = sheet.page_margins
    margins.left, margins.right = page.left / MM, page.right / MM
    margins.top, margins.bottom = page.top / MM, page.bottom / MM
    margins.header = margins.footer = page.header / MM
    sheet.print_options.horizontalCentered = True
    sheet.sheet_view.showGridLines = False
    sheet.sheet_view.zoomScale = page.zoom
    sheet.freeze_panes = freeze
    if titles:
        sheet.print_title_rows = titles
    sheet.print_area = f"A1:{get_column_letter(grid.columns)}{grid.row - 1}"


def foot(grid: Grid, left: str, right: str) -> None:
    """Date and office left, page numbers in the middle, the demo notice right."""
    footer = grid.sheet.oddFooter
    footer.left.text, footer.center.text, footer.right.text = amp(left), "&P／&N", amp(right)
    for part in (footer.left, footer.center, footer.right):
        part.size = 8


def break_pages(
    grid: Grid, page: Page, *, head_rows: int, repeated: float | None = None
) -> list[int]:
    """Set page breaks greedily, only before rows that may stand first; return the rows they follow.

    ``repeated`` is the height of the rows printed again on each page (default: the head rows).
    """
    again = sum(grid.heights[:head_rows]) if repeated is None else repeated
    used, is_empty = sum(grid.heights[:head_rows]), True
    breaks: list[int] = []
    for unit in units(grid, head_rows + 1):
        height = sum(grid.heights[row - 1] for row in unit)
        if used + height > page.room and not is_empty:
            breaks.append(unit[0] - 1)
            used = again
        used, is_empty = used + height, False
    for row in breaks:
        grid.sheet.row_breaks.append(Break(id=row))
    return breaks


def units(grid: Grid, first: int) -> list[list[int]]:
    """Rows in groups that stay on one page."""
    groups: list[list[int]] = []
    for row in range(first, grid.row):
        if groups and row in grid.kept:
            groups[-1].append(row)
        else:
            groups.append([row])
    return groups
