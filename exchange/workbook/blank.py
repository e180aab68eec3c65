"""A workbook without sheets, in the house's fonts."""

from typing import Any

from openpyxl import Workbook
from openpyxl.utils.indexed_list import IndexedList

from exchange.workbook.styles import font


def workbook(*, creator: str, title: str) -> Any:
    """A workbook whose Normal font is ours: every column width depends on its digits."""
    book = Workbook()
    del book["Sheet"]
    normal = font(10.5)
    book._fonts = IndexedList([normal])
    book._named_styles["Normal"].font = normal
    book.properties.creator = creator
    book.properties.title = title
    return book
