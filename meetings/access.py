"""The doors of the room: not visible → 404, visible but not allowed → 403."""

from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404

from meetings.models import Meeting, MeetingQuerySet, Proposal, ProposalQuerySet
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


def get_proposals(desk: Desk) -> ProposalQuerySet:
    """Return the proposals the person may read: what was handed in, and to the office its drafts."""
    if not desk.may_somewhere(Permission.READ):
        raise PermissionDenied
    proposals = Proposal.objects.visible_to(desk.user)
    return proposals if desk.may(Permission.EDIT_PLAN) else proposals.submitted()


def get_proposal(desk: Desk, pk: int) -> Proposal:
    """Return a proposal the person may read, with its meeting."""
    related = get_proposals(desk).select_related("meeting__body", "plan", "department")
    return get_object_or_404(related.prefetch_related("comparisons"), pk=pk)


def get_editable_proposal(desk: Desk, pk: int) -> Proposal:
    """Return a proposal that the person may write: the office only."""
    proposal = get_proposal(desk, pk)
    require_office(desk)
    return proposal
