"""Writes the file: openpyxl makes everything but the rows, which come as text from the grids.

openpyxl builds an XML element for every cell; for papers with tens of thousands of framed cells that is most of
the time. Here every look is a number and every cell one short text.
"""

import re
from collections.abc import Iterable, Iterator
from io import BytesIO
from typing import Any
from xml.sax.saxutils import escape
from zipfile import ZIP_DEFLATED, ZipFile

from openpyxl.drawing.spreadsheet_drawing import SpreadsheetDrawing
from openpyxl.utils import get_column_letter
from openpyxl.worksheet._writer import WorksheetWriter
from openpyxl.writer.excel import ExcelWriter

from exchange.workbook.grid import Grid, Marked
from exchange.workbook.styles import GOTHIC

# The format wants merged areas behind the protection and the filter, which stand behind the rows.
EMPTY_ROWS = re.compile(
    rb"(?:<sheetData\s*/>|<sheetData></sheetData>)((?:<sheetProtection[^>]*/>)?(?:<autoFilter[^>]*/>)?)"
)
DIMENSION = re.compile(rb'<dimension ref="[^"]*"')


def save(book: Any, grids: Iterable[Grid]) -> bytes:
    """The workbook as a file."""
    stream = BytesIO()
    with ZipFile(stream, "w", ZIP_DEFLATED) as archive:
        PaperWriter(book, archive, grids).write_data()
    return stream.getvalue()


class PaperWriter(ExcelWriter):  # type: ignore[misc]  # openpyxl has no types
    """openpyxl's writer with one step replaced."""

    def __init__(self, book: Any, archive: ZipFile, grids: Iterable[Grid]) -> None:
        super().__init__(book, archive)
        self._grids = {grid.sheet: grid for grid in grids}

    def write_worksheet(self, ws: Any) -> None:
        """Write one sheet: the frame from openpyxl, the rows from its grid."""
        ws._drawing = SpreadsheetDrawing()
        ws._drawing.charts = ws._charts
        frame = WorksheetWriter(ws, BytesIO())
        frame.write()
        ws._rels = frame._rels
        self._archive.writestr(ws.path[1:], filled(frame.read(), self._grids[ws]))
        self.manifest.append(ws)


def filled(frame: bytes, grid: Grid) -> bytes:
    """A sheet's XML with rows and merged areas."""
    letters = [get_column_letter(column) for column in range(1, grid.last_column + 1)]
    rows = "".join(row_texts(grid, letters))
    merged = "".join(
        f'<mergeCell ref="{letters[c - 1]}{r}:{letters[c + span - 2]}{r + deep - 1}"/>'
        for r, c, span, deep in grid.merged
    )
    count = len(grid.merged)
    areas = f'<mergeCells count="{count}">{merged}</mergeCells>' if count else ""
    body = f"<sheetData>{rows}</sheetData>".encode()
    size = f'<dimension ref="A1:{letters[-1]}{max(grid.cells, default=1)}"'.encode()
    return EMPTY_ROWS.sub(
        lambda found: body + found[1] + areas.encode(), DIMENSION.sub(lambda _: size, frame)
    )


def row_texts(grid: Grid, letters: list[str]) -> Iterator[str]:
    """The rows in order, each with its height."""
    for row in range(1, max(len(grid.heights), *grid.cells, 1) + 1):
        cells = sorted(grid.cells.get(row, {}).items())
        own = "".join(cell_text(f"{letters[column - 1]}{row}", *cell) for column, cell in cells)
        if row <= len(grid.heights):
            yield f'<row r="{row}" ht="{grid.heights[row - 1]:g}" customHeight="1">{own}</row>'
        else:
            yield f'<row r="{row}">{own}</row>'


def cell_text(place: str, style: int, value: Any) -> str:
    """One cell: a text, a number or only its look."""
    if value is None:
        return f'<c r="{place}" s="{style}"/>'
    if isinstance(value, str):
        text = runs(value) if isinstance(value, Marked) else spaced(value)
        return f'<c r="{place}" s="{style}" t="inlineStr"><is>{text}</is></c>'
    return f'<c r="{place}" s="{style}"><v>{value}</v></c>'


def spaced(text: str) -> str:
    """The text of a cell or of a run; its blanks count."""
    return f'<t xml:space="preserve">{escape(text)}</t>'


def runs(value: Marked) -> str:
    """A text with underlined stretches. A run carries its letters itself: it does not take them from the cell."""
    letters = (
        f'<sz val="{value.size:g}"/><rFont val="{GOTHIC}"/><family val="3"/><charset val="128"/>'
    )
    return "".join(
        f"<r><rPr>{'<u/>' if underlined else ''}{letters}</rPr>{spaced(text)}</r>"
        for text, underlined in value.runs
        if text
    )
