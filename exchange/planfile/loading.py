"""Puts a plan file into the database: read, check, write, all or nothing. The dry run is the same code."""

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import transaction

from exchange.planfile import check, document, loader, reading, records
from exchange.planfile.problems import PlanFileError
from exchange.planfile.reading import Entry
from exchange.planfile.writing import Writer

if TYPE_CHECKING:
    from organizations.models import User


@dataclass(frozen=True)
class Outcome:
    """What a loading did (or would do): numbers of rows by the Japanese name of their table."""

    title: str
    added: Counter[str]
    changed: Counter[str]
    removed: Counter[str]

    @property
    def is_unchanged(self) -> bool:
        """Whether the database already said the same."""
        return not (self.added.total() or self.changed.total() or self.removed.total())

    @property
    def sentence(self) -> str:
        """The result as a person reads it."""
        if self.is_unchanged:
            return f"{self.title}：変更はありません。"
        parts = (("追加", self.added), ("変更", self.changed), ("削除", self.removed))
        counted = "、".join(f"{word} {numbers.total()}件" for word, numbers in parts)
        everything = self.added + self.changed + self.removed
        detail = "、".join(f"{name} {number}" for name, number in everything.items())
        return f"{self.title}：{counted}（{detail}）"


def read(raw: bytes, *, name: str) -> Entry:
    """Return the checked entries of a plan file.

    Raises:
        PlanFileError: with every problem found.
    """
    entry, problems = reading.read(document.parse(raw, name=name), records.PLAN_FILE)
    problems = problems or check.check(entry)
    if problems:
        raise PlanFileError(name, problems)
    return entry


def load(*, raw: bytes, name: str, by: "User | None", dry_run: bool = False) -> Outcome:
    """Make the database say what the plan file says.

    Reports, measurements, dates of achievement and the office's assignments stay as they are.

    Raises:
        PlanFileError: with every problem found; nothing is written.
    """
    return put(read(raw, name=name), name=name, by=by, dry_run=dry_run)


def put(entry: Entry, *, name: str, by: "User | None", dry_run: bool = False) -> Outcome:
    """Make the database say what checked entries say, whatever file they stood in.

    Raises:
        PlanFileError: with every problem found; nothing is written.
    """
    with transaction.atomic():
        writer = Writer(name=name, by=by)
        plan = loader.write(writer, entry)
        if dry_run:
            transaction.set_rollback(True)
    return Outcome(plan.title, writer.added, writer.changed, writer.removed)
