"""提出の状況（部 × 期）: 提出率 or 期限内提出率 of each 部 through the periods, a 部 opening to its 課. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import NamedTuple

from progress.extensions import Extensions
from progress.heat import NOTHING, Tallies, Tally
from progress.models import ReportingPeriod
from progress.parts import Parts
from progress.reporters import UNASSIGNED, Reporter

HANDED_IN, ON_TIME = "handed", "ontime"
SHOWS = {HANDED_IN: "提出率", ON_TIME: "期限内提出率"}
# From this share on a section lacks single reports; below it, it needs help.
FAIR = 80


class Count(NamedTuple):
    """A tally, and how many of what is owed are not due yet."""

    tally: Tally = NOTHING
    waiting: int = 0

    def plus(self, other: "Count") -> "Count":
        """Return the sum of both."""
        return Count(self.tally.plus(other.tally), self.waiting + other.waiting)


class Cell(NamedTuple):
    """One share in per cent (rounded down: 100 is all), out of how many, and how it is drawn."""

    percent: int
    number: int
    expected: int
    tone: str
    word: str


@dataclass(frozen=True)
class Row:
    """One 部 or, opened, one 課 of it; ``part`` is the key that opens or closes it, 0 where nothing can be."""

    name: str
    cells: tuple[Cell | None, ...]
    part: int = 0
    is_open: bool = False
    is_below: bool = False


@dataclass(frozen=True)
class RoundHeat:
    """The table: years with their periods, the rows, and the sum; ``shows`` are the two shares to choose from."""

    show: str
    period: ReportingPeriod
    periods: tuple[ReportingPeriod, ...]
    rows: tuple[Row, ...]
    total: Row
    counts: Mapping[int, Count]

    @property
    def word(self) -> str:
        """What the cells show."""
        return SHOWS[self.show]

    @property
    def shows(self) -> list[tuple[str, str, bool]]:
        """The shares to choose from, and which one is shown."""
        return [(key, word, key == self.show) for key, word in SHOWS.items()]

    @property
    def opens(self) -> bool:
        """Whether there is a 部 to open."""
        return any(row.part for row in self.rows)

    @property
    def years(self) -> list[tuple[int, int]]:
        """The years with how many columns each has."""
        groups = groupby(self.periods, lambda period: period.year)
        return [(year, len(list(group))) for year, group in groups]

    @property
    def columns(self) -> list[tuple[ReportingPeriod, bool]]:
        """The periods, and which of them the page is about."""
        return [(period, period == self.period) for period in self.periods]


@dataclass(frozen=True)
class Scope:
    """What the table is about."""

    period: ReportingPeriod
    periods: Sequence[ReportingPeriod]
    parts: Parts
    extensions: Extensions
    today: date
    show: str
    opened: int


Counted = dict[int, Count]


def round_heat(tallies: Tallies, scope: Scope) -> RoundHeat:
    """Arrange the tallies by 部; what nobody reports for stands last."""
    groups: dict[int, list[tuple[Reporter, Counted]]] = {}
    for reporter, by_period in tallies.items():
        part = 0 if reporter.pk is None else scope.parts.of(reporter.pk)
        counted = _counted(reporter, by_period, scope)
        groups.setdefault(part, []).append((reporter, counted))
    rows: list[Row] = []
    for part in sorted(groups, key=lambda pk: (pk == 0, scope.parts.place(pk) if pk else 0)):
        rows += _rows(part, groups[part], scope)
    whole = _sum(counted for group in groups.values() for _, counted in group)
    total = Row("全体", _cells(whole, scope))
    return RoundHeat(scope.show, scope.period, tuple(scope.periods), tuple(rows), total, whole)


def _rows(part: int, group: list[tuple[Reporter, Counted]], scope: Scope) -> list[Row]:
    """The row of a 部 and, where it is opened, those of its sections in their order."""
    if part == 0:
        return [Row(UNASSIGNED, _cells(_sum(counted for _, counted in group), scope))]
    sections: dict[int, Counted] = {
        pk: counted for reporter, counted in group if (pk := reporter.pk) is not None
    }
    opens = set(sections) != {part}
    is_open = opens and part == scope.opened
    cells = _cells(_sum(sections.values()), scope)
    rows = [Row(scope.parts.name(part), cells, part if opens else 0, is_open)]
    if is_open:
        rows += [
            Row(scope.parts.name(pk), _cells(sections[pk], scope), is_below=True)
            for pk in sorted(sections, key=scope.parts.place)
        ]
    return rows


def _counted(reporter: Reporter, by_period: Mapping[int, Tally], scope: Scope) -> Counted:
    return {
        period.pk: Count(tally, tally.expected - tally.handed_in if is_running else 0)
        for period in scope.periods
        if (tally := by_period.get(period.pk))
        for is_running in [scope.extensions.due(period, reporter.pk) >= scope.today]
    }


def _sum(rows: Iterable[Counted]) -> Counted:
    found: Counted = {}
    for row in rows:
        for pk, count in row.items():
            found[pk] = found.get(pk, Count()).plus(count)
    return found


def _cells(counted: Mapping[int, Count], scope: Scope) -> tuple[Cell | None, ...]:
    return tuple(
        cell_of(counted[period.pk], scope.show) if period.pk in counted else None
        for period in scope.periods
    )


def cell_of(count: Count, show: str) -> Cell:
    """Return a share with its band: 全て, 期限前 (nothing is late yet), ８割以上, ８割未満."""
    tally = count.tally
    number = tally.handed_in if show == HANDED_IN else tally.on_time
    percent = 100 * number // tally.expected
    if number == tally.expected:
        tone, word = "ontrack", "全て"
    elif number + count.waiting == tally.expected:
        tone, word = "none", "期限前"
    elif percent >= FAIR:
        tone, word = "slip", "８割以上"
    else:
        tone, word = "late", "８割未満"
    return Cell(percent, number, tally.expected, tone, word)
