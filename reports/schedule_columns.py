"""The columns of a 工程表: years before the plan, the plan's quarters, and where today stands in them."""

from dataclasses import dataclass
from datetime import date

from fiscal import wareki
from fiscal.calendar import QUARTERS, Quarter
from initiatives.models import Plan
from progress.models import ReportingPeriod
from reports import schedule_rows

YEAR_WIDTH, QUARTER_WIDTH = 56, 42
# A plan of many years is drawn with narrower quarters, so that it still fits beside its titles.
LONG_PLAN, NARROW_WIDTH = 4, 20
PER_YEAR = len(QUARTERS)


@dataclass(frozen=True)
class Columns:
    """The columns of a plan's 工程表: ``past`` years before the plan, then the plan's quarters."""

    plan: Plan

    @property
    def origin(self) -> int:
        """``Quarter.index`` of the first column."""
        return schedule_rows.origin(self.plan).index

    @property
    def past_years(self) -> range:
        """The years before the plan."""
        return range(self.plan.schedule_years[0], self.plan.first_year)

    @property
    def years(self) -> range:
        """The plan's own years."""
        return range(
            max(self.plan.first_year, self.plan.schedule_years[0]), self.plan.last_year + 1
        )

    @property
    def begin(self) -> int:
        """The first quarter of the plan, counted from the first column."""
        return len(self.past_years) * PER_YEAR

    @property
    def end(self) -> int:
        """The quarter after the last."""
        return self.begin + len(self.years) * PER_YEAR

    @property
    def quarters(self) -> int:
        """How many quarters the plan has."""
        return self.end - self.begin

    @property
    def is_long(self) -> bool:
        """Whether the quarters are drawn narrow."""
        return len(self.years) > LONG_PLAN

    @property
    def quarter_width(self) -> int:
        """The width of a quarter, in pixels."""
        return NARROW_WIDTH if self.is_long else QUARTER_WIDTH

    def over(self, years: int) -> int:
        """How many table columns the first so many years of the table take."""
        past = len(self.past_years)
        return min(years, past) + max(years - past, 0) * PER_YEAR

    @property
    def past_width(self) -> int:
        """The width of the years before the plan, in pixels."""
        return len(self.past_years) * YEAR_WIDTH

    @property
    def total(self) -> int:
        """All table columns: the title, the years, the quarters, the goal and the mark."""
        return len(self.past_years) + self.quarters + 3

    def of(self, day: date) -> int:
        """The quarter of a day, counted from the first column."""
        return Quarter.of(day).index - self.origin


@dataclass(frozen=True)
class Tick:
    """One quarter in the head of the table."""

    number: int
    css: str


def years(columns: Columns, period: ReportingPeriod | None) -> list[tuple[str, list[Tick]]]:
    """Return the plan's years with their quarters, the period's one marked."""
    now = period.as_quarter if period else None
    return [
        (_year(year, columns), [_tick(Quarter(year, number), now) for number in QUARTERS])
        for year in columns.years
    ]


def _year(year: int, columns: Columns) -> str:
    return wareki.fiscal_year_short(year) if columns.is_long else wareki.fiscal_year(year)


def _tick(quarter: Quarter, now: Quarter | None) -> Tick:
    classes = ["q"]
    if quarter.number == QUARTERS[0]:
        classes.append("q--y")
    if quarter == now:
        classes.append("q--now")
    return Tick(quarter.number, " ".join(classes))


def today_line(columns: Columns, today: date) -> tuple[int, str] | None:
    """Return the width of the plan's quarters and where today stands in them, in pixels; None outside the plan."""
    quarter = Quarter.of(today)
    at = quarter.index - columns.origin
    if not columns.begin <= at < columns.end:
        return None
    part = ((today - quarter.start).days + 1) / ((quarter.end - quarter.start).days + 1)
    width = columns.quarter_width
    return columns.quarters * width, f"{(at - columns.begin + part) * width:.1f}"
