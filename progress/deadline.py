"""How far away a day is, in words: あと２日, 今日まで, ３日過ぎています. Pure: today is an argument."""

from dataclasses import dataclass
from datetime import date

from fiscal import wareki

# From so many days on, a deadline is drawn warm.
NEAR_DAYS = 3


@dataclass(frozen=True)
class Deadline:
    """A day by which something is due, seen from today."""

    day: date
    left: int

    @classmethod
    def of(cls, day: date, today: date) -> "Deadline":
        """Return the deadline as it stands today."""
        return cls(day, (day - today).days)

    @property
    def is_near(self) -> bool:
        """Whether it is to be drawn warm: close, today, or past."""
        return self.left <= NEAR_DAYS

    @property
    def is_past(self) -> bool:
        """Whether the day is over."""
        return self.left < 0

    @property
    def words(self) -> str:
        """あと２日, 今日まで, or ３日過ぎています."""
        if self.left > 0:
            return f"あと{wareki.digits(self.left)}日"
        return f"{wareki.digits(-self.left)}日過ぎています" if self.left else "今日まで"

    @property
    def figure(self) -> str:
        """The day as a large figure: 10/16."""
        return f"{self.day.month}/{self.day.day}"

    @property
    def weekday(self) -> str:
        """The letter of the weekday."""
        return wareki.WEEKDAYS[self.day.weekday()]
