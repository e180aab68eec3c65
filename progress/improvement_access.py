"""The doors of 業務改善報告: what is published is the whole city hall's, the rest the section's and the office's."""

from collections.abc import Iterable

from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.shortcuts import get_object_or_404

from fiscal import clock
from initiatives.models import Initiative, InitiativeQuerySet
from organizations.desk import Desk
from organizations.models import Department
from organizations.roles import Permission
from progress.improvement_workflow import SENT, Deed, State, allowed
from progress.models import Improvement, ImprovementQuerySet
from progress.own_initiatives import named_by

_RELATIONS = ("department__municipality", "by", "initiative__category", "initiative__plan")
_SECTIONS_DEEDS = frozenset({Deed.CHANGE, Deed.SUBMIT, Deed.WITHDRAW, Deed.REMOVE})
_OFFICE_DEEDS = frozenset({Deed.LIST, Deed.RETURN})


def sections_of(desk: Desk) -> list[Department]:
    """The sections for which the person writes improvements, each once. No query."""
    wanted = set(desk.departments_for(Permission.IMPROVE))
    posts = [post for post in desk.posts if post.department_id in wanted]
    return list({post.department_id: post.department for post in posts}.values())


def own_of(desk: Desk) -> frozenset[int]:
    """The same sections, and those they have taken over from (one query at most)."""
    sections = sections_of(desk)
    return frozenset(named_by(sections, clock.today())) if sections else frozenset()


def get_improvements(desk: Desk, own: Iterable[int] | None = None) -> ImprovementQuerySet:
    """What the person may read.

    Raises:
        PermissionDenied: no post that may read.
    """
    if not desk.may_somewhere(Permission.READ):
        raise PermissionDenied
    readable = Q(state=State.LISTED) | Q(department__in=own_of(desk) if own is None else own)
    if desk.may(Permission.REVIEW):
        readable |= Q(state__in=SENT)
    return Improvement.objects.visible_to(desk.user).filter(readable)


def get_improvement(desk: Desk, pk: int) -> Improvement:
    """An improvement the person may read."""
    return get_object_or_404(get_improvements(desk).select_related(*_RELATIONS), pk=pk)


def get_own_improvement(desk: Desk, pk: int) -> Improvement:
    """An improvement of the person's own section.

    Raises:
        Http404: not to be seen.
        PermissionDenied: another section's.
    """
    improvement = get_improvement(desk, pk)
    if improvement.department_id not in own_of(desk):
        raise PermissionDenied
    return improvement


def get_reviewed_improvement(desk: Desk, pk: int) -> Improvement:
    """An improvement the office judges.

    Raises:
        Http404: not to be seen.
        PermissionDenied: not the office.
    """
    improvement = get_improvement(desk, pk)
    if not desk.may(Permission.REVIEW):
        raise PermissionDenied
    return improvement


def get_writing_sections(desk: Desk) -> list[Department]:
    """The sections for which the person may write a new one.

    Raises:
        PermissionDenied: none.
    """
    sections = sections_of(desk)
    if not sections:
        raise PermissionDenied
    return sections


def linkable(desk: Desk) -> InitiativeQuerySet:
    """The initiatives of the city hall an improvement may be linked to, plan by plan."""
    rows = Initiative.objects.visible_to(desk.user).select_related("category", "plan")
    return rows.order_by("plan__first_year", "plan", "order")


def may_do(desk: Desk, improvement: Improvement) -> frozenset[Deed]:
    """What the person may do to an improvement now (one query at most)."""
    mine: frozenset[Deed] = frozenset()
    if improvement.department_id in own_of(desk):
        mine |= _SECTIONS_DEEDS
    if desk.may(Permission.REVIEW):
        mine |= _OFFICE_DEEDS
    return mine & allowed(improvement.workflow_state)
