"""The cadences of plans: what the office has set for its plan, the server's own days where it has set nothing."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date

from django.conf import settings

from fiscal.workdays import WorkCalendar
from progress.cadence import Cadence
from progress.models import AnnualRound, ReminderSetting, ReportingPeriod
from progress.queries import never_empty


def of_server() -> Cadence:
    """The cadence of this server."""
    return Cadence(
        before=frozenset(settings.REMIND_BEFORE),
        on_the_day=settings.REMIND_ON_DUE,
        after=frozenset(settings.REMIND_AFTER),
        calendar=WorkCalendar(frozenset(settings.WORKDAYS), frozenset(settings.CLOSED_DAYS)),
    )


def of_setting(setting: ReminderSetting, calendar: WorkCalendar) -> Cadence:
    """The cadence a plan's setting says; switched off, no day is in it."""
    if not setting.is_on:
        return Cadence(frozenset(), on_the_day=False, after=frozenset(), calendar=calendar)
    return Cadence(setting.days_before, setting.on_due, setting.days_after, calendar)


@dataclass(frozen=True)
class Cadences:
    """The cadence of each plan that has one of its own, and that of all others."""

    own: Mapping[int, Cadence]
    other: Cadence

    @classmethod
    def read(cls, plans: Collection[int], other: Cadence) -> "Cadences":
        """Read what the offices have set (one query)."""
        rows = ReminderSetting.objects.filter(plan__in=never_empty(plans))
        return cls({row.plan_id: of_setting(row, other.calendar) for row in rows}, other)

    def of(self, plan: int) -> Cadence:
        """Return the cadence of a plan."""
        return self.own.get(plan, self.other)

    def falls_on(self, today: date, about: ReportingPeriod | AnnualRound, due: date) -> bool:
        """Whether the reminder of a period or year, due on a day, goes out today."""
        return self.of(about.plan_id).falls_on(today, due, about.closes_on)
