"""Deeds on proposals: signed, at one version, all or nothing."""

from dataclasses import replace

import pytest

from meetings import proposal_actions as actions
from meetings.comparison import Count
from meetings.models import Proposal, ProposalComparison
from tests import factories

FACTS = actions.Facts("deliberation", "計画の改定について", "復興政策部ＤＸ推進課")
COUNTS = (Count("策定済み", 3, "市", "仙台市"), Count("未定", None, "自治体", ""))


@pytest.fixture
def meeting(municipality):
    return factories.meeting(municipality=municipality)


@pytest.fixture
def draft(meeting, secretary):
    return actions.create_proposal(meeting=meeting, facts=FACTS, counts=COUNTS, by=secretary)


def test_create_makes_a_signed_draft(draft, secretary):
    assert (draft.state, draft.version, draft.subject) == ("draft", 1, FACTS.subject)
    assert actions.counts_of(draft) == COUNTS
    record = draft.history.get()
    assert (record.history_user, record.history_change_reason) == (secretary, "提案書の作成")


def test_change_writes_only_lines_that_differ(draft, secretary):
    counts = (COUNTS[0], replace(COUNTS[1], number=4), Count("未回答", 1, "自治体", ""))
    changed = actions.change_proposal(
        proposal=draft, version=1, facts=replace(FACTS, content="内容"), counts=counts, by=secretary
    )

    assert (changed.version, changed.content, actions.counts_of(changed)) == (2, "内容", counts)
    assert [line.history.count() for line in changed.comparisons.all()] == [1, 2, 1]


def test_lines_left_out_are_removed_with_history(draft, secretary):
    actions.change_proposal(proposal=draft, version=1, facts=FACTS, counts=(), by=secretary)

    assert ProposalComparison.objects.count() == 0
    gone = ProposalComparison.history.filter(history_type="-")
    assert list(gone.values_list("history_user", "history_change_reason")) == [
        (secretary.pk, "提案書の変更")
    ] * len(COUNTS)


def test_other_version_is_stale_and_nothing_is_written(draft, secretary):
    with pytest.raises(actions.StaleProposal):
        actions.change_proposal(
            proposal=draft, version=2, facts=replace(FACTS, content="x"), counts=(), by=secretary
        )

    draft.refresh_from_db()
    assert (draft.version, draft.content, len(actions.counts_of(draft))) == (1, "", 2)


def test_subject_stands_once_in_a_meeting(draft, meeting, secretary, municipality):
    with pytest.raises(actions.SubjectTakenError, match="同じ件名の提案書が既にあります。"):
        actions.create_proposal(meeting=meeting, facts=FACTS, counts=(), by=secretary)

    elsewhere = factories.meeting(municipality=municipality)
    actions.create_proposal(meeting=elsewhere, facts=FACTS, counts=(), by=secretary)
    assert Proposal.objects.count() == 2


def test_numbers_that_do_not_add_up_are_refused(meeting, secretary):
    facts = replace(FACTS, comparison_total=2)
    with pytest.raises(actions.ProposalError, match="超えています"):
        actions.create_proposal(meeting=meeting, facts=facts, counts=COUNTS, by=secretary)

    assert Proposal.objects.count() == 0


def test_submit_needs_day_and_content(draft, secretary):
    with pytest.raises(actions.ProposalError, match="提出するには、提出日、⑤ 主な内容を入力"):
        actions.submit_proposal(proposal=draft, version=1, by=secretary)


def test_handed_in_is_locked_until_it_is_taken_back(meeting, secretary):
    proposal = factories.proposal(meeting=meeting)
    with pytest.raises(actions.ProposalError, match="提出済みの提案書は直せません"):
        actions.change_proposal(proposal=proposal, version=1, facts=FACTS, counts=(), by=secretary)
    with pytest.raises(actions.ProposalError, match="提出済みの提案書は削除できません"):
        actions.remove_proposal(proposal=proposal, version=1, by=secretary)
    with pytest.raises(actions.ProposalError, match="提出済みです"):
        actions.submit_proposal(proposal=proposal, version=1, by=secretary)

    again = actions.reopen_proposal(proposal=proposal, version=1, by=secretary)
    assert (again.state, again.version) == ("draft", 2)
    with pytest.raises(actions.ProposalError, match="下書きです"):
        actions.reopen_proposal(proposal=again, version=2, by=secretary)
    assert actions.submit_proposal(proposal=again, version=2, by=secretary).state == "submitted"


def test_remove_keeps_the_history(draft, secretary):
    actions.remove_proposal(proposal=draft, version=1, by=secretary)

    assert (Proposal.objects.count(), ProposalComparison.objects.count()) == (0, 0)
    assert Proposal.history.filter(history_type="-").get().subject == FACTS.subject
