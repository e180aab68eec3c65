"""Deeds on proposals: the office writes one, hands it in, takes it back, removes a draft."""

from dataclasses import astuple, dataclass, fields
from datetime import date

from django.db import transaction

from initiatives.models import Plan
from meetings import comparison
from meetings.comparison import Count
from meetings.models import Meeting, Proposal, ProposalComparison
from organizations.models import Department, User
from organizations.signature import sign


class ProposalError(Exception):
    """A proposal that cannot be; the message is Japanese and meant for the person."""


class SubjectTakenError(ProposalError):
    """The meeting has a proposal of this 件名 already."""


class StaleProposal(Exception):  # noqa: N818 - nobody did anything wrong
    """Somebody else has saved the proposal since it was read."""

    def __init__(self) -> None:
        super().__init__("ほかの人が先に保存しました。新しい内容を確かめてください。")


@dataclass(frozen=True)
class Facts:
    """What a proposal says, by the names of the columns."""

    kind: str
    subject: str
    department_printed: str
    submitted_on: date | None = None
    department: Department | None = None
    extension: str = ""
    plan: Plan | None = None
    background: str = ""
    aim: str = ""
    laws: str = ""
    alignment: str = ""
    alignment_text: str = ""
    course: str = ""
    participation: str = ""
    participation_text: str = ""
    content: str = ""
    effect: str = ""
    cost: str = ""
    comparison: str = ""
    comparison_title: str = ""
    comparison_scope: str = ""
    comparison_total: int | None = None
    comparison_source: str = ""
    comparison_as_of: date | None = None
    schedule: str = ""
    other: str = ""
    source: str = ""


COLUMNS = tuple(field.name for field in fields(Facts))
COUNT_COLUMNS = ("label", "count", "unit", "names")


@transaction.atomic
def create_proposal(
    *, meeting: Meeting, facts: Facts, counts: tuple[Count, ...], by: User | None
) -> Proposal:
    """Write a new draft.

    Raises:
        ProposalError: the meeting has one of this 件名, or the numbers of ⑦ do not add up.
    """
    # The meeting's row is the lock: of two drafts of one 件名 the second finds the first.
    Meeting.objects.select_for_update(no_key=True).get(pk=meeting.pk)
    proposal = Proposal(meeting=meeting)
    _fill(proposal, facts, counts, by, "提案書の作成")
    return proposal


@transaction.atomic
def change_proposal(
    *, proposal: Proposal, version: int, facts: Facts, counts: tuple[Count, ...], by: User | None
) -> Proposal:
    """Change a draft that was read at ``version``.

    Raises:
        StaleProposal: somebody else has saved it since.
        ProposalError: it has been handed in, or says what cannot be.
    """
    Meeting.objects.select_for_update(no_key=True).get(pk=proposal.meeting_id)
    row = _locked(proposal, version)
    if not row.is_draft:
        raise ProposalError("提出済みの提案書は直せません。下書きに戻してから直してください。")
    row.version += 1
    _fill(row, facts, counts, by, "提案書の変更")
    return row


@transaction.atomic
def submit_proposal(*, proposal: Proposal, version: int, by: User | None) -> Proposal:
    """Hand a draft in: from now on the whole city hall reads it.

    Raises:
        StaleProposal: somebody else has saved it since it was read.
        ProposalError: it has been handed in already, or something is missing.
    """
    row = _locked(proposal, version)
    if not row.is_draft:
        raise ProposalError("この提案書は提出済みです。")
    needed = {"提出日": row.submitted_on, "⑤ 主な内容": row.content}
    missing = "、".join(label for label, value in needed.items() if not value)
    if missing:
        raise ProposalError(f"提出するには、{missing}を入力してください。")
    return _turn(row, Proposal.State.SUBMITTED, by, "提出")


@transaction.atomic
def reopen_proposal(*, proposal: Proposal, version: int, by: User | None) -> Proposal:
    """Take a proposal back to be a draft.

    Raises:
        StaleProposal: somebody else has saved it since it was read.
        ProposalError: it is a draft.
    """
    row = _locked(proposal, version)
    if row.is_draft:
        raise ProposalError("この提案書は下書きです。")
    return _turn(row, Proposal.State.DRAFT, by, "下書きに戻す")


@transaction.atomic
def remove_proposal(*, proposal: Proposal, version: int, by: User) -> None:
    """Remove a draft; the history keeps what it said.

    Raises:
        StaleProposal: somebody else has saved it since it was read.
        ProposalError: it has been handed in.
    """
    row = _locked(proposal, version)
    if not row.is_draft:
        raise ProposalError("提出済みの提案書は削除できません。")
    for each in (*row.comparisons.all(), row):
        sign(each, by=by, reason="提案書の削除")
        each.delete()


def _locked(proposal: Proposal, version: int) -> Proposal:
    row = Proposal.objects.select_for_update(of=("self",)).get(pk=proposal.pk)
    if row.version != version:
        raise StaleProposal
    return row


def _turn(row: Proposal, state: Proposal.State, by: User | None, reason: str) -> Proposal:
    row.state, row.version = state, row.version + 1
    sign(row, by=by, reason=reason)
    row.save()
    return row


def _fill(
    row: Proposal, facts: Facts, counts: tuple[Count, ...], by: User | None, reason: str
) -> None:
    objection = comparison.objection([count.number for count in counts], facts.comparison_total)
    if objection:
        raise ProposalError(objection)
    same = Proposal.objects.filter(meeting=row.meeting_id, subject=facts.subject)
    if same.exclude(pk=row.pk).exists():
        raise SubjectTakenError("同じ会議に、同じ件名の提案書が既にあります。")
    for name in COLUMNS:
        setattr(row, name, getattr(facts, name))
    sign(row, by=by, reason=reason)
    row.save()
    _fill_counts(row, counts, by, reason)


def _fill_counts(row: Proposal, counts: tuple[Count, ...], by: User | None, reason: str) -> None:
    held = {line.order: line for line in row.comparisons.all()}
    for order, count in enumerate(counts, 1):
        line = held.pop(order, None) or ProposalComparison(proposal=row, order=order)
        before = tuple(getattr(line, name) for name in COUNT_COLUMNS)
        if line.pk is None or before != astuple(count):
            for name, value in zip(COUNT_COLUMNS, astuple(count), strict=True):
                setattr(line, name, value)
            sign(line, by=by, reason=reason)
            line.save()
    for line in held.values():
        sign(line, by=by, reason=reason)
        line.delete()


def facts_of(proposal: Proposal) -> Facts:
    """What a stored proposal says."""
    return Facts(**{name: getattr(proposal, name) for name in COLUMNS})


def counts_of(proposal: Proposal) -> tuple[Count, ...]:
    """The lines of ⑦ of a stored proposal (one query unless prefetched)."""
    return tuple(
        Count(line.label, line.count, line.unit, line.names) for line in proposal.comparisons.all()
    )
