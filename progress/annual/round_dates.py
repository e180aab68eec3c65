"""Which year to look back on next, and the dates proposed for it. Pure."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta

from fiscal.calendar import fiscal_year_end, fiscal_year_of

# From 31 March: the year's last reports come in April, and the review follows in May.
OPEN_DAYS, DUE_DAYS, CLOSE_DAYS = 31, 50, 61


@dataclass(frozen=True)
class Dates:
    """The dates of a round."""

    opens_on: date
    due_on: date
    closes_on: date


def next_year(years: Collection[int], taken: Collection[int], today: date) -> int | None:
    """Return the year to look back on next: after the last one, or the one that ends or has just ended."""
    if taken:
        return next((year for year in years if year > max(taken)), None)
    just_ended = fiscal_year_of(today) - 1
    return next((year for year in years if year >= just_ended), None)


def proposed(year: int) -> Dates:
    """Return the usual dates: in May, when the reports of the last period are in."""
    end = fiscal_year_end(year)
    return Dates(
        end + timedelta(days=OPEN_DAYS),
        end + timedelta(days=DUE_DAYS),
        end + timedelta(days=CLOSE_DAYS),
    )
