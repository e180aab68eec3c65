"""The two places where reports are read one after the other: 審査 of the office and 確認 of the head."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.core.paginator import Page, Paginator

from initiatives.models import Grade
from organizations.desk import Desk
from organizations.roles import Permission
from progress import changes, owed
from progress.changes import SHOWS
from progress.missing import not_handed_in
from progress.models import ProgressReport, ReportingPeriod
from progress.office import REVIEW_DAYS
from progress.queries import previous_period
from progress.slips import Slip, slips_of
from progress.workflow import State

PER_PAGE = 20


@dataclass(frozen=True)
class Choice:
    """One line of the list beside the page."""

    key: str
    name: str
    number: int
    indented: bool
    is_current: bool


@dataclass(frozen=True)
class ReviewPage:
    """A page of the queue: changed reports first, the unchanged ones together at the end."""

    period: ReportingPeriod
    before: ReportingPeriod | None
    goal: date
    show: str
    waiting: int
    choices: tuple[Choice, ...]
    missing: int
    page: Page[Any]
    changed: tuple[Slip, ...]
    same: tuple[Slip, ...]
    grades: tuple[Grade, ...]
    acceptable: frozenset[State]

    @property
    def can_accept_many(self) -> bool:
        """Whether any report on the page may be accepted now."""
        return any(
            slip.report.workflow_state in self.acceptable for slip in self.changed + self.same
        )


def review_page(period: ReportingPeriod, show: str, number: str | None) -> ReviewPage:
    """Read one page of a period's reports (a fixed number of queries). An unknown choice shows what waits."""
    before = previous_period(period)
    lines = changes.sent_in(period, before)
    kept = changes.choices(period.plan)
    show = show if show in kept else SHOWS[0][0]
    numbers = changes.counts(lines, period.plan)
    page = Paginator(kept[show].of(lines), PER_PAGE).get_page(number)
    slips = slips_of(list(page.object_list), period, before)
    return ReviewPage(
        period=period,
        before=before,
        goal=min(period.due_on + timedelta(days=REVIEW_DAYS), period.closes_on),
        show=show,
        waiting=numbers["waiting"],
        choices=tuple(_choices(numbers, show)),
        missing=not_handed_in(period).count(),
        page=page,
        changed=tuple(slip for slip in slips if slip.change != changes.SAME),
        same=tuple(slip for slip in slips if slip.change == changes.SAME),
        grades=tuple(Grade.objects.filter(scale=period.plan.grade_scale_id)),
        acceptable=changes.acceptable(period.plan),
    )


def _choices(numbers: Mapping[str, int], show: str) -> list[Choice]:
    return [Choice(key, name, numbers[key], indented, key == show) for key, name, indented in SHOWS]


@dataclass(frozen=True)
class Round:
    """Reports of one period that wait for the head, with the period they are compared with."""

    period: ReportingPeriod
    before: ReportingPeriod | None
    slips: tuple[Slip, ...]


@dataclass(frozen=True)
class ConfirmationPage:
    """A page of the reports a head has to read; ``total`` counts all of them."""

    total: int
    page: Page[Any]
    rounds: tuple[Round, ...]


def confirmation_page(desk: Desk, number: str | None) -> ConfirmationPage:
    """Read the reports that wait for a head (a fixed number of queries for each period on the page)."""
    waiting = owed.waiting_for_head(desk.departments_for(Permission.CONFIRM))
    ordered = waiting.select_related("period__plan").order_by(
        "period__due_on", "period", "initiative__order"
    )
    page = Paginator(ordered, PER_PAGE).get_page(number)
    by_period: dict[ReportingPeriod, list[int]] = {}
    for report in page.object_list:
        by_period.setdefault(report.period, []).append(report.pk)
    rounds = tuple(_round(period, found) for period, found in by_period.items())
    return ConfirmationPage(page.paginator.count, page, rounds)


def _round(period: ReportingPeriod, reports: Sequence[int]) -> Round:
    before = previous_period(period)
    rows = ProgressReport.objects.filter(pk__in=reports)
    return Round(
        period, before, tuple(slips_of(changes.compared(rows, period, before), period, before))
    )
