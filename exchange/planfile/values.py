"""Single values: from the text of a node to a typed value, by the kind and the limits of its key."""

import re
from collections.abc import Callable
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from exchange.planfile import document
from exchange.planfile.schema import Field, Kind, Record

_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}\Z")
_MOMENT = re.compile(r"[0-9]{4}(-[0-9]{2}){0,2}\Z")


class Mistake(Exception):  # noqa: N818 - it is the writer's mistake, not an error of the program
    """A value that cannot be taken; the message is for the person."""


def value(node: document.Node, field: Field, record: Record) -> Any:
    """Return the typed value of a node.

    Raises:
        Mistake: the value does not fit the key.
    """
    if field.kind is Kind.WORDS:
        return _words(node)
    if not isinstance(node, document.Scalar):
        raise Mistake("値を１つだけ書いてください。")
    return _READERS[field.kind](node.text, field, record)


def _words(node: document.Node) -> list[str]:
    if not isinstance(node, document.Sequence):
        raise Mistake("「- 」で始まる並びで書いてください。")
    found = []
    for item in node.items:
        if not isinstance(item, document.Scalar) or item.is_null:
            raise Mistake("並びの中には語を１つずつ書いてください。")
        found.append(_clean(item.text))
    return found


def _clean(text: str) -> str:
    for character in text:
        if (character < " " and character not in "\n\t") or character in "\x7f\ufffd":
            raise Mistake(f"使えない文字（U+{ord(character):04X}）があります。")
    return text


def _text(text: str, field: Field, record: Record) -> str:
    _clean(text)
    limit = record.limit(field, "max_length")
    if limit is not None and len(text) > limit:
        raise Mistake(f"長すぎます（{len(text)}字）。{limit}字までにしてください。")
    if limit is not None and "\n" in text:
        raise Mistake("改行は使えません。１行で書いてください。")
    if field.pattern and text and not field.pattern.regex.match(text):
        raise Mistake(f"「{text}」は使えません。{field.pattern.wording}")
    return text


def _integer(text: str) -> int:
    if not (text.removeprefix("-").isascii() and text.removeprefix("-").isdigit()):
        raise Mistake(f"「{text}」は数ではありません。半角の数字で書いてください。")
    return int(text[:20])


def _number(text: str, field: Field, _record: Record) -> int:
    found = _integer(text)
    if not field.low <= found <= field.high:
        span = f"{field.low}～{field.high}" if field.low != field.high else f"{field.low}"
        raise Mistake(f"「{text}」は使えません。{span}の数で書いてください。")
    return found


def _year(text: str, field: Field, _record: Record) -> int:
    try:
        found = _integer(text)
    except Mistake:
        found = -1
    if not field.low <= found <= field.high:
        raise Mistake(
            f"「{text}」は年度として読めません。西暦４桁で書いてください（例：2025 ＝ 令和７年度）。"
        )
    return found


def _decimal(text: str, field: Field, record: Record) -> Decimal:
    try:
        found = Decimal(text) if text.isascii() and "_" not in text else Decimal("NaN")
    except InvalidOperation:
        found = Decimal("NaN")
    if not found.is_finite():
        raise Mistake(f"「{text}」は数ではありません。半角の数字で書いてください。")
    places = record.limit(field, "decimal_places") or 0
    digits = (record.limit(field, "max_digits") or 0) - places
    if abs(found) >= 10**digits or found != round(found, places):
        raise Mistake(f"「{text}」は桁が多すぎます。整数{digits}桁、小数{places}桁までです。")
    return found


def _flag(text: str, _field: Field, _record: Record) -> bool:
    if text not in ("true", "false"):
        raise Mistake(f"「{text}」は使えません。true（はい）か false（いいえ）で書いてください。")
    return text == "true"


def _date(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _day(text: str, _field: Field, _record: Record) -> date:
    found = _date(text) if _DAY.match(text) else None
    if found is None:
        raise Mistake(f"「{text}」は日付として読めません。2025-04-01 のように書いてください。")
    return found


def _moment(text: str, _field: Field, _record: Record) -> str:
    if not _MOMENT.match(text) or _date(text + "-01-01"[: 10 - len(text)]) is None:
        raise Mistake(
            f"「{text}」は時期として読めません。2025、2025-03、2025-03-31 のどれかで書いてください。"
        )
    return text


def _choice(text: str, field: Field, _record: Record) -> str:
    choices = field.choices.choices if field.choices else []
    if text not in [value for value, _ in choices]:
        options = "、".join(f"{value}（{label}）" for value, label in choices if value)
        raise Mistake(f"「{text}」は使えません。次のどれかで書いてください：{options}")
    return text


_READERS: dict[Kind, Callable[[str, Field, Record], Any]] = {
    Kind.TEXT: _text,
    Kind.NUMBER: _number,
    Kind.YEAR: _year,
    Kind.DECIMAL: _decimal,
    Kind.FLAG: _flag,
    Kind.DAY: _day,
    Kind.MOMENT: _moment,
    Kind.CHOICE: _choice,
}
