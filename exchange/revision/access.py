"""The doors of 計画の改定: the office of the city hall drafts; what is in force everybody there may compare."""

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404

from exchange.revision import drafting
from exchange.revision.identity import Group
from initiatives.access import get_plan
from initiatives.models import Plan, PlanAmendment
from organizations.desk import Desk
from organizations.roles import Permission

__all__ = ["get_amendment", "get_initiative", "get_plan", "get_revisable_plan", "may_revise"]


def may_revise(desk: Desk) -> bool:
    """Whether the person drafts revisions."""
    return desk.may(Permission.EDIT_PLAN)


def get_revisable_plan(desk: Desk, slug: str) -> Plan:
    """Return a plan of which the person drafts revisions.

    Raises:
        Http404: another city hall's, or none.
        PermissionDenied: no post that edits plans.
    """
    plan = get_plan(desk, slug)
    if not may_revise(desk):
        raise PermissionDenied
    return plan


def get_amendment(desk: Desk, pk: int) -> PlanAmendment:
    """Return a 改定案 of a plan of which the person drafts revisions.

    Raises:
        Http404: another city hall's, or none.
        PermissionDenied: no post that edits plans.
    """
    rows = PlanAmendment.objects.filter(plan__municipality=desk.municipality_id)
    amendment = get_object_or_404(
        rows.select_related("plan__municipality", "plan__grade_scale"), pk=pk
    )
    if not may_revise(desk):
        raise PermissionDenied
    return amendment


def get_initiative(amendment: PlanAmendment, code: str) -> Group:
    """Return a 取組事項 of a 改定案.

    Raises:
        Http404: there is none with that code.
    """
    found = drafting.initiative_of(amendment.document, code)
    if found is None:
        raise Http404
    return found
