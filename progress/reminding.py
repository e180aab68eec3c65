"""Reminders that go out by themselves: who is reminded of what today, and sending it, some city halls at a time."""

from collections.abc import Iterator, Sequence
from datetime import date
from itertools import islice

from django.db import transaction
from django.db.models import Q

from organizations.models import Municipality
from progress import ledger, reminder_reports
from progress.annual import reminding as reminder_reviews
from progress.cadence import Cadence
from progress.cadences import Cadences
from progress.ledger import Dispatch
from progress.models import AnnualRound, ReportingPeriod
from progress.reminder_calls import Sender

# So many city halls at once keep memory small and spare most of the queries.
GROUP = 20


def city_halls(today: date) -> Iterator[list[Municipality]]:
    """The city halls with an open period or year, some at a time (one query)."""
    periods = ReportingPeriod.objects.open_on(today).values("plan__municipality")
    years = AnnualRound.objects.open_on(today).values("plan__municipality")
    found = Municipality.objects.filter(Q(pk__in=periods) | Q(pk__in=years))
    rows = found.order_by("code").iterator(chunk_size=200)
    while group := list(islice(rows, GROUP)):
        yield group


@transaction.atomic
def remind(cities: Sequence[Municipality], *, today: date, rule: Cadence) -> list[Dispatch]:
    """Send the reminders of city halls that fall on a day and have not been sent (a fixed number of queries)."""
    pks = [city.pk for city in cities]
    # One at a time: of two timers at once, the second finds the notices of the first.
    list(Municipality.objects.select_for_update(no_key=True).filter(pk__in=pks).order_by("pk"))
    found = reminders(cities, today=today, rule=rule)
    if found:
        ledger.write(found, day=today, by=None)
    return found


def reminders(cities: Sequence[Municipality], *, today: date, rule: Cadence) -> list[Dispatch]:
    """Read what is to be sent on a day; a section that was written to the same day is left alone."""
    pks = [city.pk for city in cities]
    periods = reminder_reports.open_periods(pks, today)
    rounds = reminder_reviews.open_rounds(pks, today)
    plans = {row.plan_id for row in periods.values()} | {row.plan_id for row in rounds.values()}
    rules = Cadences.read(plans, rule)
    calls = [
        *reminder_reports.calls(periods, rules, today),
        *reminder_reviews.calls(rounds, rules, today),
    ]
    if not calls:
        return []
    sender = Sender.read(pks, today)
    return [row for call in calls for row in sender.dispatches(call, rules)]
