"""審査: where the office reads the reports of a period one after the other."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from django.core.paginator import Page, Paginator

from initiatives.models import Grade
from progress import changes, prospects
from progress.changes import SHOWS
from progress.missing import not_handed_in
from progress.models import ReportingPeriod
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
    found = slips_of(list(page.object_list), period, before)
    judged = prospects.of_reports((slip.report for slip in found), period)
    slips = [replace(slip, prospect=judged[slip.report.pk]) for slip in found]
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
