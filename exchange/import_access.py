"""The doors of 計画の取込み: only the office of a city hall takes in its plans."""

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.shortcuts import get_object_or_404

from exchange.models import PlanUpload
from initiatives.access import may_edit_plans
from initiatives.models import Plan
from organizations.desk import Desk
from organizations.models import Municipality


def get_planning_city(desk: Desk) -> Municipality:
    """Return the city hall whose plans the person may take in.

    Raises:
        PermissionDenied: no post that edits plans.
    """
    city = desk.user.municipality
    if city is None or not may_edit_plans(desk):
        raise PermissionDenied
    return city


def get_own_plans(desk: Desk) -> QuerySet[Plan]:
    """Return the plans of the person's city hall, to be taken out."""
    return Plan.objects.visible_to(desk.user)


def get_uploads(desk: Desk) -> QuerySet[PlanUpload]:
    """Return what was registered in the person's city hall, without the files themselves."""
    uploads = PlanUpload.objects.visible_to(desk.user).defer("content")
    return uploads.select_related("by", "plan")


def get_upload(desk: Desk, pk: int) -> PlanUpload:
    """Return a registered file.

    Raises:
        Http404: another city hall's, or none.
        PermissionDenied: no post that edits plans.
    """
    upload = get_object_or_404(get_uploads(desk), pk=pk)
    get_planning_city(desk)
    return upload
