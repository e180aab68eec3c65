"""Single cells of a returned 調査票: from what a person wrote in Excel to the text a field is compared by."""

import re
from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

from exchange.planbook import cells
from exchange.planfile.values import Mistake
from exchange.sheets import lines
from exchange.sheets.columns import Column, Kind
from exchange.sheets.vocabulary import Vocabulary
from fiscal import typed

TICK = "○"
TICKS = {"○", "〇", "◯", "o", "✓", "✔", "レ", "有", "true"}
# So many digits are a number that is looked at; more are left for the form to refuse.
FIGURE = re.compile(r"[+-]?[0-9]{1,18}(?:\.[0-9]{1,10})?", re.ASCII)
DAYS = "2026/9/30、R8.9.30、令和8年9月30日"


def read(cell: Any, column: Column, words: Vocabulary) -> str:
    """Return what stands in a cell; nothing for a blank one.

    Raises:
        Mistake: it cannot be read; the message is for the person.
    """
    if cells.is_blank(cell.value):
        return ""
    if isinstance(cell.value, datetime | date | time | timedelta):
        return _dated(cell.value, column)
    text = cells.text_of(cell)
    if column.kind is Kind.NUMBER:
        return _number(cell, text)
    if column.kind is Kind.CHOICE:
        return _choice(text, column, words)
    return _READERS[column.kind or Kind.TEXT](text)


def plain_text(cell: Any) -> str:
    """Return what stands in a cell, whatever it was meant for.

    Raises:
        Mistake: a formula, or the error value of one.
    """
    return "" if cells.is_blank(cell.value) else lines.text(cells.text_of(cell))


def _dated(value: datetime | date | time | timedelta, column: Column) -> str:
    if column.kind is Kind.DAY and isinstance(value, date):
        return (value.date() if isinstance(value, datetime) else value).isoformat()
    raise Mistake("日付や時刻になっています。セルの書式を「文字列」にして、書き直してください。")


def _number(cell: Any, text: str) -> str:
    if "%" in cells.format_of(cell):
        raise Mistake(
            "％の書式のセルです。書式を「標準」にして、数だけを書いてください（15％は 15）。"
        )
    figure = typed.plain(text).replace(",", "")
    return lines.number(Decimal(figure)) if FIGURE.fullmatch(figure) else lines.text(text)


def _choice(text: str, column: Column, words: Vocabulary) -> str:
    code = words.code(column.options, text)
    if code is None:
        offered = "、".join(one.word for one in words.lists[column.options])
        raise Mistake(f"「{cells.shown(text)}」は使えません。次のどれかを選んでください：{offered}")
    return code


def _tick(text: str) -> str:
    if typed.plain(text).casefold() not in TICKS:
        raise Mistake(f"「{cells.shown(text)}」は使えません。○を選ぶか、空欄にしてください。")
    return TICK


def _day(text: str) -> str:
    found = typed.day(text)
    if found is None:
        raise Mistake(
            f"「{cells.shown(text)}」は日付として読めません。{DAYS} のどれかのように書いてください。"
        )
    return found.isoformat()


_READERS: dict[Kind, Callable[[str], str]] = {
    Kind.TICK: _tick,
    Kind.DAY: _day,
    Kind.TEXT: lines.text,
}
