"""The schema of a proposal file as data. docs/proposal-file.md explains each key; a test holds the two together."""

from exchange.planfile.schema import (
    Field,
    Kind,
    Record,
    choice,
    day,
    many,
    number,
    one,
    reference,
    text,
    year,
)
from meetings.models import Meeting, Proposal, ProposalComparison
from meetings.models.proposal import HIGHEST

VERSION = 1

MEETING = Record(
    Meeting,
    (
        reference("body", required=True),
        year("year", required=True),
        number("number", required=True, low=1, high=99),
        day("held_on"),
        text("document_number"),
    ),
)
COMPARISON = Record(
    ProposalComparison,
    (
        text("label", required=True),
        number("count"),
        Field("unit", Kind.TEXT, default=ProposalComparison._meta.get_field("unit").default),
        text("names"),
    ),
    flow=True,
)
PROPOSAL = Record(
    Proposal,
    (
        choice("kind", Proposal.Kind, required=True),
        day("submitted_on"),
        text("department_printed", required=True),
        reference("department"),
        text("extension"),
        reference("plan"),
        text("subject", required=True),
        text("background"),
        text("aim"),
        text("laws"),
        choice("alignment", Proposal.Alignment),
        text("alignment_text"),
        text("course"),
        choice("participation", Proposal.Participation),
        text("participation_text"),
        text("content"),
        text("effect"),
        text("cost"),
        text("comparison"),
        text("comparison_title"),
        text("comparison_scope"),
        number("comparison_total", low=1, high=HIGHEST),
        text("comparison_source"),
        day("comparison_as_of"),
        many("comparisons", COMPARISON),
        text("schedule"),
        text("other"),
        text("source"),
    ),
)
PROPOSAL_FILE = Record(
    None,
    (
        number("format", required=True, low=VERSION, high=VERSION),
        text("municipality", required=True),
        one("meeting", MEETING),
        one("proposal", PROPOSAL),
    ),
)
