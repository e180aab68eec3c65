"""提出の状況（課 × 期）: how many reports each section handed in, and how many of these by the due date."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import groupby
from typing import NamedTuple

from django.db.models import Min, Q
from django.utils import timezone

from fiscal.calendar import Quarter
from initiatives.models import Initiative, Plan
from organizations.lineage import now_called, with_present_name
from progress.extensions import Extensions
from progress.models import ProgressReport, ReportingPeriod, ReportingPeriodQuerySet
from progress.reporters import Reporter, reporters_then
from progress.submissions import taken_back
from progress.workflow import Action

# Two years of quarters fit beside the names of the sections.
COLUMNS = 8


@dataclass(frozen=True)
class Cell:
    """One section in one period: on time, handed in, owed; ``css`` and ``tone`` say how it is drawn."""

    on_time: int
    handed_in: int
    expected: int
    css: str
    tone: str
    word: str


@dataclass(frozen=True)
class Row:
    """One section through the periods; ``rate`` is the share on time of the periods that are due."""

    name: str
    cells: tuple[Cell | None, ...]
    rate: int | None


@dataclass(frozen=True)
class Heat:
    """The whole table: years with their periods, the sections, and the sum."""

    years: tuple[tuple[int, int], ...]
    periods: tuple[ReportingPeriod, ...]
    rows: tuple[Row, ...]
    total: Row | None

    @property
    def totals(self) -> list[tuple[ReportingPeriod, Cell]]:
        """The sum of each period that expects anything."""
        cells = self.total.cells if self.total else ()
        return [(period, cell) for period, cell in zip(self.periods, cells, strict=False) if cell]


class Tally(NamedTuple):
    """Plain counts of one section in one period."""

    on_time: int = 0
    handed_in: int = 0
    expected: int = 0

    def plus(self, other: "Tally") -> "Tally":
        """Return the sum of both."""
        return Tally(
            self.on_time + other.on_time,
            self.handed_in + other.handed_in,
            self.expected + other.expected,
        )


NOTHING = Tally()
ALWAYS = (date.min, date.max)
ON_TIME, LATE, OWED = Tally(1, 1, 1), Tally(0, 1, 1), Tally(0, 0, 1)
Tallies = dict[Reporter, dict[int, Tally]]


def heat_of(
    plan: Plan,
    reporters: Mapping[int, Reporter],
    today: date,
    extensions: Extensions | None = None,
) -> Heat:
    """Read the submissions of the newest periods of a plan (eight queries, seven with the extensions at hand)."""
    begun = ReportingPeriod.objects.begun_by(today).filter(plan=plan)
    periods = newest(begun.order_by("-year", "-quarter"))
    extensions = extensions or Extensions.of_plan(plan.pk)
    counts = tallies(plan, periods, reporters, extensions, today)
    ordered = sorted(counts.items(), key=lambda item: item[0].pk is None)
    now = now_called(plan.municipality_id, today)
    rows: list[Row] = []
    whole: dict[int, Tally] = {}
    all_due = NOTHING
    for section, counted in ordered:
        due = _due(counted, periods, extensions, section.pk, today)
        name = with_present_name(section.name, now.get(section.pk or 0))
        rows.append(_row(name, counted, periods, due))
        all_due = all_due.plus(due)
        for period_pk, tally in counted.items():
            whole[period_pk] = whole.get(period_pk, NOTHING).plus(tally)
    return Heat(
        tuple((year, len(list(group))) for year, group in groupby(periods, lambda row: row.year)),
        tuple(periods),
        tuple(rows),
        _row("全体", whole, periods, all_due) if rows else None,
    )


def newest(periods: ReportingPeriodQuerySet) -> list[ReportingPeriod]:
    """The first periods of those in backward order, as they stand in the table (one query)."""
    return sorted(periods[:COLUMNS], key=lambda period: period.as_quarter)


def tallies(
    plan: Plan,
    periods: Sequence[ReportingPeriod],
    reporters: Mapping[int, Reporter],
    extensions: Extensions,
    today: date,
) -> Tallies:
    """Count by section and period (six queries). A handed-in report counts for the section that sent it.

    What a closed period still owes counts for the section that reported then, today's where there was none.
    """
    found: Tallies = {}
    then = reporters_then(
        plan, {period.closes_on for period in periods if period.is_closed_on(today)}
    )
    sent = _sent(periods, extensions)
    finished = _finished(plan)
    spans = _spans(plan)
    quarters = [(period, period.as_quarter) for period in periods]
    for initiative, reporter in reporters.items():
        begin, end = spans.get(initiative, ALWAYS)
        for period, quarter in quarters:
            owing = then.get(period.closes_on, {}).get(initiative, reporter)
            section, tally = sent.get((initiative, period.pk), (owing, OWED))
            is_over = finished.get(initiative, quarter) < quarter
            if tally is OWED and (is_over or not begin <= period.as_of <= end):
                continue
            by_period = found.setdefault(section, {})
            by_period[period.pk] = by_period.get(period.pk, NOTHING).plus(tally)
    return found


def _sent(
    periods: Sequence[ReportingPeriod], extensions: Extensions
) -> dict[tuple[int, int], tuple[Reporter, Tally]]:
    """Who handed in what, and whether the first time was by the day it was due from the section.

    What the section took back itself (引戻し) counts as never sent; what was returned to it keeps its first day.
    """
    known = {period.pk: period for period in periods}
    ends: dict[tuple[int, int], datetime] = {}

    def is_late(first: datetime, period: int, section: int) -> bool:
        """Whether a moment lies after the due date; each date is worked out once."""
        end = ends.get((period, section))
        if end is None:
            end = ends[period, section] = end_of(extensions.due(known[period], section))
        return first >= end

    rows = (
        ProgressReport.objects.handed_in()
        .filter(period__in=periods)
        .order_by()
        .annotate(first=Min("events__at", filter=Q(events__action=Action.SUBMIT)))
        .values_list(
            "initiative_id", "period_id", "department_id", "department__name", "first", "pk"
        )
    )
    again = taken_back(periods)
    return {
        (initiative, period): (
            Reporter(section, name),
            LATE if sent is None or is_late(sent, period, section) else ON_TIME,
        )
        for initiative, period, section, name, first, pk in rows
        for sent in [again.get(pk, first)]
    }


def end_of(day: date) -> datetime:
    """The moment a day is over."""
    return timezone.make_aware(datetime.combine(day + timedelta(days=1), time.min))


def _finished(plan: Plan) -> dict[int, Quarter]:
    """The quarter whose accepted report finished an initiative."""
    rows = (
        ProgressReport.objects.completing()
        .filter(initiative__plan=plan)
        .order_by("-period__year", "-period__quarter")
        .values_list("initiative_id", "period__year", "period__quarter")
    )
    return {initiative: Quarter(year, quarter) for initiative, year, quarter in rows}


def _spans(plan: Plan) -> dict[int, tuple[date, date]]:
    """From when to when the initiatives belong to the plan that a revision added or withdrew."""
    changed = Initiative.objects.filter(plan=plan).exclude(valid_from=None, valid_to=None)
    rows = changed.order_by().values_list("pk", "valid_from", "valid_to")
    return {pk: (begin or date.min, end or date.max) for pk, begin, end in rows}


def _due(
    tallies: Mapping[int, Tally],
    periods: Sequence[ReportingPeriod],
    extensions: Extensions,
    section: int | None,
    today: date,
) -> Tally:
    """The sum of the periods whose due date the section has behind it."""
    total = NOTHING
    for period in periods:
        if period.pk in tallies and extensions.due(period, section) < today:
            total = total.plus(tallies[period.pk])
    return total


def _row(
    name: str, tallies: Mapping[int, Tally], periods: Sequence[ReportingPeriod], due: Tally
) -> Row:
    rate = round(100 * due.on_time / due.expected) if due.expected else None
    cells = (
        _cell(tallies[row.pk], is_current=row == periods[-1]) if row.pk in tallies else None
        for row in periods
    )
    return Row(name, tuple(cells), rate)


def _cell(tally: Tally, *, is_current: bool) -> Cell:
    css, tone, word = "full", "ontrack", "すべて期限内"
    if tally.handed_in < tally.expected:
        css, tone, word = "open", "none", "まだ出ていない"
    elif tally.on_time < tally.expected:
        css, tone, word = "after", "slip", "期限後あり"
    return Cell(
        tally.on_time,
        tally.handed_in,
        tally.expected,
        f"{css} cur" if is_current else css,
        tone,
        word,
    )
