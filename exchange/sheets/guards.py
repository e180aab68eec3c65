"""What Excel itself watches: protection, lists, lengths, and the cells a choice makes necessary. A help only."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from openpyxl.formatting.rule import FormulaRule
from openpyxl.styles import Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation

from exchange.sheets.columns import SAME, Column, Kind, Page, PageName
from exchange.sheets.lines import Line
from exchange.sheets.vocabulary import Vocabulary
from exchange.workbook.grid import Grid
from initiatives.models import InitiativeItem
from kpis.forms import REASON_LENGTH, Measured
from progress.answer_forms import LINE_LENGTH
from progress.content import LONGEST

TICK = "○"
FROM = "DATE(2000,1,1)"
LIST_ERROR = "一覧にある語から選んでください（④コード表）。"
LENGTHS = {
    "not_measured_reason": REASON_LENGTH,
    "line": LINE_LENGTH,
    "note": InitiativeItem._meta.get_field("note").max_length,
}
# Days that lie ahead; all others are over when the sheet comes back.
AHEAD = frozenset({"recovery_on"})
MUST = Side(style="medium", color="C00000")


def protect(grid: Grid) -> None:
    """Lock everything that is not open, without a password; widths, heights, filters and sorting stay free."""
    protection = grid.sheet.protection
    protection.sheet = True
    protection.formatColumns = protection.formatRows = False
    protection.autoFilter = protection.sort = False


def offer(
    grid: Grid, page: Page, last: date, measured: Mapping[int, Measured], lines: list[Line]
) -> None:
    """Put the lists and the limits on the fields; a number has those of what it is of."""
    if not lines:
        return
    first, end = page.head_row + 1, page.head_row + len(lines)
    for place, column in enumerate(page.columns, 1):
        letter = get_column_letter(place)
        if column.kind is Kind.NUMBER:
            for row, line in enumerate(lines, first):
                if column.name in line.values:
                    _add(grid, _number(column, measured[line.pk]), f"{letter}{row}")
        elif column.kind is not None:
            _add(grid, _rule(column, last), f"{letter}{first}:{letter}{end}")


def _add(grid: Grid, rule: DataValidation, area: str) -> None:
    rule.add(area)
    grid.sheet.add_data_validation(rule)


def _rule(column: Column, last: date) -> DataValidation:
    if column.kind is Kind.TICK:
        return _with(column, f"{TICK}だけが選べます。", type="list", formula1=f'"{TICK}"')
    if column.kind is Kind.CHOICE:
        return _with(column, LIST_ERROR, type="list", formula1=column.options)
    if column.name in AHEAD:
        words = "日付を確かめてください。R9.3.31 のような書き方も読み取ります。"
        rule = _with(column, words, type="date", operator="greaterThan", formula1=FROM)
        rule.errorStyle = "warning"
        return rule
    if column.kind is Kind.DAY:
        until = f"DATE({last.year},{last.month},{last.day})"
        words = "日付を確かめてください。R8.9.30 のような書き方も読み取ります。"
        rule = _with(column, words, type="date", operator="between", formula1=FROM, formula2=until)
        rule.errorStyle = "warning"
        return rule
    most = LENGTHS.get(column.name, LONGEST)
    return _with(
        column,
        f"{most:,}字以内にしてください。",
        type="textLength",
        operator="lessThanOrEqual",
        formula1=str(most),
    )


def _number(column: Column, what: Measured) -> DataValidation:
    low, high = what.minimum, what.maximum
    bounds = {
        "operator": "between",
        "formula1": f"{-(10**9) if low is None else low.normalize():f}",
        "formula2": f"{10**9 if high is None else high.normalize():f}",
    }
    words = "数だけを記入してください。単位は付けません。"
    return _with(column, words, type="decimal", **bounds)


def _with(column: Column, error: str, **rule: Any) -> DataValidation:
    made = DataValidation(allow_blank=True, **rule)
    made.showErrorMessage, made.errorTitle, made.error = True, column.label[:30], error
    if column.help:
        made.showInputMessage, made.promptTitle, made.prompt = True, column.label[:30], column.help
    return made


def mark(grid: Grid, page: Page, words: Vocabulary, count: int) -> None:
    """Frame the cells that a grade or 完了 makes necessary; grey the row of 変化なし."""
    if page.name is not PageName.PROGRESS or not count:
        return
    letters = {column.name: get_column_letter(n) for n, column in enumerate(page.columns, 1)}
    first, end = page.head_row + 1, page.head_row + count
    same, grade, course = (f"${letters[n]}{first}" for n in (SAME, "self_grade", "implementation"))
    frame = Border(left=MUST, right=MUST, top=MUST, bottom=MUST)
    needs = (
        ("reason", grade, words.needing_reason()),
        ("recovery", grade, words.delays()),
        ("completed_on", course, ("完了",)),
    )
    fields = [column.name for column in page.fields if column.name != SAME]
    grey = FormulaRule(
        formula=[f'{same}="{TICK}"'],
        fill=PatternFill(bgColor="D9D9D9"),
        font=Font(color="7F7F7F"),
    )
    grid.sheet.conditional_formatting.add(
        f"{letters[fields[0]]}{first}:{letters[fields[-1]]}{end}", grey
    )
    for name, cell, chosen in needs:
        if chosen:
            own = f"${letters[name]}{first}"
            formula = f'AND({_any(cell, chosen)},{own}="",{same}<>"{TICK}")'
            area = f"{letters[name]}{first}:{letters[name]}{end}"
            grid.sheet.conditional_formatting.add(area, FormulaRule([formula], border=frame))


def _any(cell: str, words: Iterable[str]) -> str:
    tests = [cell + '="' + word.replace('"', '""') + '"' for word in words]
    return f"OR({','.join(tests)})"
