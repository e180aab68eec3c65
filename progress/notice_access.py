"""The doors of notices and of extended deadlines. Not visible → 404, visible but not allowed → 403."""

from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404

from organizations.desk import Desk
from organizations.models import Department
from organizations.roles import Permission
from progress.access import get_period
from progress.models import Extension, Notice, ReportingPeriod


def get_own_notice(desk: Desk, pk: int) -> Notice:
    """A notice that went to the person."""
    notice = get_object_or_404(Notice.objects.visible_to(desk.user), pk=pk)
    if not notice.recipients.filter(user=desk.user).exists():
        raise PermissionDenied
    return notice


def get_extension(desk: Desk, pk: int) -> Extension:
    """An extension the person may take back (the office)."""
    extension = get_object_or_404(
        Extension.objects.visible_to(desk.user).select_related("period__plan", "department"), pk=pk
    )
    if not desk.may(Permission.OPEN_PERIOD):
        raise PermissionDenied
    return extension


def get_extended_section(desk: Desk, period_pk: int, pk: int) -> tuple[ReportingPeriod, Department]:
    """A period and a section whose deadline the person may change (the office)."""
    period = get_period(desk, period_pk)
    section = get_object_or_404(Department.objects.visible_to(desk.user).units(), pk=pk)
    if not desk.may(Permission.OPEN_PERIOD):
        raise PermissionDenied
    return period, section
