"""A list becomes rows: all of it, or nothing. The dry run is the same code."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from functools import partial

from django.db import transaction

from exchange.rosters import consequences, departments, people, table
from exchange.rosters.columns import DEPARTMENTS, PEOPLE, Kind
from exchange.rosters.outcome import Outcome
from organizations.models import Municipality, User

TRANSFERS = "transfers"
_RUNS: dict[str, Callable[..., Outcome]] = {
    DEPARTMENTS.key: departments.run,
    PEOPLE.key: people.run,
    TRANSFERS: partial(people.run, transfer=True),
}


def _key(kind: Kind, *, transfer: bool) -> str:
    """People may come as a list of transfers; of sections there is none."""
    return TRANSFERS if transfer and kind is PEOPLE else kind.key


class StaleError(Exception):
    """What the list would do is no longer what was shown."""

    def __init__(self, outcome: Outcome) -> None:
        self.outcome = outcome
        super().__init__()


def preview(
    raw: bytes, *, kind: Kind, city: Municipality, today: date, by: User, transfer: bool = False
) -> Outcome:
    """Say what a list would do.

    Raises:
        UploadError: it is no list at all.
    """
    filled = table.read(raw, kind)
    before = consequences.staffing(city, filled, today)
    with transaction.atomic():
        outcome = _RUNS[_key(kind, transfer=transfer)](filled, city=city, today=today, by=by)
        after = consequences.staffing(city, filled, today)
        transaction.set_rollback(True)
    return replace(outcome, consequences=consequences.told(before, after))


def apply(
    raw: bytes,
    *,
    kind: Kind,
    city: Municipality,
    today: date,
    by: User,
    mark: str,
    transfer: bool = False,
) -> Outcome:
    """Do what the preview with this ``mark`` showed.

    Raises:
        UploadError: it is no list at all.
        StaleError: it would do something else by now; nothing is written.
    """
    filled = table.read(raw, kind)
    with transaction.atomic():
        # The city hall's row is the lock: of two lists applied at once, the second sees the first.
        Municipality.objects.select_for_update(no_key=True).get(pk=city.pk)
        outcome = _RUNS[_key(kind, transfer=transfer)](filled, city=city, today=today, by=by)
        if outcome.problems or outcome.mark != mark:
            transaction.set_rollback(True)
            raise StaleError(outcome)
    return outcome
