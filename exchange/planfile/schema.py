"""The parts a schema is made of: kinds of values, fields, records. The schema itself is ``records``."""

import re
from dataclasses import dataclass
from enum import Enum, auto
from typing import Any

from django.db import models


class Kind(Enum):
    """How a value is written in the file."""

    TEXT = auto()
    WORDS = auto()
    NUMBER = auto()
    YEAR = auto()
    DECIMAL = auto()
    FLAG = auto()
    DAY = auto()
    MOMENT = auto()
    CHOICE = auto()
    RECORD = auto()
    RECORDS = auto()


@dataclass(frozen=True)
class Pattern:
    """A shape a text must have, and how to say so."""

    regex: re.Pattern[str]
    wording: str


CODE = Pattern(re.compile(r"[0-9A-Za-z][0-9A-Za-z._-]*\Z"), "半角の英数字と「-」で書いてください。")
SLUG = Pattern(re.compile(r"[0-9A-Za-z_-]+\Z"), "半角の英数字と「-」「_」で書いてください。")
AREA = Pattern(re.compile(r"[0-9]{5}\Z"), "半角数字５桁で書いてください。")
ADDRESS = Pattern(
    re.compile(r"https?://[!-~]+\Z"), "http:// か https:// で始まる所在で書いてください。"
)


@dataclass(frozen=True)
class Field:
    """One key of a record. ``column`` is False when it is not stored under its own name in the row."""

    key: str
    kind: Kind
    required: bool = False
    default: Any = None
    choices: type[models.TextChoices] | None = None
    record: "Record | None" = None
    pattern: Pattern | None = None
    low: int = 0
    high: int = 32767
    column: bool = True

    @property
    def empty(self) -> Any:
        """What the key means when it is left out."""
        if self.default is not None:
            return self.default
        return {
            Kind.TEXT: "",
            Kind.CHOICE: "",
            Kind.WORDS: [],
            Kind.RECORDS: [],
            Kind.FLAG: False,
        }.get(self.kind)


@dataclass(frozen=True)
class Record:
    """A group of keys. ``model`` lends its limits (length, digits); ``flow`` is written on one line."""

    model: type[models.Model] | None
    fields: tuple[Field, ...]
    flow: bool = False

    @property
    def columns(self) -> tuple[Field, ...]:
        """The keys that are columns of the model."""
        return tuple(field for field in self.fields if field.column)

    def limit(self, field: Field, name: str) -> int | None:
        """Return ``max_length``, ``max_digits`` or ``decimal_places`` of the column, if it has one."""
        if self.model is None or not field.column:
            return None
        limit: int | None = getattr(self.model._meta.get_field(field.key), name, None)
        return limit


def text(
    key: str, *, required: bool = False, pattern: Pattern | None = None, default: str = ""
) -> Field:
    """Return a key for words."""
    return Field(key, Kind.TEXT, required=required, pattern=pattern, default=default)


def reference(key: str, *, required: bool = False) -> Field:
    """Return a key that names another entry of the file."""
    return Field(key, Kind.TEXT, required=required, column=False)


def words(key: str, *, required: bool = False) -> Field:
    """Return a key for a list of words."""
    return Field(key, Kind.WORDS, required=required)


def number(
    key: str, *, required: bool = False, default: int | None = None, low: int = 0, high: int = 32767
) -> Field:
    """Return a key for a whole number."""
    return Field(key, Kind.NUMBER, required=required, default=default, low=low, high=high)


def year(key: str, *, required: bool = False) -> Field:
    """Return a key for a fiscal year, written as a western year."""
    return Field(key, Kind.YEAR, required=required, low=1950, high=2100)


def decimal(key: str, *, required: bool = False, default: Any = None) -> Field:
    """Return a key for a number that may have decimals."""
    return Field(key, Kind.DECIMAL, required=required, default=default)


def flag(key: str, *, default: bool = False, column: bool = True) -> Field:
    """Return a key for true or false."""
    return Field(key, Kind.FLAG, default=default, column=column)


def day(key: str) -> Field:
    """Return a key for a date."""
    return Field(key, Kind.DAY)


def choice(
    key: str, choices: type[models.TextChoices], *, required: bool = False, default: str = ""
) -> Field:
    """Return a key for one of a few words."""
    return Field(key, Kind.CHOICE, required=required, default=default, choices=choices)


def one(key: str, record: Record) -> Field:
    """Return a key, always required, for a group of keys."""
    return Field(key, Kind.RECORD, required=True, record=record, column=False)


def many(key: str, record: Record, *, required: bool = False) -> Field:
    """Return a key for a list of groups."""
    return Field(key, Kind.RECORDS, required=required, record=record, column=False)
