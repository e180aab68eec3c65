"""Which quarters a plan reports on, and the dates proposed for a new period. Pure."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta

from fiscal.calendar import QUARTERS, Quarter, quarters_between

# From the 基準日: reports are due after 16 days, sections can change them for another week.
DUE_DAYS, CLOSE_DAYS = 16, 23
# The quarters with which a reporting span ends, by the plan's 報告周期. 年３回 is 計画 in April, 中間 in
# October, 結果 in March, as 白老町 does it.
CLOSING = {"quarter": QUARTERS, "half": (2, 4), "three": (1, 2, 4), "year": (4,)}


@dataclass(frozen=True)
class Dates:
    """The dates of a period."""

    as_of: date
    opens_on: date
    due_on: date
    closes_on: date


def quarters_of(first_year: int, last_year: int, frequency: str) -> list[Quarter]:
    """Return every quarter that a plan reports on."""
    whole = quarters_between(Quarter(first_year, 1), Quarter(last_year, 4))
    return [quarter for quarter in whole if quarter.number in CLOSING[frequency]]


def next_quarter(
    quarters: Collection[Quarter], taken: Collection[Quarter], today: date
) -> Quarter | None:
    """Return the quarter to report on next: after the last one, or the first that ends from now on."""
    if taken:
        return next((quarter for quarter in quarters if quarter > max(taken)), None)
    running = Quarter.of(today)
    return next((quarter for quarter in quarters if quarter >= running.shift(-1)), None)


def proposed(quarter: Quarter) -> Dates:
    """Return the usual dates: 基準日 is the last day, the period opens on the next."""
    return Dates(
        quarter.end,
        quarter.end + timedelta(days=1),
        quarter.end + timedelta(days=DUE_DAYS),
        quarter.end + timedelta(days=CLOSE_DAYS),
    )
