"""The door of the 事務局の見立て. Not visible → 404, visible but not allowed → 403."""

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404

from initiatives.models import Initiative
from organizations.desk import Desk
from organizations.roles import Permission
from progress.access import get_period
from progress.models import ReportingPeriod
from progress.queries import expected_in


def get_judged_initiative(
    desk: Desk, period_pk: int, initiative_pk: int
) -> tuple[ReportingPeriod, Initiative]:
    """A period and an initiative whose prospects the person may judge in it (the office).

    Raises:
        Http404: not visible, or the initiative owes nothing in the period any more.
        PermissionDenied: not of the office.
    """
    period = get_period(desk, period_pk)
    initiative: Initiative = get_object_or_404(
        Initiative.objects.visible_to(desk.user).select_related("category", "plan"),
        pk=initiative_pk,
        plan_id=period.plan_id,
    )
    if not desk.may(Permission.REVIEW):
        raise PermissionDenied
    if not expected_in(period).filter(pk=initiative.pk).exists():
        raise Http404
    return period, initiative
