"""The doors of the room: not visible → 404, visible but not allowed → 403."""

from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404

from meetings.models import Meeting, MeetingQuerySet
from organizations.desk import Desk
from organizations.roles import Permission


def get_meetings(desk: Desk) -> MeetingQuerySet:
    """Return the meetings of the person's city hall, the newest first, with body and period."""
    if not desk.may_somewhere(Permission.READ):
        raise PermissionDenied
    return Meeting.objects.visible_to(desk.user).select_related("body", "period__plan")


def get_meeting(desk: Desk, pk: int) -> Meeting:
    """Return a meeting the person may see."""
    return get_object_or_404(get_meetings(desk), pk=pk)


def get_editable_meeting(desk: Desk, pk: int) -> Meeting:
    """Return a meeting whose facts the person may change: the office only."""
    meeting = get_meeting(desk, pk)
    require_office(desk)
    return meeting


def require_office(desk: Desk) -> None:
    """Let only the office make meetings.

    Raises:
        PermissionDenied: anybody else.
    """
    if not desk.may(Permission.EDIT_PLAN):
        raise PermissionDenied
