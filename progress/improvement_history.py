"""Who changed what in a 業務改善報告, when, and why, from simple-history."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from django.db.models import Model

from initiatives.history import Entry, entries_of
from initiatives.models import Initiative
from organizations.models import Department
from progress.difference import Difference, compare
from progress.models import Improvement


@dataclass(frozen=True)
class Field:
    """One field before and after, word by word."""

    label: str
    difference: Difference


@dataclass(frozen=True)
class Change:
    """One change of the improvement."""

    entry: Entry
    fields: tuple[Field, ...]


def of(improvement: Improvement) -> list[Change]:
    """Return all changes, newest first, with a fixed number of queries."""
    city = improvement.municipality_id
    records = Improvement.history.filter(id=improvement.pk)
    linked = Initiative.objects.filter(pk__in=records.values("initiative_id"))
    words: Mapping[type[Model], Mapping[int, str]] = {
        Department: dict(Department.objects.filter(municipality=city).values_list("pk", "name")),
        Initiative: dict(linked.values_list("pk", "title")),
    }
    ordered = records.select_related("history_user").order_by("id", "history_date", "history_id")
    return sorted(
        _changes(entries_of(ordered, words)), key=lambda change: change.entry.at, reverse=True
    )


def _changes(entries: Iterator[Entry]) -> Iterator[Change]:
    for entry in entries:
        fields = (Field(row.label, compare(row.before, row.after)) for row in entry.differences)
        yield Change(entry, tuple(fields))
