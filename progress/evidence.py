"""What stands beside the questions of the entry page: earlier answers, this year's plan, remarks, the path."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils import timezone

from fiscal import wareki
from fiscal.calendar import Quarter, quarters_between
from initiatives.models import ScheduleBar
from kpis import goals
from kpis.goals import GoalText
from progress import attachments, strip
from progress.access import Entry
from progress.attachments import Files
from progress.comments import Comment, comments_on
from progress.models import ProgressReport, Remark, ReportEvent
from progress.queries import year_before
from progress.remarks import last_first, remarks_on
from progress.running import Running, running
from progress.strip import Mark, Strip
from progress.workflow import Actor

REMARKS, COMMENTS, EVENTS = 3, 3, 6


@dataclass(frozen=True)
class YearBar:
    """A 工程 within the reported year; ``css`` names its quarters."""

    text: str
    css: str


@dataclass(frozen=True)
class YearPlan:
    """This year's 工程 under its four quarters."""

    label: str
    quarters: tuple[tuple[str, bool], ...]
    bars: tuple[YearBar, ...]


@dataclass(frozen=True)
class Event:
    """One earlier deed in one line."""

    at: str
    text: str


@dataclass(frozen=True)
class Earlier:
    """The mark of an earlier period: 前期, 前年同期."""

    name: str
    mark: Mark


@dataclass(frozen=True)
class Evidence:
    """Everything beside the form. ``told`` are the remarks of the last 推進本部, ``remarks`` a few of the others."""

    strip: Strip
    strip_years: tuple[str, ...]
    earlier: tuple[Earlier, ...]
    told: tuple[Remark, ...]
    remarks: tuple[Remark, ...]
    answerable: frozenset[int]
    comments: tuple[Comment, ...]
    older_comments: tuple[Comment, ...]
    previous: ProgressReport | None
    year_before: ProgressReport | None
    running: Running
    year: YearPlan
    goals: tuple[GoalText, ...]
    events: tuple[Event, ...]
    attachments: Files


def gather(entry: Entry) -> Evidence:
    """Read it with a number of queries that does not depend on how much there is."""
    initiative, period = entry.initiative, entry.period
    plan, quarter = period.plan, period.as_quarter
    reported = strip.handed_in([initiative.pk]).get(initiative.pk, {})
    periods = [
        Quarter(year, number)
        for year, number in plan.periods.values_list("year", "quarter")
        if Quarter(year, number) <= quarter
    ]
    before = year_before(period, initiative)
    told, others = last_first(remarks_on(initiative), plan.headquarters)
    said = comments_on(initiative.pk)
    bars = list(initiative.bars.filter(table=ScheduleBar.Table.DETAIL))
    return Evidence(
        strip=strip.draw(plan, strip.marks(reported, periods), quarter),
        strip_years=tuple(
            wareki.fiscal_year_short(year) for year in range(plan.first_year, plan.last_year + 1)
        ),
        earlier=tuple(_earlier(entry.previous, before)),
        told=tuple(told),
        remarks=tuple(others[:REMARKS]),
        answerable=frozenset(_answerable(entry, [*told, *others])),
        comments=tuple(said[:COMMENTS]),
        older_comments=tuple(said[COMMENTS:]),
        previous=entry.previous,
        year_before=before,
        running=running(bars, quarter),
        year=year_plan(bars, quarter),
        goals=tuple(goal for goal in goals.read_beside(initiative.pk, ())),
        events=tuple(_events(entry)),
        attachments=attachments.of_report(entry.report.pk if entry.report else None),
    )


def _earlier(previous: ProgressReport | None, before: ProgressReport | None) -> Iterable[Earlier]:
    """The marks of the last report and of the same period a year ago, each once."""
    for name, report in (("前期", previous), ("前年同期", before)):
        if report is not None and not (name == "前年同期" and report == previous):
            label = f"{name}（{wareki.quarter_short(report.period.as_quarter)}）"
            yield Earlier(label, strip.shown_by(report).mark)


def _answerable(entry: Entry, remarks: Iterable[Remark]) -> Iterable[int]:
    """The remarks the person's section answers from here: those that name it, or nobody."""
    if Actor.SECTION not in entry.actors or entry.department is None:
        return
    for remark in remarks:
        if remark.department_id in {None, entry.department.pk}:
            yield remark.pk


def year_plan(bars: Iterable[ScheduleBar], now: Quarter) -> YearPlan:
    """Return the 工程 that touch the year of a quarter; an end the document leaves open reaches the edge."""
    first, last = Quarter(now.year, 1), Quarter(now.year, 4)
    drawn = []
    for bar in bars:
        begin = Quarter(bar.start_year, bar.start_quarter or 1) if bar.start_year else first
        end = Quarter(bar.end_year, bar.end_quarter or 4) if bar.end_year else last
        if begin <= last and end >= first:
            span = f"{max(begin, first).number}-{min(end, last).number}"
            drawn.append(YearBar(bar.text, f"bar bar--q{span}"))
    names = "、".join(bar.text for bar in drawn) or "工程の記載なし"
    return YearPlan(
        label=f"{wareki.fiscal_year(now.year)}の工程：{names}。いまは{wareki.round_name(now)}の報告。",
        quarters=tuple(
            (wareki.quarter_months(quarter), quarter == now)
            for quarter in quarters_between(first, last)
        ),
        bars=tuple(drawn),
    )


def _events(entry: Entry) -> Iterable[Event]:
    rows = (
        ReportEvent.objects.filter(report__initiative=entry.initiative)
        .select_related("by", "report__period")
        .order_by("-at", "-pk")[:EVENTS]
    )
    for row in rows:
        at = timezone.localtime(row.at)
        yield Event(
            f"{at.month}/{at.day} {at.hour}:{at.minute:02d}",
            f"{wareki.round_name(row.report.period.as_quarter)} {row.get_action_display()}"
            f"（{row.who}）",
        )
