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
from progress.models import ProgressReport, Remark, ReportEvent
from progress.strip import Strip

REMARKS, EVENTS = 3, 6


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
class Evidence:
    """Everything beside the form."""

    strip: Strip
    strip_years: tuple[str, ...]
    remarks: tuple[Remark, ...]
    previous: ProgressReport | None
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
    return Evidence(
        strip=strip.draw(plan, strip.marks(reported, periods), quarter),
        strip_years=tuple(
            wareki.fiscal_year_short(year) for year in range(plan.first_year, plan.last_year + 1)
        ),
        remarks=tuple(initiative.remarks.all()[:REMARKS]),
        previous=entry.previous,
        year=year_plan(initiative.bars.filter(table=ScheduleBar.Table.DETAIL), quarter),
        goals=tuple(
            goal
            for goal in goals.read([initiative.pk]).get(initiative.pk, ())
            if not goal.is_indicator
        ),
        events=tuple(_events(entry)),
        attachments=attachments.of_report(entry.report.pk if entry.report else None),
    )


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
        words = f"：「{row.comment}」" if row.comment else ""
        yield Event(
            f"{at.month}/{at.day} {at.hour}:{at.minute:02d}",
            f"{wareki.round_name(row.report.period.as_quarter)} {row.get_action_display()}"
            f"（{row.who}）{words}",
        )
