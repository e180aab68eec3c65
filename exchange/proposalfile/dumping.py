"""Writes a proposal as the file that ``loadproposal`` reads, always the same text for the same proposal."""

from typing import Any

from exchange.planfile import dumping
from exchange.planfile.schema import Record
from exchange.proposalfile import records
from meetings.models import Proposal


def dump_yaml(proposal: Proposal) -> str:
    """Return a proposal file in YAML."""
    return "\n".join(dumping.document(_tree(proposal), records.PROPOSAL_FILE)) + "\n"


def _tree(proposal: Proposal) -> dict[str, Any]:
    meeting, department = proposal.meeting, proposal.department
    return {
        "format": records.VERSION,
        "municipality": meeting.body.municipality.code,
        "meeting": _group(records.MEETING, meeting, body=meeting.body.name),
        "proposal": _group(
            records.PROPOSAL,
            proposal,
            department=department.name if department else "",
            plan=proposal.plan.slug if proposal.plan else "",
            comparisons=[_group(records.COMPARISON, row) for row in proposal.comparisons.all()],
        ),
    }


def _group(record: Record, row: object, **further: Any) -> dict[str, Any]:
    """Return a row as a group of keys, without those that say nothing."""
    pairs = (
        (field, further.get(field.key, getattr(row, field.key, None))) for field in record.fields
    )
    return {
        field.key: value
        for field, value in pairs
        if value is not None and (field.required or value != field.empty)
    }
