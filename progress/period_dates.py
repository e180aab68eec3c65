"""Which quarters a plan reports on, and the dates proposed for a new period. Pure."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta

from fiscal.calendar import ROUNDS, Quarter

# From the 基準日: reports are due after 16 days, sections can change them for another week.
DUE_DAYS, CLOSE_DAYS = 16, 23


@dataclass(frozen=True)
class Dates:
    """The dates of a period."""

    as_of: date
    opens_on: date
    due_on: date
    closes_on: date


def quarters_of(first_year: int, last_year: int, frequency: str) -> list[Quarter]:
    """Return every quarter that closes a round of the plan's 報告周期."""
    years = range(first_year, last_year + 1)
    return [Quarter(year, number, frequency) for year in years for number in ROUNDS[frequency]]


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
