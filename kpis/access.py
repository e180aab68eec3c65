"""The doors of the room: not visible → 404, visible but not allowed → 403."""

from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404

from kpis.models import Indicator
from organizations.desk import Desk
from organizations.roles import Permission


def get_indicator(desk: Desk, pk: int) -> Indicator:
    """Return an indicator the person may read, with its initiative and plan.

    Raises:
        Http404: another municipality's, or none.
        PermissionDenied: a person without any post of today.
    """
    indicators = Indicator.objects.visible_to(desk.user).select_related(
        "initiative__plan__grade_scale", "initiative__plan__municipality", "counts"
    )
    indicator = get_object_or_404(indicators, pk=pk)
    if not desk.may_somewhere(Permission.READ):
        raise PermissionDenied
    return indicator
