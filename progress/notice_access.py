"""The doors of notices and of extended deadlines. Not visible → 404, visible but not allowed → 403."""

from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404

from organizations.desk import Desk
from progress.models import Notice


def get_own_notice(desk: Desk, pk: int) -> Notice:
    """A notice that went to the person."""
    notice = get_object_or_404(Notice.objects.visible_to(desk.user), pk=pk)
    if not notice.recipients.filter(user=desk.user).exists():
        raise PermissionDenied
    return notice
