"""What a plan's reminders come to: the days on which they go out in the rounds that are not over."""

from dataclasses import dataclass
from datetime import date

from initiatives.models import Plan
from progress import cadences
from progress.cadence import Cadence
from progress.deadline import Deadline
from progress.models import ReminderSetting, ReportingPeriod

# The running round and the next ones that have been opened.
ROUNDS = 3


@dataclass(frozen=True)
class Round:
    """A period and the days of its reminders; a day that has passed is told apart."""

    period: ReportingPeriod
    days: tuple[Deadline, ...]


def rounds_of(
    plan: Plan, setting: ReminderSetting | None, usual: Cadence, today: date
) -> list[Round]:
    """Read the rounds that are not over, soonest first (one query)."""
    rule = cadences.of_setting(setting, usual.calendar) if setting else usual
    rows = ReportingPeriod.objects.filter(plan=plan, closes_on__gte=today)
    return [
        Round(row, tuple(Deadline.of(day, today) for day in days))
        for row in rows.order_by("due_on", "pk")[:ROUNDS]
        for days in [rule.days(row.opens_on, row.due_on, row.closes_on)]
    ]
