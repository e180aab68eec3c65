"""The doors of the quarterly round. Not visible → 404, visible but not allowed → 403."""

from collections.abc import Collection

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404

from fiscal import clock
from initiatives.models import Initiative, Plan
from initiatives.queries import with_reporter
from organizations.desk import Desk
from organizations.roles import Permission
from progress.access import get_period
from progress.models import ProgressReport, ProgressReportQuerySet, Remark, ReportingPeriod


def _require(allowed: bool) -> None:
    if not allowed:
        raise PermissionDenied


def get_reviewed_period(desk: Desk, pk: int) -> ReportingPeriod:
    """A period whose reports the person reviews (the office)."""
    period = get_period(desk, pk)
    _require(desk.may(Permission.REVIEW))
    return period


def get_governed_plan(desk: Desk, slug: str) -> Plan:
    """A plan whose reporting periods the person opens and closes (the office); a 方針 gets no reports."""
    plan = get_object_or_404(
        Plan.objects.visible_to(desk.user).select_related("municipality"), slug=slug
    )
    _require(desk.may(Permission.OPEN_PERIOD) and plan.kind == Plan.Kind.PLAN)
    return plan


def get_governed_period(desk: Desk, pk: int) -> ReportingPeriod:
    """A period the person may change (the office)."""
    period = get_period(desk, pk)
    _require(desk.may(Permission.OPEN_PERIOD))
    return period


def get_office_desk(desk: Desk) -> Desk:
    """The desk of the office; others do not find people for what nobody owns."""
    _require(desk.may(Permission.REVIEW))
    return desk


def get_confirming_desk(desk: Desk) -> Desk:
    """The desk of a section's head; others have nothing to confirm."""
    _require(bool(desk.departments_for(Permission.CONFIRM)))
    return desk


def get_chosen_reports(
    desk: Desk, pks: Collection[int], period: ReportingPeriod | None = None
) -> list[ProgressReport]:
    """The reports ticked on a page, in the order of the plan.

    Raises:
        Http404: one of them is not visible, or belongs to another period.
    """
    rows: ProgressReportQuerySet = ProgressReport.objects.visible_to(desk.user).filter(pk__in=pks)
    if period is not None:
        rows = rows.filter(period=period)
    found = list(rows.select_related("initiative__category").order_by("initiative__order", "pk"))
    if len(found) != len(set(pks)):
        raise Http404
    return found


def get_remarkable_initiative(desk: Desk, pk: int) -> Initiative:
    """An initiative the person may make a remark on, with its reporter (``reporter_id``)."""
    initiatives = Initiative.objects.visible_to(desk.user)
    initiative: Initiative = get_object_or_404(
        with_reporter(initiatives, clock.today()).select_related("category", "plan__municipality"),
        pk=pk,
    )
    _require(desk.may(Permission.REMARK))
    return initiative


def get_answerable_remark(desk: Desk, pk: int) -> Remark:
    """A remark the person's section answers: the section named in it, else the initiative's reporter."""
    remark = get_object_or_404(
        Remark.objects.visible_to(desk.user).select_related(
            "initiative__category", "initiative__plan", "department", "by", "responded_by"
        ),
        pk=pk,
    )
    section = remark.department_id or _reporter(remark.initiative_id)
    _require(section is not None and desk.may(Permission.ENTER, section))
    return remark


def _reporter(initiative: int) -> int | None:
    rows = with_reporter(Initiative.objects.filter(pk=initiative), clock.today())
    reporter: int | None = rows.values_list("reporter_id", flat=True)[0]  # type: ignore[misc]
    return reporter
