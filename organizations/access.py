"""The doors to departments: not visible → 404."""

from django.shortcuts import get_object_or_404

from organizations.desk import Desk
from organizations.models import Department


def get_department(desk: Desk, pk: int) -> Department:
    """A department of the own city hall.

    Raises:
        Http404: there is none, or it is another city's.
    """
    return get_object_or_404(Department.objects.visible_to(desk.user), pk=pk)
