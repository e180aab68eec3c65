"""How the cells of a 調査票 look: what may be filled in is light yellow and open, everything else is locked."""

from functools import lru_cache

from exchange.sheets.columns import KEY, VERSION, Column, Kind
from exchange.workbook.styles import (
    BAND_FILL,
    GOTHIC_P,
    GREY_FILL,
    GREY_TEXT,
    HEAD_EDGES,
    HEAD_FILL,
    MEDIUM,
    NONE,
    Look,
)

INPUT_FILL, INPUT_HEAD_FILL = "FFFBE0", "FFE699"
DAY_FORMAT, TEXT_FORMAT = "yyyy/m/d", "@"

TITLE = Look(15, bold=True, face=GOTHIC_P, edges=NONE, wrap=False)
SUBTITLE = Look(10, edges=NONE, across="center", wrap=False)
RIGHT = Look(9.5, edges=NONE, across="right", wrap=False)
LEAD = Look(9.5, edges=NONE, wrap=False)
NOTE = Look(9, edges=NONE, wrap=False)
HEAD = Look(9.5, bold=True, fill=HEAD_FILL, across="center", edges=HEAD_EDGES)
INPUT_HEAD = HEAD.but(fill=INPUT_HEAD_FILL)
SECTION = Look(12, bold=True, face=GOTHIC_P, edges=NONE, upright="bottom", wrap=False)
LABEL = Look(10, bold=True, fill=HEAD_FILL, across="center")
ITEM = Look(10, bold=True, fill=BAND_FILL)
NUMBER = Look(10, across="center")
TEXT = Look(10)
BIG = Look(13, bold=True, face=GOTHIC_P)
SAMPLE = Look(10, fill=INPUT_FILL, edges=MEDIUM)

_SMALL = Look(6.5, across="center", colour=GREY_TEXT, fill=GREY_FILL)
_VERSION = Look(9, across="center", fill=GREY_FILL)
_STRONG = Look(9.5, bold=True)
_PLAIN, _CENTRE, _FIGURE = Look(9), Look(9, across="center"), Look(9, across="right")
_FACTS = {
    KEY: _SMALL,
    VERSION: _VERSION,
    "title": _STRONG,
    "name": _STRONG,
    "plan": _PLAIN,
    "list": _PLAIN,
    "question": _STRONG,
    "before_line": Look(9, fill=GREY_FILL, upright="top"),
    "before_result": Look(9, fill=GREY_FILL, upright="top"),
}
_BEFORE = Look(9, across="center", fill=GREY_FILL)
_LOCKED = Look(9, across="center", fill=GREY_FILL, colour=GREY_TEXT)
_LOCKED_TEXT = _LOCKED.but(across="left", upright="top")
_LOCKED_DAY = _LOCKED.but(number=DAY_FORMAT)
_OPEN = Look(9.5, fill=INPUT_FILL, across="center", number=TEXT_FORMAT, is_open=True)
_OPEN_TEXT = _OPEN.but(across="left", upright="top")
_OPEN_DAY = _OPEN.but(number=DAY_FORMAT)


# What a long text is written in when no row is tall enough for it.
SMALLER = (8.0, 7.0, 6.0)


@lru_cache(maxsize=64)
def smaller(look: Look, size: float) -> Look:
    """A look in another size."""
    return look.but(size=size)


def fact(column: Column) -> Look:
    """The look of something the city hall knows."""
    if column.name.startswith("before") and column.name not in _FACTS:
        return _BEFORE
    return _FACTS.get(column.name, _CENTRE)


def locked(column: Column, *, is_elsewhere: bool) -> Look:
    """The look of a field nobody may fill in here."""
    if is_elsewhere or column.kind is None:
        return _LOCKED
    return {Kind.TEXT: _LOCKED_TEXT, Kind.DAY: _LOCKED_DAY}.get(column.kind, _LOCKED)


def field(column: Column, decimals: int) -> Look:
    """The look of a field to fill in."""
    if column.kind is Kind.NUMBER:
        return _figure(decimals)
    return {Kind.TEXT: _OPEN_TEXT, Kind.DAY: _OPEN_DAY}.get(column.kind or Kind.TICK, _OPEN)


@lru_cache(maxsize=16)
def _figure(decimals: int) -> Look:
    number = "#,##0." + "0" * decimals if decimals else "#,##0"
    return _OPEN.but(size=11, bold=True, number=number)
