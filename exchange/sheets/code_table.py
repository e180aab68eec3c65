"""④コード表: the words that may be chosen, each list as a named range."""

from collections.abc import Collection
from typing import Any

from openpyxl.utils import quote_sheetname
from openpyxl.workbook.defined_name import DefinedName

from exchange.sheets import looks
from exchange.sheets.columns import CODES
from exchange.sheets.setting import Setting
from exchange.sheets.vocabulary import Vocabulary
from exchange.workbook import page
from exchange.workbook.grid import Grid, Part

WIDTHS = (32.0, 44.0, 102.0)
HEADS = ("項目", "選択肢（語）", "意味")


def write(
    grid: Grid, book: Any, words: Vocabulary, setting: Setting, used: Collection[str]
) -> None:
    """Write the table of the lists that are used and name the range of each."""
    grid.add(Part("④ コード表（選択肢と意味）", looks.TITLE, 3), least=28)
    grid.add(*(Part(head, looks.HEAD) for head in HEADS), least=20)
    for name, options in words.lists.items():
        if name not in used:
            continue
        first = grid.row
        for one in options:
            grid.add(
                Part(name, looks.TEXT), Part(one.word, looks.ITEM), Part(one.meaning, looks.TEXT)
            )
        area = f"{quote_sheetname(CODES)}!$B${first}:$B${grid.row - 1}"
        book.defined_names[name] = DefinedName(name, attr_text=area)
    page.set_up(grid, page.A4_PORTRAIT, titles="1:2", freeze="A3")
    page.foot(grid, setting.footer, setting.right_footer)
