"""The doors to reorganisations and to the sections' past. Not visible → 404, visible but not allowed → 403."""

from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404

from organizations.desk import Desk
from organizations.models import Reorganization
from organizations.roles import Permission


def get_reorganization(desk: Desk, pk: int) -> Reorganization:
    """A 機構改革 of the own city hall, for those who draft it and bring it into force."""
    row = get_object_or_404(Reorganization.objects.visible_to(desk.user), pk=pk)
    require_reorganizer(desk)
    return row


def require_reorganizer(desk: Desk) -> None:
    """Only the office and the system administrator change which sections there are.

    Raises:
        PermissionDenied: the person is neither.
    """
    if not desk.may(Permission.REORGANIZE):
        raise PermissionDenied


def require_reader(desk: Desk) -> None:
    """Whoever holds a post reads.

    Raises:
        PermissionDenied: the person holds none.
    """
    if not desk.may_somewhere(Permission.READ):
        raise PermissionDenied
