"""When a reminder goes out: so many working days before a deadline, on the day, and after it. Pure."""

from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

from fiscal.workdays import WorkCalendar


@dataclass(frozen=True)
class Cadence:
    """The days of a city hall's reminders, in working days from the deadline."""

    before: frozenset[int]
    on_the_day: bool
    after: frozenset[int]
    calendar: WorkCalendar

    def falls_on(self, today: date, due: date, closes: date) -> bool:
        """Whether a reminder goes out today.

        A deadline on a day off is told of on the last working day before it; after the closing nobody can report.
        """
        return _falls_on(self, today, due, closes)

    def days(self, opens: date, due: date, closes: date) -> list[date]:
        """Return the days of a period on which reminders go out."""
        span = ((opens + timedelta(days=number)) for number in range((closes - opens).days + 1))
        return [day for day in span if self.falls_on(day, due, closes)]


@lru_cache(maxsize=1024)
def _falls_on(cadence: Cadence, today: date, due: date, closes: date) -> bool:
    calendar = cadence.calendar
    if today > closes or not calendar.is_open_on(today):
        return False
    if today > due:
        return calendar.days_between(due, today) in cadence.after
    left = calendar.days_between(today, due)
    return left in cadence.before if left else cadence.on_the_day
