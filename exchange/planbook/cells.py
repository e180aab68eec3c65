"""Single cells: from what a person wrote in Excel to the text a plan file would have, and back."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

from exchange.planbook.layout import Column
from exchange.planfile.schema import Field, Kind
from exchange.planfile.values import Mistake
from fiscal import typed, wareki

# Stands for a line break inside one of several words that have a line each.
INNER_BREAK = "↵"
FIRST_DAY = date(1899, 12, 30)  # Excel counts days from here
SHOWN, PRECISE = 30, 15
SIGNS = {
    "true": ("○", "〇", "有", "有り", "あり", "true", "1"),
    "false": ("×", "無", "なし", "false", "0"),
}


@dataclass(frozen=True)
class Blank:
    """The cell beyond the end of a row."""

    value: None = None
    data_type: str = "n"
    number_format: str = "General"


BLANK = Blank()


def is_blank(value: Any) -> bool:
    """Whether a cell says nothing: empty, or only blanks."""
    return value is None or (isinstance(value, str) and not value.strip())


def text_of(cell: Any) -> str:
    """Return what stands in a cell, whatever its format.

    Raises:
        Mistake: a formula, or the error value of one.
    """
    value = cell.value
    if cell.data_type == "f":
        raise Mistake("数式は使えません。数式をコピーし、「値の貼り付け」で値にしてください。")
    if cell.data_type == "e":
        raise Mistake(f"「{value}」はエラーの値です。正しい値を書いてください。")
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        # As many digits as Excel itself shows and keeps.
        return f"{Decimal(f'{value:.{PRECISE}g}').normalize():f}"
    return str(value).replace("\r\n", "\n").replace("\r", "\n").rstrip("\n")


def read(cell: Any, field: Field, column: Column) -> str | list[str]:
    """Return the value of a cell that is not blank, as a plan file has it.

    Raises:
        Mistake: it cannot be read; the message is for the person.
    """
    if isinstance(cell.value, datetime | date | time | timedelta):
        return _dated(cell.value, field)
    text = text_of(cell)
    if field.kind is Kind.DECIMAL and "%" in format_of(cell):
        raise Mistake(
            "％の書式のセルです。書式を「標準」にして、数だけを書いてください（15％は 15）。"
        )
    return _READERS[field.kind](text, field, column)


def format_of(cell: Any) -> str:
    """Return the number format of a cell; nothing when the file has no such style."""
    try:
        return str(cell.number_format or "")
    except IndexError:
        return ""


def _dated(value: datetime | date | time | timedelta, field: Field) -> str:
    if field.kind in (Kind.DAY, Kind.MOMENT) and isinstance(value, date):
        return (value.date() if isinstance(value, datetime) else value).isoformat()
    if field.kind is Kind.YEAR:
        raise Mistake("日付になっています。年度だけを書いてください（例：2025、R7）。")
    raise Mistake("日付や時刻になっています。セルの書式を「文字列」にして、書き直してください。")


def shown(text: str) -> str:
    """Return a text short enough to be repeated in a message."""
    return text if len(text) <= SHOWN else text[:SHOWN] + "…"


def _text(text: str, field: Field, column: Column) -> str:
    if column.is_code:
        return typed.plain(text)
    return text if field.column else text.strip()


def _words(text: str, one: Field, column: Column) -> list[str]:
    lines = [line.strip().replace(INNER_BREAK, "\n") for line in text.split("\n")]
    return [_option(line, one, column) if column.options else line for line in lines if line]


def _number(text: str, _field: Field, _column: Column) -> str:
    return typed.plain(text)


def _decimal(text: str, _field: Field, _column: Column) -> str:
    return typed.plain(text).replace(",", "")


def _year(text: str, _field: Field, _column: Column) -> str:
    found = typed.fiscal_year(text)
    if found is None:
        raise Mistake(
            f"「{shown(text)}」は年度として読めません。2025、R7、令和７ のどれかのように書いてください。"
        )
    return str(found)


def _day(text: str, _field: Field, _column: Column) -> str:
    found = typed.day(text)
    if found is None:
        raise Mistake(
            f"「{shown(text)}」は日付として読めません。2025-04-01、R7.4.1 のどちらかのように書いてください。"
        )
    return found.isoformat()


def _moment(text: str, _field: Field, _column: Column) -> str:
    found = typed.moment(text)
    if found is None:
        raise Mistake(
            f"「{shown(text)}」は時期として読めません。2025、2025-03、2025-03-31 のどれかのように書いてください。"
        )
    return found


def _option(text: str, _field: Field, column: Column) -> str:
    wanted = typed.plain(text).casefold()
    for value, word in column.options:
        named = {value.casefold(), typed.plain(word).casefold()}
        if wanted in named or (value in SIGNS and wanted in map(typed.plain, SIGNS[value])):
            return value
    words = "、".join(word for _, word in column.options)
    raise Mistake(f"「{shown(text)}」は使えません。次のどれかを選んでください：{words}")


_READERS: dict[Kind, Callable[[str, Field, Column], str | list[str]]] = {
    Kind.TEXT: _text,
    Kind.WORDS: _words,
    Kind.NUMBER: _number,
    Kind.YEAR: _year,
    Kind.DECIMAL: _decimal,
    Kind.FLAG: _option,
    Kind.DAY: _day,
    Kind.MOMENT: _moment,
    Kind.CHOICE: _option,
}


def guess(cell: Any, field: Field) -> str:
    """Return how a value was understood that could have been meant otherwise; nothing for most."""
    if field.kind is not Kind.YEAR or isinstance(cell.value, date):
        return ""
    text = str(cell.value)
    if not typed.is_bare_year(text):
        return ""
    year = typed.fiscal_year(text)
    return f"「{text}」を{wareki.fiscal_year(year)}（{year}年度）と読みました。" if year else ""


def write(value: Any, field: Field, column: Column) -> str | int | Decimal | None:
    """Return what a cell holds for the value of a plan file."""
    if isinstance(value, list):
        words = dict(column.options)
        lines = (str(words.get(word, word)).replace("\n", INNER_BREAK) for word in value)
        return "\n".join(lines) or None
    if field.kind in (Kind.CHOICE, Kind.FLAG):
        code = str(value).lower() if isinstance(value, bool) else str(value)
        return dict(column.options).get(code) if code or field.required else None
    if isinstance(value, date):
        return (value - FIRST_DAY).days
    if isinstance(value, Decimal):
        plain = value.normalize()
        return plain if len(plain.as_tuple().digits) <= PRECISE else f"{plain:f}"
    return value if isinstance(value, int) else str(value) or None
