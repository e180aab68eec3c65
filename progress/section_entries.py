"""The reports a section owes in a period, as entries: one page of them, read for all at once."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.core.paginator import Page, Paginator
from django.db.models import prefetch_related_objects

from fiscal import clock
from initiatives.models import Initiative
from organizations.desk import Desk
from organizations.models import Department
from progress.access import Entry, department_actors
from progress.models import ProgressReport, ReportEvent, ReportingPeriod
from progress.owed import Own
from progress.paths import Measured
from progress.queries import expected_in, latest_before_each, never_empty
from progress.workflow import HANDED_IN, Action, State

PER_PAGE = 30
SENT_BACK = (Action.RETURN, Action.REOPEN)


@dataclass(frozen=True)
class SectionEntries:
    """One page of a section's reports; ``handed_in`` and ``total`` count all of them.

    ``returns`` holds the last deed with which each returned report came back.
    """

    period: ReportingPeriod
    section: Department
    page: Page[int]
    entries: tuple[Entry, ...]
    returns: Mapping[int, ReportEvent]
    measured: Measured
    handed_in: int
    total: int

    @classmethod
    def read(
        cls, period: ReportingPeriod, section: Department, desk: Desk, number: str | None
    ) -> "SectionEntries":
        """Read page ``number``, as the desk meets it (a fixed number of queries)."""
        states = _states(period, section)
        page = Paginator(list(states), PER_PAGE).get_page(number)
        prefetch_related_objects([period.plan.grade_scale], "grades")
        shown = list(page.object_list)
        entries = _entries(period, section, desk, shown)
        reports = [entry.report for entry in entries if entry.report]
        return cls(
            period=period,
            section=section,
            page=page,
            entries=entries,
            returns=_returns(reports),
            measured=Measured.read(shown, period.plan.grade_scale, period.as_quarter, period.as_of),
            handed_in=sum(state in HANDED_IN for state in states.values()),
            total=len(states),
        )

    @property
    def is_complete(self) -> bool:
        """Whether everything the section owes has been handed in."""
        return self.total > 0 and self.handed_in == self.total


def _states(period: ReportingPeriod, section: Department) -> dict[int, str]:
    """Every initiative the section reports on, in the order of the plan, with the state of its report."""
    own = never_empty(Own.read([section.pk], clock.today()).reporters)
    owed = expected_in(period).filter(pk__in=own).order_by("order").values_list("pk", flat=True)
    reports = ProgressReport.objects.filter(period=period, initiative__in=own)
    known = dict(reports.values_list("initiative_id", "state"))
    return {pk: known.get(pk, State.DRAFT) for pk in owed}


def _entries(
    period: ReportingPeriod, section: Department, desk: Desk, initiatives: list[int]
) -> tuple[Entry, ...]:
    wanted = never_empty(initiatives)
    rows = Initiative.objects.filter(pk__in=wanted).select_related("category", "plan")
    reports = ProgressReport.objects.filter(period=period, initiative__in=wanted)
    told = reports.select_related("self_grade", "reviewed_grade", "saved_by", "department")
    report_of = {row.initiative_id: row for row in told}
    previous = latest_before_each(period, wanted)
    actors = department_actors(desk, section)
    return tuple(
        Entry(period, row, section, report_of.get(row.pk), previous.get(row.pk), actors)
        for row in rows.order_by("order")
    )


def _returns(reports: list[ProgressReport]) -> dict[int, ReportEvent]:
    returned = never_empty(row.pk for row in reports if row.state == State.RETURNED)
    events = ReportEvent.objects.filter(report__in=returned, action__in=SENT_BACK)
    return {event.report_id: event for event in events.select_related("by").order_by("at", "pk")}
