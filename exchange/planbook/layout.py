"""How the facts of a plan file lie on sheets: one table of columns that writing, reading and the guide all use.

A column holds one or more keys of the records, written ``list.key``: the heading 頁 of 目標・指標 is the page of a
milestone or of an indicator, whichever the row is about. A test holds this table and the records together.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from django.db import models

from exchange.planfile import records
from exchange.planfile.schema import Field, Kind, Record

YES_NO = ("はい", "いいえ")
SURE_OR_NOT = ("○", "△")
SCALE = "grade_scale"  # a group of the form 計画 that has a list below it
# The key by which rows name an entry of a list: on other sheets, or again in the next row.
NATURAL = {
    "categories": "code",
    "initiatives": "code",
    "frameworks": "key",
    "indicators": "code",
    "item_lists": "title",
}


@dataclass(frozen=True)
class Column:
    """A heading with the keys below it. ``width`` in millimetres; ``source`` is a key whose values it offers."""

    heading: str
    keys: tuple[str, ...]
    width: float
    help: str = ""
    words: tuple[str, str] = YES_NO
    choices: type[models.TextChoices] | None = None
    source: str = ""

    @cached_property
    def field(self) -> Field | None:
        """The field of its keys, which are all of one kind; none for the column that tells blocks apart."""
        return field_of(self.keys[0]) if self.keys else None

    @cached_property
    def is_code(self) -> bool:
        """Whether a code stands here, its own or that of a row elsewhere: full-width letters mean the same."""
        keys = (*self.keys[:1], self.source)
        return any(field_of(key).pattern is not None for key in keys if key)

    @cached_property
    def options(self) -> list[tuple[str, str]]:
        """What may be chosen, as value and word; empty when anything may be written."""
        one = self.field
        if one is not None and one.kind is Kind.FLAG:
            return list(zip(("true", "false"), self.words, strict=True))
        chosen = self.choices or (one.choices if one else None)
        return [(str(value), str(word)) for value, word in chosen.choices] if chosen else []


@dataclass(frozen=True)
class Block:
    """What a row may be: the last of ``names`` (lists within lists), told from others by ``word`` or by its owner."""

    names: tuple[str, ...]
    word: str = ""

    @property
    def owner(self) -> str:
        """The list on another sheet to which the rows belong."""
        return self.names[0] if len(self.names) > 1 and self.names[0] != SCALE else ""

    @property
    def own(self) -> tuple[str, ...]:
        """The lists whose entries are written on this sheet."""
        return self.names[1:] if len(self.names) > 1 else self.names


@dataclass(frozen=True)
class Sheet:
    """A sheet. ``is_form`` has its headings below each other with one value each; ``kind`` heads the blocks' words."""

    title: str
    help: str
    columns: tuple[Column, ...]
    blocks: tuple[Block, ...] = ()
    is_form: bool = False
    kind: str = ""
    pages_wide: int = 1
    freeze: str = "B2"

    @property
    def options(self) -> list[tuple[str, str]]:
        """The words of the blocks, where the sheet has words for them."""
        return [(block.word, block.word) for block in self.blocks if block.word]

    def is_required(self, column: Column) -> bool:
        """Whether every row must have a value here, or every row of the kind that has the column."""
        if not column.keys or any(key.split(".")[0] in self.owners for key in column.keys):
            return len(self.owners) <= 1
        return any(field_of(key).required for key in column.keys)

    @property
    def lists(self) -> frozenset[str]:
        """The lists whose entries are written here."""
        return frozenset(name for block in self.blocks for name in block.own)

    @property
    def owners(self) -> tuple[str, ...]:
        """The lists on other sheets to which rows may belong."""
        return tuple(dict.fromkeys(block.owner for block in self.blocks if block.owner))


def column(
    heading: str,
    keys: str,
    width: float,
    help: str = "",  # noqa: A002
    *,
    words: tuple[str, str] = YES_NO,
    choices: type[models.TextChoices] | None = None,
    source: str = "",
) -> Column:
    """Return a column for keys that are separated by spaces."""
    return Column(heading, tuple(keys.split()), width, help, words, choices, source)


def _named(record: Record) -> Iterator[tuple[str, Record]]:
    for one in record.fields:
        if one.record is not None:
            yield one.key, one.record
            yield from _named(one.record)


RECORDS = dict(_named(records.PLAN_FILE))


def field_of(key: str) -> Field:
    """Return the field behind ``list.key``; a bare key is one of the file itself."""
    name, _, last = key.rpartition(".")
    record = RECORDS[name] if name else records.PLAN_FILE
    return next(one for one in record.fields if one.key == last)
