"""Fiscal years and quarters: a fiscal year 2026 (令和８年度) runs from 2026-04-01 to 2027-03-31."""

from calendar import monthrange
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Self

FIRST_MONTH = 4
QUARTERS = (1, 2, 3, 4)
QUARTERLY = "quarter"
# How often a plan reports: the quarter that closes each round, and the quarter it begins with. 年３回 is 計画 in
# April, 中間 in October, 結果 in March, as 白老町 does it.
ROUNDS: Mapping[str, Mapping[int, int]] = {
    QUARTERLY: {1: 1, 2: 2, 3: 3, 4: 4},
    "half": {2: 1, 4: 3},
    "three": {1: 1, 2: 2, 4: 3},
    "year": {4: 1},
}


def fiscal_year_of(day: date) -> int:
    """Return the fiscal year (April to March) in which a day lies."""
    return day.year if day.month >= FIRST_MONTH else day.year - 1


def fiscal_year_start(year: int) -> date:
    """Return 1 April of a fiscal year."""
    return date(year, FIRST_MONTH, 1)


def fiscal_year_end(year: int) -> date:
    """Return 31 March, the last day of a fiscal year."""
    return date(year + 1, FIRST_MONTH - 1, 31)


@dataclass(frozen=True, order=True)
class Quarter:
    """One quarter of a fiscal year: ``Quarter(2026, 2)`` is 令和８年度 第２四半期 (July to September).

    ``span`` tells of which round it is the end (``ROUNDS``): the same moment, with another name and another start.
    """

    year: int
    number: int
    span: str = field(default=QUARTERLY, compare=False)

    def __post_init__(self) -> None:
        if self.number not in QUARTERS:
            raise ValueError(f"a quarter is 1 to 4, not {self.number}")
        if self.number not in ROUNDS[self.span]:
            raise ValueError(f"no round of {self.span} ends with quarter {self.number}")

    @classmethod
    def of(cls, day: date) -> Self:
        """Return the quarter in which a day lies."""
        return cls(fiscal_year_of(day), (day.month - FIRST_MONTH) % 12 // 3 + 1)

    @classmethod
    def round_of(cls, day: date, span: str) -> Self:
        """Return the round in which a day lies: 下半期 for a day in October."""
        quarter = cls.of(day)
        end = next(number for number in ROUNDS[span] if number >= quarter.number)
        return cls(quarter.year, end, span)

    @property
    def first(self) -> "Quarter":
        """The quarter with which the round begins; a quarter itself."""
        return Quarter(self.year, ROUNDS[self.span][self.number])

    @property
    def index(self) -> int:
        """A running number: neighbours differ by one."""
        return self.year * 4 + self.number - 1

    @classmethod
    def at(cls, index: int) -> Self:
        """Return the quarter with a running number."""
        return cls(index // 4, index % 4 + 1)

    def shift(self, quarters: int) -> Self:
        """Return the quarter so many quarters later (earlier when negative)."""
        return self.at(self.index + quarters)

    def within(self, span: str) -> "Quarter":
        """Return the same moment as the round of ``span`` that ends with it; itself where none does."""
        return Quarter(self.year, self.number, span) if self.number in ROUNDS[span] else self

    @property
    def next_round(self) -> "Quarter":
        """The next round of the same span."""
        return self._rounds_on(1)

    @property
    def previous_round(self) -> "Quarter":
        """The round of the same span before this one."""
        return self._rounds_on(-1)

    def _rounds_on(self, steps: int) -> "Quarter":
        ends = list(ROUNDS[self.span])
        years, place = divmod(ends.index(self.number) + steps, len(ends))
        return Quarter(self.year + years, ends[place], self.span)

    @property
    def months(self) -> tuple[int, int]:
        """The first and the last calendar month, e.g. (7, 9)."""
        return _month(ROUNDS[self.span][self.number], 0), _month(self.number, 2)

    @property
    def start(self) -> date:
        """The first day."""
        first, _ = self.months
        return date(self.year if first >= FIRST_MONTH else self.year + 1, first, 1)

    @property
    def end(self) -> date:
        """The last day, which is also the 基準日 of a quarterly report."""
        _, last = self.months
        year = self.year if last >= FIRST_MONTH else self.year + 1
        return date(year, last, monthrange(year, last)[1])


def _month(quarter: int, place: int) -> int:
    """Return a calendar month of a quarter, counted from 0."""
    return (FIRST_MONTH + (quarter - 1) * 3 + place - 1) % 12 + 1


def quarters_between(first: Quarter, last: Quarter) -> list[Quarter]:
    """Return all quarters from the first to the last, both included."""
    return [Quarter.at(index) for index in range(first.index, last.index + 1)]


def year_fraction(day: date) -> float:
    """Return a day as a position in fiscal years: 2026.0 is the eve of 2026-04-01, 2027.0 is 2027-03-31."""
    year = fiscal_year_of(day)
    start, end = fiscal_year_start(year), fiscal_year_end(year)
    return year + ((day - start).days + 1) / ((end - start).days + 1)
