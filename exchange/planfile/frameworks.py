"""A file of national frameworks alone: loaded once for all city halls, like the same part of a plan file."""

from typing import TYPE_CHECKING

from django.db import transaction

from exchange.planfile import check, commons, document, reading, records
from exchange.planfile.loading import Outcome
from exchange.planfile.problems import PlanFileError, Problem
from exchange.planfile.reading import Entry
from exchange.planfile.writing import Writer

if TYPE_CHECKING:
    from organizations.models import User

TITLE = "国の枠組み"


def load(*, raw: bytes, name: str, by: "User | None", dry_run: bool = False) -> Outcome:
    """Make the database's national frameworks say what the file says; those it does not name stay.

    Raises:
        PlanFileError: with every problem found; nothing is written.
    """
    entry, problems = reading.read(document.parse(raw, name=name), records.FRAMEWORK_FILE)
    problems = problems or [*check.duplicates(entry), *_own(entry)]
    if problems:
        raise PlanFileError(name, problems)
    with transaction.atomic():
        writer = Writer(name=name, by=by)
        commons.write_frameworks(writer, entry, None)
        writer.finish()
        if dry_run:
            transaction.set_rollback(True)
    return Outcome(TITLE, writer.added, writer.changed, writer.removed)


def _own(entry: Entry) -> list[Problem]:
    """A city's own framework belongs into the file of its plan."""
    return [
        Problem(row.place("key"), "国の枠組みだけを書けます。national: true としてください。")
        for row in entry["frameworks"]
        if not row["national"]
    ]
