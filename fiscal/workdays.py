"""Working days of a city hall: not the weekend, not a 祝日, not the days the hall is closed."""

from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

import jpholiday

DAY = timedelta(days=1)
# A year without a working day is a mistake in the settings, and no day to wait for.
LONGEST_CLOSURE = 366


@lru_cache(maxsize=4096)
def is_holiday(day: date) -> bool:
    """Whether a day is a 国民の祝日 or 休日."""
    return bool(jpholiday.is_holiday(day))


@dataclass(frozen=True)
class WorkCalendar:
    """The weekdays on which the hall is open (0 is Monday), and the days it is closed: "12-29" or "2026-08-14"."""

    weekdays: frozenset[int] = frozenset(range(5))
    closed: frozenset[str] = frozenset()

    def is_open_on(self, day: date) -> bool:
        """Whether the hall works on a day."""
        return (
            day.weekday() in self.weekdays
            and day.isoformat() not in self.closed
            and f"{day:%m-%d}" not in self.closed
            and not is_holiday(day)
        )

    def last_until(self, day: date) -> date:
        """Return the day itself, or the last working day before it."""
        for back in range(LONGEST_CLOSURE):
            if self.is_open_on(found := day - back * DAY):
                return found
        return day

    def days_between(self, earlier: date, later: date) -> int:
        """Count the working days after one day, up to and with another."""
        span = (later - earlier).days
        return sum(self.is_open_on(earlier + number * DAY) for number in range(1, span + 1))
