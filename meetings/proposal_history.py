"""Who changed what in a proposal, when, and why, from simple-history."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Model

from initiatives.history import Entry, entries_of
from initiatives.models import Plan
from meetings.models import Meeting, Proposal, ProposalComparison
from organizations.models import Department
from progress.difference import Difference, compare

# A number that says nothing to people.
VERSION = str(Proposal._meta.get_field("version").verbose_name)
Words = Mapping[type[Model], Mapping[int, str]]


@dataclass(frozen=True)
class Field:
    """One field before and after, word by word."""

    label: str
    difference: Difference


@dataclass(frozen=True)
class Change:
    """One change of the proposal or of a line of its ⑦."""

    entry: Entry
    fields: tuple[Field, ...]


def of(proposal: Proposal) -> list[Change]:
    """Return all changes, newest first, with a fixed number of queries."""
    city = proposal.meeting.body.municipality_id
    words: Words = {
        Plan: dict(Plan.objects.filter(municipality=city).values_list("pk", "title")),
        Department: dict(Department.objects.filter(municipality=city).values_list("pk", "name")),
        Meeting: {proposal.meeting_id: str(proposal.meeting)},
    }
    sources = (
        Proposal.history.filter(id=proposal.pk),
        ProposalComparison.history.filter(proposal_id=proposal.pk),
    )
    changes = [change for records in sources for change in _changes(records, words)]
    return sorted(changes, key=lambda change: change.entry.at, reverse=True)


def _changes(records: Any, words: Words) -> Iterator[Change]:
    ordered = records.select_related("history_user").order_by("id", "history_date", "history_id")
    for entry in entries_of(ordered, words):
        told = [row for row in entry.differences if row.label != VERSION]
        fields = (Field(row.label, compare(row.before, row.after)) for row in told)
        yield Change(entry, tuple(fields))
