"""The doors of the room: not visible → 404, visible but not allowed → 403."""

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.shortcuts import get_object_or_404

from initiatives.duties import ASSIGNED
from initiatives.models import Category, Initiative, Plan, Responsibility
from organizations.access import may_administer
from organizations.desk import Desk
from organizations.roles import Permission


def get_plans(desk: Desk) -> QuerySet[Plan]:
    """The plans of the person's city hall, each with the one before it."""
    _require(desk.may_somewhere(Permission.READ))
    return Plan.objects.visible_to(desk.user).select_related("predecessor")


def get_category(desk: Desk, slug: str, code: str) -> Category:
    """Return a heading of a plan the person may read, with what stands above it."""
    plan = get_plan(desk, slug)
    rows = plan.categories.select_related("parent", "plan__municipality")
    return get_object_or_404(rows, code=code)


def get_plan(desk: Desk, slug: str) -> Plan:
    """Return a plan the person may read."""
    plans = Plan.objects.visible_to(desk.user).select_related("municipality", "grade_scale")
    plan = get_object_or_404(plans, slug=slug)
    _require(desk.may_somewhere(Permission.READ))
    return plan


def get_editable_plan(desk: Desk, slug: str) -> Plan:
    """Return a plan whose facts the person may change: the office only."""
    plan = get_plan(desk, slug)
    _require(may_edit_plans(desk))
    return plan


def may_edit_plans(desk: Desk) -> bool:
    """Whether the person changes what plans say."""
    return desk.may(Permission.EDIT_PLAN)


def require_scale_keeper(desk: Desk) -> None:
    """Refuse everybody but the office and the administrator: they take over grade scales.

    Raises:
        PermissionDenied: no such post today.
    """
    _require(may_edit_plans(desk) or may_administer(desk))


def get_initiative(desk: Desk, pk: int) -> Initiative:
    """Return an initiative the person may read, with its plan and category."""
    initiatives = Initiative.objects.visible_to(desk.user).select_related(
        "plan__municipality", "plan__grade_scale", "category", "repeat_of"
    )
    initiative = get_object_or_404(initiatives, pk=pk)
    _require(desk.may_somewhere(Permission.READ))
    return initiative


def get_assignable_initiative(desk: Desk, pk: int) -> Initiative:
    """Return an initiative to which the person may assign a reporting section: the office only."""
    initiative = get_initiative(desk, pk)
    _require(desk.may(Permission.EDIT_PLAN))
    return initiative


def get_revocable_assignment(desk: Desk, initiative_pk: int, pk: int) -> Responsibility:
    """Return an assignment made by the office. Of the document, or taken over from it: 404."""
    initiative = get_assignable_initiative(desk, initiative_pk)
    assignments = initiative.responsibilities.filter(ASSIGNED)
    return get_object_or_404(assignments.select_related("department", "initiative"), pk=pk)


def _require(allowed: bool) -> None:
    if not allowed:
        raise PermissionDenied
