"""What the arithmetic of indicators works on: plain frozen facts, without a database.

The values of the enumerations are those of ``kpis.models``; a test holds them together.
"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from fiscal.calendar import Quarter


class Direction(StrEnum):
    """Which way is better."""

    UP = "up"
    DOWN = "down"
    KEEP = "keep"


class Aggregation(StrEnum):
    """What a value says: a level at a moment, a running total, the total of one year, a yearly growth."""

    POINT = "point"
    CUMULATIVE = "cumulative"
    ANNUAL = "annual"
    YEAR_ON_YEAR = "yoy"


class YearOnYear(StrEnum):
    """How "７％増" is read."""

    RELATIVE = "relative"
    POINTS = "points"


class Cycle(StrEnum):
    """How often the value is measured."""

    QUARTERLY = "quarterly"
    YEARLY = "yearly"
    SURVEY = "survey"


class Absence(StrEnum):
    """Why a quarter has no value; none of it is zero, and none of it is 未入力."""

    SKIPPED = "skipped"
    NONE = "none"
    PENDING = "pending"
    UNDECIDED = "undecided"

    @property
    def label(self) -> str:
        """The Japanese word."""
        return ABSENCE_LABELS[self]


ABSENCE_LABELS = {
    Absence.SKIPPED: "測定なし",
    Absence.NONE: "該当なし",
    Absence.PENDING: "集計中",
    Absence.UNDECIDED: "未定",
}


@dataclass(frozen=True)
class Goal:
    """A target: a value in a year, or (``is_growth``) a growth over the year before; no year: every year."""

    year: int | None
    value: Decimal
    is_growth: bool = False


@dataclass(frozen=True)
class IndicatorFacts:
    """An indicator's rules. ``years`` are the first and last fiscal year of its plan."""

    name: str
    unit: str
    decimals: int
    direction: Direction
    aggregation: Aggregation
    years: tuple[int, int]
    goals: tuple[Goal, ...] = ()
    baseline_year: int | None = None
    baseline_value: Decimal | None = None
    first_year_guide: Decimal | None = None
    year_on_year: YearOnYear = YearOnYear.RELATIVE
    tolerance: Decimal = Decimal(0)
    minimum: Decimal | None = None
    maximum: Decimal | None = None
    cycle: Cycle = Cycle.QUARTERLY
    next_measured_year: int | None = None


@dataclass(frozen=True)
class Reading:
    """What was entered for a quarter: a value, or None with why there is none, in a word and a reason.

    ``settled`` is the later quarter whose report gave a value that was 集計中 until then.
    """

    quarter: Quarter
    as_of: date
    value: Decimal | None
    reason: str = ""
    is_final: bool = False
    note: str = ""
    absence: Absence = Absence.SKIPPED
    settled: Quarter | None = None

    @property
    def absent(self) -> str:
        """測定なし, 該当なし, 集計中 or 未定; nothing where there is a value."""
        return self.absence.label if self.value is None else ""


@dataclass(frozen=True)
class Change:
    """A rule of an indicator that was changed on a day: 単位 or 値の求め方, as it read before and after."""

    what: str
    before: str
    after: str
    on: date


@dataclass(frozen=True)
class Band:
    """A word of the grade scale from a progress (in per cent) upwards; the lowest has no bound."""

    lower: Decimal | None
    tone: str
    word: str


def position(quarter: Quarter) -> Decimal:
    """The end of a quarter in fiscal years: 2026.5 for September 2026, 2024 for 年度末 of 令和５年度.

    Quarters count as equal parts of a year, so that the path at the half of a year is its half.
    """
    return quarter.year + Decimal(quarter.number) / 4


def year_end(year: int) -> Decimal:
    """年度末 as a position."""
    return Decimal(year + 1)
