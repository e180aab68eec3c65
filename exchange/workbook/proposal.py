"""提案書: one sheet, A4 upright, in the layout of the original; nine boxed headings with their paragraphs."""

from collections.abc import Iterator
from dataclasses import dataclass

from exchange.workbook import blank, measure, writer
from exchange.workbook.grid import Grid
from exchange.workbook.page import A4, Page, break_pages, set_up
from exchange.workbook.styles import MEDIUM, NONE, Edges, Look, Styles
from meetings.paper import Heading, Paper

SHEET = "提案書"
MINCHO = "BIZ UD明朝 Medium"
WIDTHS = (64.0, 50.0, 16.0, 36.5)  # 43 full-width letters a line, as in the original
A4_PROPOSAL = Page(A4, False, 210, 297, 23, 19, 110, top=18, bottom=18)
HEAD_HEIGHTS = (30.0, 7.5, 18.0, 18.0, 9.0)
HEADING_HEIGHT, EMPTY_HEIGHT, GAP_HEIGHT = 20.25, 45.0, 12.0
# Paragraphs of one block stand as close as its lines; the last one keeps away from the frame.
# 明朝 is set wider apart than the other papers' ゴシック.
LINE_PITCH, ROW_PADDING, FOOT = 1.44, 0.5, 6.0
SIDES: Edges = ("medium", "medium", "", "")
TITLE = Look(14, bold=True, face=MINCHO, edges=NONE, wrap=False)
BOX = TITLE.but(across="center", edges=MEDIUM)
FROM = Look(10.5, face=MINCHO, edges=NONE, wrap=False)
HEADING = Look(
    10.5, bold=True, face=MINCHO, fill="F2F2F2", edges=("medium", "medium", "medium", "hair")
)
TEXT = Look(10.5, face=MINCHO, upright="top", edges=SIDES)
# Where a page begins or ends inside a box, the frame is closed.
FRAMES = {
    (is_first, is_last): TEXT.but(
        edges=(*SIDES[:2], "medium" if is_first else "", "medium" if is_last else "")
    )
    for is_first in (False, True)
    for is_last in (False, True)
}


@dataclass(frozen=True)
class Row:
    """A row of the boxes: a heading or a paragraph, and whether it stays with the row above."""

    text: str
    height: float
    keep: bool = False
    is_heading: bool = False
    ends: bool = False


def render(paper: Paper, *, creator: str) -> bytes:
    """The workbook as a file."""
    book = blank.workbook(creator=creator, title=paper.title)
    grid = Grid(book.create_sheet(SHEET), Styles(book), WIDTHS)
    head(grid, paper)
    rows = [row for heading in paper.headings for row in boxed(heading)]
    for row in rows:
        grid.open_rows([row.height], keep=row.keep)
    ends = break_pages(grid, A4_PROPOSAL, head_rows=len(HEAD_HEIGHTS), repeated=0)
    for at, row in enumerate(rows, len(HEAD_HEIGHTS) + 1):
        is_last = row.ends or at in ends
        look = HEADING if row.is_heading else FRAMES[at - 1 in ends, is_last]
        grid.put(at, 1, row.text, look, span=len(WIDTHS))
    set_up(grid, A4_PROPOSAL, freeze="A1")
    grid.sheet.freeze_panes = None
    footer = grid.sheet.oddFooter.center
    footer.text, footer.size = "－ &P／&N －", 9
    return writer.save(book, [grid])


def head(grid: Grid, paper: Paper) -> None:
    """Meeting and kind, then at the right who hands it in, and when."""
    grid.open_rows(list(HEAD_HEIGHTS), keep=True)
    grid.put(1, 1, paper.title, TITLE, span=3)
    grid.put(1, 4, paper.kind, BOX)
    grid.put(3, 2, paper.submitted, FROM, span=3)
    grid.put(4, 2, paper.department, FROM, span=3)


def boxed(heading: Heading) -> Iterator[Row]:
    """A heading with its paragraphs; one without any leaves room to write by hand."""
    yield Row(f"{heading.number} {heading.title}", HEADING_HEIGHT, is_heading=True)
    if not heading.lines:
        yield Row("", EMPTY_HEIGHT, keep=True, ends=True)
        return
    stays, last = True, len(heading.lines)
    for number, line in enumerate(heading.lines, 1):
        pieces = parts(line.text)
        for at, part in enumerate(pieces, 1):
            ends = number == last and at == len(pieces)
            height = (text_height(part) if part else GAP_HEIGHT) + (FOOT if ends else 0)
            yield Row(part, height, keep=stays or not line.text, ends=ends)
            stays = False
        stays = line.opens


def text_height(text: str) -> float:
    """The height in points that a paragraph needs."""
    lines = measure.line_count(text, sum(WIDTHS), TEXT.size)
    return lines * TEXT.size * LINE_PITCH + ROW_PADDING


def parts(text: str) -> list[str]:
    """A paragraph cut where it would be higher than a row may be."""
    room = int((measure.TALLEST_ROW / (TEXT.size * LINE_PITCH) - 2) * 40)
    return [text[at : at + room] for at in range(0, len(text), room)] or [""]
