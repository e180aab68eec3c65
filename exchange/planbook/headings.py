"""The first row of an uploaded sheet: which column is which, in whatever order they stand."""

from collections.abc import Iterator, Sequence
from difflib import get_close_matches
from typing import Any

from openpyxl.utils import get_column_letter

from exchange.planbook import cells, layout
from exchange.planbook.drafts import Findings
from exchange.planbook.spots import Column, Spot
from exchange.planfile.values import Mistake
from fiscal import typed

Headings = dict[int, tuple[layout.Column, Column]]


def plain(text: str) -> str:
    """Return a heading without blanks and line breaks, however it was typed."""
    return "".join(typed.plain(text).split())


def written(row: Sequence[Any]) -> Iterator[tuple[int, str]]:
    """Yield the numbers and texts of the cells in which something stands; a formula counts as text."""
    for number, cell in enumerate(row, 1):
        if not cells.is_blank(cell.value):
            try:
                yield number, cells.text_of(cell)
            except Mistake:
                yield number, str(cell.value)


def read(
    sheet: layout.Sheet, place: Column, row: Sequence[Any], findings: Findings
) -> Headings | None:
    """Return the columns of a sheet by number, or None when headings are missing or doubtful."""
    known = {plain(column.heading): column for column in sheet.columns}
    found: Headings = {}
    before = len(findings.problems)
    meant: list[str] = []
    for number, text in written(row):
        here = Column(place.sheet, place.sheet_number, number, get_column_letter(number), text)
        column = known.get(plain(text))
        if column is None:
            findings.mistake(Spot.at(here, 1), unknown(text, list(known)))
            meant += near(text, list(known))
        elif any(column is other for other, _ in found.values()):
            findings.mistake(Spot.at(here, 1), f"「{column.heading}」の見出しが２つあります。")
        else:
            found[number] = (column, here)
    present = {column.heading for column, _ in found.values()}
    for column in sheet.columns:
        if column.heading not in present and plain(column.heading) not in meant:
            message = f"「{column.heading}」の見出しがありません。様式の見出しは消さず、変えないでください。"
            findings.mistake(Spot.at(place, 1), message)
    return found if len(findings.problems) == before else None


def near(text: str, known: list[str]) -> list[str]:
    """Return the heading that was probably meant, if any is like it."""
    return get_close_matches(plain(text), known, 1, 0.5)


def unknown(text: str, known: list[str]) -> str:
    """Return what to do about a heading that is none of the template's."""
    likely = near(text, known)
    hint = (
        f"「{likely[0]}」の誤りではありませんか。"
        if likely
        else "様式にない列や行は消してください。"
    )
    return f"「{cells.shown(text)}」という見出しは、このシートにありません。{hint}"
