"""The only doors to periods, reports and the entry page. Not visible → 404, visible but not allowed → 403."""

from dataclasses import dataclass

from django.core.exceptions import PermissionDenied
from django.db.models import prefetch_related_objects
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.urls import reverse

from fiscal import clock
from initiatives.models import Initiative
from initiatives.queries import reporters
from organizations.desk import Desk
from organizations.models import Department
from organizations.roles import Permission
from progress.models import ProgressReport, ReportingPeriod
from progress.queries import expected_in, latest_before
from progress.workflow import HANDED_IN, Action, Actor, State, actors_for, allowed

_REPORT_RELATIONS = (
    "period__plan__grade_scale",
    "initiative__plan",
    "initiative__category",
    "department",
    "self_grade",
    "reviewed_grade",
    "saved_by",
)


@dataclass(frozen=True)
class Entry:
    """One initiative in one period, as the person at a desk meets it: before or after a report exists."""

    period: ReportingPeriod
    initiative: Initiative
    department: Department | None
    report: ProgressReport | None
    previous: ProgressReport | None
    actors: frozenset[Actor]

    def get_absolute_url(self) -> str:
        return reverse("progress:entry-edit", args=[self.period.pk, self.initiative.pk])

    @property
    def state(self) -> State:
        """The state; an initiative without a row is a draft nobody has begun."""
        return self.report.workflow_state if self.report else State.DRAFT

    @property
    def version(self) -> int:
        """The version a form was read at; 0 without a row."""
        return self.report.version if self.report else 0

    @property
    def allowed(self) -> frozenset[Action]:
        """What this person may do to it now."""
        return allowed(
            state=self.state,
            actors=self.actors,
            needs_confirmation=self.period.plan.needs_confirmation,
        )


def get_period(desk: Desk, pk: int) -> ReportingPeriod:
    """A period of the own city hall."""
    return get_object_or_404(
        ReportingPeriod.objects.visible_to(desk.user).select_related(
            "plan__municipality", "plan__grade_scale"
        ),
        pk=pk,
    )


def get_report(desk: Desk, pk: int) -> ProgressReport:
    """A report of the own city hall; reading needs no more."""
    return get_object_or_404(
        ProgressReport.objects.visible_to(desk.user).select_related(*_REPORT_RELATIONS), pk=pk
    )


def get_report_for(desk: Desk, pk: int, action: Action) -> ProgressReport:
    """A report to which the person may, in some state, do an action.

    Raises:
        PermissionDenied: the action is never this person's.
    """
    report = get_report(desk, pk)
    if not actors_of(desk, report) & actors_for(action):
        raise PermissionDenied
    return report


def get_entry(desk: Desk, period_pk: int, initiative_pk: int) -> Entry:
    """The entry page's subject.

    Raises:
        Http404: the period or initiative is not visible, or owes no report in the period.
        PermissionDenied: neither the reporting section nor the office.
    """
    period = get_period(desk, period_pk)
    initiative = get_object_or_404(
        Initiative.objects.visible_to(desk.user).select_related("category"),
        pk=initiative_pk,
        plan_id=period.plan_id,
    )
    initiative.plan = period.plan
    # The form offers the words of the scale, and the KPI values are measured by them.
    prefetch_related_objects([period.plan.grade_scale], "grades")
    report = _report_on(period, initiative)
    if report is None and not expected_in(period).filter(pk=initiative.pk).exists():
        raise Http404
    department = _reporting_department(initiative, report)
    actors = department_actors(desk, department)
    if not actors:
        raise PermissionDenied
    previous = latest_before(period, initiative)
    return Entry(period, initiative, department, report, previous, actors)


def _report_on(period: ReportingPeriod, initiative: Initiative) -> ProgressReport | None:
    """The report, with the period and the initiative that have been read already."""
    report = (
        ProgressReport.objects.filter(period=period, initiative=initiative)
        .select_related("department", "self_grade", "reviewed_grade", "saved_by")
        .order_by()
        .first()
    )
    if report:
        report.period, report.initiative = period, initiative
    return report


def _reporting_department(
    initiative: Initiative, report: ProgressReport | None
) -> Department | None:
    """Who sent it; while it can still be changed, who reports for the initiative today."""
    if report and report.state in HANDED_IN:
        return report.department
    reporter = reporters([initiative.pk], clock.today()).get(initiative.pk)
    if reporter is None or (report and report.department_id == reporter.pk):
        return report.department if report else None
    return Department.objects.get(pk=reporter.pk)


def get_section(desk: Desk, pk: int) -> Department:
    """A section of the own city hall for which the person writes reports: the own one, or any for the office.

    Raises:
        Http404: another city hall's, none, or a group such as 各課.
        PermissionDenied: neither of the section nor of the office.
    """
    section = get_object_or_404(
        Department.objects.visible_to(desk.user).units().select_related("municipality"), pk=pk
    )
    if not (desk.may(Permission.ENTER, section) or desk.may(Permission.REVIEW)):
        raise PermissionDenied
    return section


def reporting_desk(desk: Desk, section: Department) -> Desk:
    """The desk at which a section's reports are written: the section's own, or its clerk's for the office."""
    return desk if desk.may(Permission.ENTER, section) else desk.standing_in_for(section)


def actors_of(desk: Desk, report: ProgressReport) -> frozenset[Actor]:
    """Who the person is in relation to a report. No query."""
    return department_actors(desk, report.department_id)


def department_actors(desk: Desk, department: Department | int | None) -> frozenset[Actor]:
    """Who the person is in relation to a section's reports; without a section only the office has a part."""
    actors = set()
    if department is not None and desk.may(Permission.ENTER, department):
        actors |= {Actor.SECTION, Actor.SENDER}
    if department is not None and desk.may(Permission.CONFIRM, department):
        actors.add(Actor.HEAD)
    if desk.may(Permission.REVIEW):
        actors.add(Actor.OFFICE)
    return frozenset(actors)


def may_do(desk: Desk, report: ProgressReport) -> frozenset[Action]:
    """What the person may do to a report now. Needs ``report.period.plan``; no further query."""
    return allowed(
        state=report.workflow_state,
        actors=actors_of(desk, report),
        needs_confirmation=report.period.plan.needs_confirmation,
    )
