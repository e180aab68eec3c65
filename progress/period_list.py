"""The reporting periods of a plan, each with how far its reports have come."""

from collections.abc import Iterable, Sequence
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
    active = Initiative.objects.filter(plan=plan).active().count()
    finished = _finished(plan)
    return [
        PeriodRow(
            period,
            active - sum(1 for quarter in finished if quarter < period.as_quarter),
            period.handed_in,
            period.accepted,
            stage(period, today),
        )
        for period in periods
    ]


def _finished(plan: Plan) -> Sequence[Quarter]:
    """For each finished initiative, the quarter whose accepted report finished it."""
    rows = (
        ProgressReport.objects.completing()
        .filter(initiative__plan=plan, initiative__completed_year__isnull=True)
        .order_by("-period__year", "-period__quarter")
        .values_list("initiative_id", "period__year", "period__quarter")
    )
    return list({pk: Quarter(year, number) for pk, year, number in rows}.values())


def stage(period: ReportingPeriod, today: date) -> str:
    """Where a period stands in time, in a word."""
    if today < period.opens_on:
        return "開始前"
    if period.is_closed_on(today):
        return "締切済"
    return "受付中" if today <= period.due_on else "期限後・締切前"
