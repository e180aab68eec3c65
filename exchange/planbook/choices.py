"""コード表: the words that may be chosen, and the lists that offer them in the cells."""

from typing import Any

from openpyxl.utils import get_column_letter, quote_sheetname
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.datavalidation import DataValidation

from exchange.planbook.layout import Column, Sheet
from exchange.planbook.more_sheets import ALL
from exchange.planbook.sheets import CODES
from exchange.planfile.schema import Kind
from exchange.workbook.grid import Grid, Part
from exchange.workbook.styles import HEAD_EDGES, HEAD_FILL, Look

WIDTHS = (50, 56, 80)
HEADS = ("シート", "項目", "語")
HEAD = Look(9.5, bold=True, fill=HEAD_FILL, across="center", edges=HEAD_EDGES)
TEXT = Look(10, number="@")
LAST_ROW = 2000
YEAR_PROMPT = "年度は西暦（例：2025）で入力します。R7、令和7 も読み取ります。"
LIST_ERROR = "コード表にある語から選んでください。"


def write(grid: Grid, book: Any) -> None:
    """Write the table and name the range of each list of words."""
    grid.add(*(Part(head, HEAD) for head in HEADS), least=20)
    for sheet in ALL:
        for column in sheet.columns:
            options = _options(sheet, column)
            first = grid.row
            for _, word in options:
                grid.add(*(Part(text, TEXT) for text in (sheet.title, column.heading, word)))
            if options:
                name = range_name(sheet, column)
                area = f"{quote_sheetname(CODES)}!$C${first}:$C${grid.row - 1}"
                book.defined_names[name] = DefinedName(name, attr_text=area)


def offer(target: Any, sheet: Sheet) -> None:
    """Let the cells of an uploaded sheet be chosen from lists; a help only, the reading checks again."""
    for number, column in enumerate(sheet.columns, 1):
        letter = get_column_letter(number)
        area = f"B{number + 1}" if sheet.is_form else f"{letter}2:{letter}{LAST_ROW}"
        rule = _rule(sheet, column)
        if rule is not None:
            rule.add(area)
            target.add_data_validation(rule)


def _rule(sheet: Sheet, column: Column) -> DataValidation | None:
    is_list_of_words = column.field is not None and column.field.kind is Kind.WORDS
    if _options(sheet, column) or column.source:
        name = range_name(sheet, column) if _options(sheet, column) else _area(column.source)
        rule = DataValidation(type="list", formula1=name, allow_blank=True)
        rule.showErrorMessage = bool(_options(sheet, column)) and not is_list_of_words
        rule.errorTitle, rule.error = column.heading, LIST_ERROR
        return rule
    if column.field is not None and column.field.kind is Kind.YEAR:
        rule = DataValidation(type="whole", operator="between", formula1="1950", formula2="2100")
        rule.allow_blank, rule.errorStyle = True, "warning"
        rule.showErrorMessage, rule.errorTitle, rule.error = True, column.heading, YEAR_PROMPT
        return rule
    return None


def _options(sheet: Sheet, column: Column) -> list[tuple[str, str]]:
    return sheet.options if column.heading == sheet.kind else column.options


def range_name(sheet: Sheet, column: Column) -> str:
    """The name of a list of words; Excel allows no middle dot in it."""
    return f"L_{sheet.title}_{column.heading}".replace("・", "")


def _area(source: str) -> str:
    """The cells of another sheet whose values are offered."""
    for sheet in ALL:
        for number, column in enumerate(sheet.columns, 1):
            if source in column.keys and len(sheet.blocks[0].names if sheet.blocks else ()) == 1:
                letter = get_column_letter(number)
                return f"{quote_sheetname(sheet.title)}!${letter}$2:${letter}${LAST_ROW}"
    raise KeyError(source)


_HINTS = {
    Kind.YEAR: "年度。2025、R7、令和７ のどれでもよい",
    Kind.DAY: "日付。2025-04-01、R7.4.1 のどちらでもよい",
    Kind.NUMBER: "整数",
    Kind.DECIMAL: "数",
}


def explanation(column: Column) -> str:
    """What to write in a column, in a few words."""
    words = "／".join(word for _, word in column.options)
    hint = _HINTS.get(column.field.kind, "") if column.field else ""
    return "。".join(part for part in (column.help, words or hint) if part)
