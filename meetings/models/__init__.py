from meetings.models.meeting import Body, Meeting, MeetingQuerySet
from meetings.models.proposal import Proposal, ProposalComparison, ProposalQuerySet

__all__ = [
    "Body",
    "Meeting",
    "MeetingQuerySet",
    "Proposal",
    "ProposalComparison",
    "ProposalQuerySet",
]
