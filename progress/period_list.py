"""The reporting periods of a plan, each with how far its reports have come."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Q

from fiscal.calendar import Quarter
from initiatives.models import Initiative, Plan
from progress.models import ProgressReport, ReportingPeriod
from progress.workflow import HANDED_IN, State


@dataclass(frozen=True)
class PeriodRow:
    """One period: what it expects, what came, what was accepted, and where it stands in time."""

    period: ReportingPeriod
    expected: int
    handed_in: int
    accepted: int
    stage: str


def period_rows(plan: Plan, today: date) -> list[PeriodRow]:
    """The periods of a plan, newest first (three queries)."""
    periods: Iterable[Any] = plan.periods.annotate(
        handed_in=Count("reports", filter=Q(reports__state__in=HANDED_IN)),
        accepted=Count("reports", filter=Q(reports__state=State.ACCEPTED)),
    ).order_by("-year", "-quarter")
    active = list(
        Initiative.objects.filter(plan=plan).active().values_list("pk", "valid_from", "valid_to")
    )
    finished = _finished(plan)
    return [
        PeriodRow(
            period,
            _expected(active, finished, period),
            period.handed_in,
            period.accepted,
            stage(period, today),
        )
        for period in periods
    ]


def _expected(
    active: Iterable[tuple[int, date | None, date | None]],
    finished: Mapping[int, Quarter],
    period: ReportingPeriod,
) -> int:
    """How many owe a report: the same rule as ``queries.expected_in``, without asking for each period."""
    day, now = period.as_of, period.as_quarter
    return sum(
        (begin or day) <= day <= (end or day) and finished.get(pk, now) >= now
        for pk, begin, end in active
    )


def _finished(plan: Plan) -> Mapping[int, Quarter]:
    """For each finished initiative, the quarter whose accepted report finished it."""
    rows = (
        ProgressReport.objects.completing()
        .filter(initiative__plan=plan, initiative__completed_year__isnull=True)
        .order_by("-period__year", "-period__quarter")
        .values_list("initiative_id", "period__year", "period__quarter")
    )
    return {pk: Quarter(year, quarter) for pk, year, quarter in rows}


def stage(period: ReportingPeriod, today: date) -> str:
    """Where a period stands in time, in a word."""
    if today < period.opens_on:
        return "開始前"
    if period.is_closed_on(today):
        return "締切済"
    return "受付中" if today <= period.due_on else "期限後・締切前"
