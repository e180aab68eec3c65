"""Reminders that go out by themselves: who is reminded of what today, and sending it, some city halls at a time."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import islice

from django.db import transaction

from initiatives.models import Initiative
from initiatives.queries import Section as Reporting
from initiatives.queries import reporters
from organizations.models import Municipality
from progress import ledger, request_letter
from progress.addressees import NO_OFFICE, Staff, office_names
from progress.cadence import Cadence
from progress.cadences import Cadences
from progress.deadline import Deadline
from progress.extensions import Extensions
from progress.ledger import Dispatch
from progress.missing import Missing, Section
from progress.models import Notice, ProgressReport, ReportingPeriod
from progress.naming import number_of
from progress.owed import Own, owed_reports
from progress.people import People
from progress.request_letter import Letter
from progress.tasks import chip_of
from progress.workflow import EDITABLE

# So many city halls at once keep memory small and spare most of the queries.
GROUP = 20
AUTOMATIC = "\n\nこのお知らせは、自動で送っています。"
Key = tuple[int, int]


def city_halls(today: date) -> Iterator[list[Municipality]]:
    """The city halls with an open period, some at a time (one query)."""
    open_now = ReportingPeriod.objects.open_on(today).values("plan__municipality")
    rows = Municipality.objects.filter(pk__in=open_now).order_by("code").iterator(chunk_size=200)
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
        ledger.write(found, kind=Notice.Kind.REMINDER, day=today, by=None)
    return found


def reminders(cities: Sequence[Municipality], *, today: date, rule: Cadence) -> list[Dispatch]:
    """Read what is to be sent on a day; a section that was written to the same day is left alone."""
    pks = [city.pk for city in cities]
    periods = _periods(pks, today)
    extensions = Extensions.read(periods)
    rules = Cadences.read({period.plan_id for period in periods.values()}, rule)
    days = {(period, period.due_on) for period in periods.values()}
    for pk, section in extensions.rows:
        days.add((periods[pk], extensions.due(periods[pk], section)))
    if not any(rules.falls_on(today, period, due) for period, due in days):
        return []
    facts = _Facts.read(pks, periods, extensions, today)
    return [
        facts.dispatch(key, rows)
        for key, rows in facts.owed.items()
        if key not in facts.told and rules.falls_on(today, periods[key[0]], facts.due(key))
    ]


def _periods(municipalities: Collection[int], today: date) -> dict[int, ReportingPeriod]:
    rows = ReportingPeriod.objects.open_on(today).filter(plan__municipality__in=municipalities)
    return {row.pk: row for row in rows.select_related("plan")}


@dataclass(frozen=True)
class _Facts:
    """What the letters of some city halls say, read for all their sections at once."""

    today: date
    periods: Mapping[int, ReportingPeriod]
    extensions: Extensions
    names: Mapping[int, str]
    owed: Mapping[Key, Sequence[Missing]]
    staff: Staff
    offices: Mapping[int, str]
    told: frozenset[Key]
    letters: dict[tuple[int, bool], Letter] = field(default_factory=dict)

    @classmethod
    def read(
        cls,
        municipalities: Collection[int],
        periods: Mapping[int, ReportingPeriod],
        extensions: Extensions,
        today: date,
    ) -> "_Facts":
        plans = {period.plan_id for period in periods.values()}
        sections = reporters(Initiative.objects.filter(plan__in=plans).active(), today)
        told = Notice.objects.filter(period__in=periods, day=today).order_by()
        return cls(
            today,
            periods,
            extensions,
            {section.pk: section.name for section in sections.values()},
            _owed(sections, periods, today),
            Staff.read(municipalities, today),
            office_names(municipalities),
            frozenset(told.values_list("period_id", "department_id")),
        )

    def due(self, key: Key) -> date:
        """The day the reports of a section are due."""
        return self.extensions.due(self.periods[key[0]], key[1])

    def dispatch(self, key: Key, rows: Sequence[Missing]) -> Dispatch:
        """The reminder to one section about one period."""
        period, section = self.periods[key[0]], key[1]
        deadline = Deadline.of(self.due(key), self.today)
        owing = Section(section, self.names[section], People(), tuple(rows), deadline)
        addressees = self.staff.of(section, period.plan.municipality_id)
        letter = request_letter.filled(
            self._letter(period, deadline), period, owing, addressees.route
        )
        subject = f"{letter.subject}（{deadline.words}）"
        return Dispatch(period, section, addressees, Letter(subject, letter.text + AUTOMATIC))

    def _letter(self, period: ReportingPeriod, deadline: Deadline) -> Letter:
        key = (period.pk, deadline.is_past)
        if key not in self.letters:
            office = self.offices.get(period.plan.municipality_id, NO_OFFICE)
            self.letters[key] = request_letter.proposed(period, office, is_late=deadline.is_past)
        return self.letters[key]


def _owed(
    sections: Mapping[int, Reporting], periods: Mapping[int, ReportingPeriod], today: date
) -> dict[Key, list[Missing]]:
    """What each section owes in each open period, in the order of the plan (two queries)."""
    own = Own(
        frozenset(section.pk for section in sections.values()),
        {pk: section.name for pk, section in sections.items()},
        {pk: section.pk for pk, section in sections.items()},
    )
    begun = {
        (row.period_id, row.initiative_id): row
        for row in ProgressReport.objects.filter(period__in=periods, state__in=EDITABLE).only(
            "period", "initiative", "state"
        )
    }
    found: dict[Key, list[Missing]] = {}
    for row in owed_reports(own, today).select_related("category"):
        period: int = row.period_pk  # type: ignore[attr-defined]
        missing = Missing(
            row.pk, number_of(row), row.title, chip_of(begun.get((period, row.pk))), None
        )
        found.setdefault((period, sections[row.pk].pk), []).append(missing)
    return found
