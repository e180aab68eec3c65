"""確認: everything a head has to read, what came of the round so far, and what the section still owes."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import chain
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import Count

from fiscal import wareki
from organizations.desk import Desk
from organizations.roles import Permission
from progress import changes, checks, owed
from progress.deadline import Deadline
from progress.extensions import Extensions
from progress.models import ProgressReport, ReportingPeriod
from progress.queries import previous_period
from progress.severity import Severity
from progress.slips import Slip, slips_of
from progress.tasks import Tasks, entries_of
from progress.workflow import HANDED_IN, State

PER_PAGE = 20


@dataclass(frozen=True)
class Waiting:
    """One report to be read, with the section's own deadline; ``extended`` says that it is a later one."""

    slip: Slip
    deadline: Deadline
    extended: str

    @property
    def is_folded(self) -> bool:
        """Whether it says the same as in the period before, and no check asks to look at it."""
        asked = checks.of(self.slip.findings, Severity.STOP, Severity.WARN)
        return self.slip.change == changes.SAME and not asked


@dataclass(frozen=True)
class Round:
    """Reports of one period that wait for the head: changed ones first, the unchanged folded together."""

    period: ReportingPeriod
    before: ReportingPeriod | None
    waiting: tuple[Waiting, ...]

    @property
    def slips(self) -> tuple[Slip, ...]:
        """The reports alone."""
        return tuple(row.slip for row in self.waiting)

    @property
    def changed(self) -> list[Waiting]:
        """What has to be read."""
        return [row for row in self.waiting if not row.is_folded]

    @property
    def same(self) -> list[Waiting]:
        """What says the same as in the period before."""
        return [row for row in self.waiting if row.is_folded]


@dataclass(frozen=True)
class Standing:
    """How far the sections' round has come: 3 of 5 confirmed."""

    period: ReportingPeriod
    confirmed: int
    waiting: int
    owed: int

    @property
    def total(self) -> int:
        """How many reports the sections have to hand in."""
        return self.confirmed + self.waiting + self.owed


@dataclass(frozen=True)
class ConfirmationPage:
    """A page of the reports a head has to read; ``stamps`` are those of all pages, as they are read now."""

    page: Page[Any]
    stamps: tuple[str, ...]
    rounds: tuple[Round, ...]
    standings: tuple[Standing, ...]
    owed: Tasks
    stands_in: tuple[str, ...]
    may_deputize: bool

    @property
    def total(self) -> int:
        """How many reports wait, on whatever page."""
        return len(self.stamps)


def confirmation_page(desk: Desk, number: str | None, today: date) -> ConfirmationPage:
    """Read what waits for a head (a fixed number of queries for each period on the page)."""
    sections = desk.departments_for(Permission.CONFIRM)
    waiting = owed.waiting_for_head(sections)
    ordered = waiting.select_related("period__plan").order_by(
        "period__due_on", "period", "initiative__order"
    )
    page = Paginator(ordered, PER_PAGE).get_page(number)
    by_period: dict[ReportingPeriod, list[int]] = {}
    for report in page.object_list:
        by_period.setdefault(report.period, []).append(report.pk)
    extensions = Extensions.read(period.pk for period in by_period)
    stamps = waiting.order_by("pk").values_list("pk", "version")
    own = owed.Own.read(sections, today)
    return ConfirmationPage(
        page=page,
        stamps=tuple(f"{pk}:{version}" for pk, version in stamps),
        rounds=tuple(_round(row, pks, extensions, today) for row, pks in by_period.items()),
        standings=tuple(_standings(own, sections, today)),
        owed=entries_of(own, today),
        stands_in=tuple(_stands_in(desk)),
        may_deputize=desk.may_somewhere(Permission.DEPUTIZE),
    )


def _round(
    period: ReportingPeriod, reports: Sequence[int], extensions: Extensions, today: date
) -> Round:
    before = previous_period(period)
    rows = ProgressReport.objects.filter(pk__in=reports)
    slips = slips_of(changes.compared(rows, period, before), period, before)
    waiting = [
        Waiting(
            slip,
            Deadline.of(extensions.due(period, slip.report.department_id), today),
            extensions.words(period, slip.report.department_id),
        )
        for slip in slips
    ]
    return Round(period, before, tuple(waiting))


def _standings(own: owed.Own, sections: Sequence[int], today: date) -> list[Standing]:
    """The open periods of the sections, soonest due first (three queries)."""
    missing = Counter(owed.owed_reports(own, today).values_list("period_pk", flat=True))  # type: ignore[misc]
    sent = (
        ProgressReport.objects.filter(
            department__in=sections,
            state__in=HANDED_IN,
            period__opens_on__lte=today,
            period__closes_on__gte=today,
        )
        .order_by()
        .values_list("period", "state")
        .annotate(number=Count("pk"))
    )
    states: dict[int, dict[str, int]] = {}
    for period, state, count in sent:
        states.setdefault(period, {})[state] = count
    wanted = set(chain(missing, states))
    periods = ReportingPeriod.objects.filter(pk__in=wanted, plan__needs_confirmation=True)
    rows = periods.select_related("plan").order_by("due_on", "pk")
    return [_standing(row, states.get(row.pk, {}), missing[row.pk]) for row in rows]


def _standing(period: ReportingPeriod, states: Mapping[str, int], missing: int) -> Standing:
    waiting = states.get(State.SUBMITTED, 0)
    return Standing(period, sum(states.values()) - waiting, waiting, missing)


def _stands_in(desk: Desk) -> list[str]:
    """市民課の所属長の代理（10月16日まで）, for every section the person is only the deputy of."""
    return [
        f"{post.department}の所属長の代理（{wareki.month_day(post.valid_to)}まで）"
        for post in desk.posts
        if post.is_deputy and post.valid_to
    ]
