"""The paper's lines under its nine headings."""

import pytest

from meetings import paper
from meetings.models import ProposalComparison
from tests import factories


@pytest.fixture
def meeting(municipality):
    return factories.meeting(municipality=municipality, year=2026, number=12, body="推進本部")


def under(proposal, number):
    headings = {heading.number: heading for heading in paper.build(proposal).headings}
    return [line.text for line in headings[number].lines]


def test_head_is_in_full_width_digits(meeting):
    printed = paper.build(factories.proposal(meeting=meeting, extension="4262", kind="report"))

    assert printed.title == "令和８年度 第１２回推進本部提案"
    assert printed.kind == "報　告"
    assert printed.submitted == "提　出　日：令和８年１０月１４日"
    assert printed.department == "担当部・課：復興政策部ＤＸ推進課〔内線４２６２〕"


def test_draft_without_a_day_leaves_it_open(meeting):
    draft = factories.proposal(meeting=meeting, state="draft", submitted_on=None)

    assert paper.build(draft).submitted == "提　出　日："


def test_empty_headings_have_no_lines(meeting):
    proposal = factories.proposal(meeting=meeting)

    assert [number for number in paper.HEADINGS if not under(proposal, number)] == [
        *("②", "④", "⑥", "⑦", "⑧", "⑨"),
    ]


def test_reasons_carry_their_own_headings(meeting):
    proposal = factories.proposal(meeting=meeting, background="　国は、\n　県は、", aim="市は、")

    assert under(proposal, "②") == ["【背景】", "　国は、", "　県は、", "", "【目的】", "市は、"]


def test_opening_lines_are_known(meeting):
    text = "１　趣旨\n（１）定義\n【目的】\n　　本文\n12 構成\n１２月に\n【注】参照"

    assert [line.text for line in paper.lines(text) if line.opens] == [
        *("１　趣旨", "（１）定義", "【目的】", "12 構成"),
    ]


@pytest.mark.parametrize(
    ("fields", "lines"),
    [
        ({}, ["【根拠法令】", "", paper.UNDECIDED]),
        (
            {"laws": "甲法\n乙法", "alignment": "placed", "alignment_text": "第２次総合計画"},
            [
                "【根拠法令】　甲法",
                "　　　　　　　乙法",
                "",
                "【総合計画との整合性　総合計画の位置付け：有】",
                "第２次総合計画",
            ],
        ),
        ({"alignment": "separate"}, ["【根拠法令】", "", "【個別計画との整合性】"]),
    ],
)
def test_laws_and_plans(meeting, fields, lines):
    assert under(factories.proposal(meeting=meeting, **fields), "③") == lines


def test_participation_and_cost_are_printed_when_stated(meeting):
    proposal = factories.proposal(
        meeting=meeting,
        course="経過。",
        participation="yes",
        participation_text="意見の募集",
        effect="効果。",
        cost="予算の範囲内",
    )

    assert under(proposal, "④") == ["経過。", "", "【市民参加】　有", "意見の募集"]
    assert under(proposal, "⑥") == ["効果。", "", "【財源措置・複数年のコスト】", "予算の範囲内"]


def test_comparison_is_composed_of_its_numbers(meeting):
    proposal = factories.proposal(
        meeting=meeting,
        comparison_title="策定状況",
        comparison_scope="県内",
        comparison_total=35,
        comparison_source="県の調査",
        comparison_as_of="2021-10-05",
    )
    rows = (("策定済み", 3, "市", "仙台市"), ("未定", None, "自治体", ""))
    for order, (label, count, unit, names) in enumerate(rows, 1):
        ProposalComparison.objects.create(
            proposal=proposal, order=order, label=label, count=count, unit=unit, names=names
        )
    proposal.refresh_from_db()

    assert under(proposal, "⑦") == [
        "県の調査（令和３年１０月５日現在）",
        "",
        "策定状況",
        "　県内３５自治体中",
        "　①策定済み　３市（仙台市）",
        "　②未定　資料に記載なし",
    ]
    assert paper.build(proposal).agrees is False
