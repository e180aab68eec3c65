"""What a proposal may take from the database: nothing that is not known there."""

from datetime import date

import pytest

from initiatives.models import PlanStatement
from meetings import filling
from tests import factories


@pytest.fixture
def meeting(municipality):
    return factories.meeting(municipality=municipality, year=2026, number=3)


def test_plan_without_facts_gives_title_and_period_only(plan, meeting):
    assert filling.fill(plan, meeting) == {
        "subject": "石巻市ＤＸ推進計画について",
        "content": "１　タイトル\n　　石巻市ＤＸ推進計画\n\n２　対象期間\n　　令和７～９年度",
    }


def test_plan_gives_its_aim_build_goals_and_dues(plan, meeting, initiative):
    PlanStatement.objects.create(plan=plan, kind="purpose", order=1, text="変革する。\n　続ける。")
    factories.indicator(initiative=initiative)
    factories.milestone(initiative=initiative, text="導入", due_year=2026)
    filled = filling.fill(plan, meeting)

    assert filled["content"].splitlines() == [
        *("１　タイトル", "　　石巻市ＤＸ推進計画", ""),
        *("２　趣旨", "　　変革する。", "　　続ける。", ""),
        *("３　対象期間", "　　令和７～９年度", ""),
        *("４　構成", "　　A-①　市民サービスの利便性向上", "　　取組事項　１件"),
    ]
    assert filled["effect"].splitlines()[0] == "【目標値】"
    assert "保有率（市）" in filled["effect"].splitlines()[1]
    assert filled["schedule"] == "令和８年度　導入"


def test_many_dues_of_a_year_are_counted(plan, meeting, initiative):
    for name in ("一", "二", "三", "四", "五"):
        factories.milestone(initiative=initiative, text=name, due_year=2027)

    assert filling.fill(plan, meeting)["schedule"] == "令和９年度　一、二、三 ほか２件"


def test_course_is_what_was_handed_in_before(plan, meeting, municipality):
    first = factories.meeting(
        municipality=municipality, year=2025, number=1, held_on=date(2025, 7, 31)
    )
    second = factories.meeting(municipality=municipality, year=2026, number=2, held_on=None)
    later = factories.meeting(municipality=municipality, year=2026, number=4)
    factories.proposal(meeting=first, subject="骨子について", kind="report")
    factories.proposal(meeting=second, subject="素案について", kind="deliberation")
    factories.proposal(meeting=second, subject="書きかけ", state="draft")
    factories.proposal(meeting=later, subject="次の件")
    factories.proposal(meeting=meeting, subject="同じ会議の件")

    assert filling.fill(plan, meeting)["course"].splitlines() == [
        "令和７年度第１回石巻市ＤＸ推進本部（令和７年７月３１日開催）において、「骨子について」を報告",
        "令和８年度第２回石巻市ＤＸ推進本部において、「素案について」を審議",
    ]


def test_course_names_the_progress_of_this_plan_that_was_reported(plan, period, meeting):
    factories.meeting(municipality=plan.municipality, year=2026, number=2, period=period)
    other = factories.plan(municipality=plan.municipality)

    assert filling.fill(plan, meeting)["course"] == (
        "令和８年度第２回石巻市ＤＸ推進本部（令和８年１０月２８日開催）において、"
        "令和８年度 第２四半期の進捗状況を報告"
    )
    assert "course" not in filling.fill(other, meeting)


@pytest.mark.parametrize("count", [1, 3])
def test_filling_queries_do_not_grow(plan, meeting, department, count, django_assert_num_queries):
    for number in range(count):
        before = factories.meeting(municipality=plan.municipality, year=2025, number=number)
        factories.proposal(meeting=before)
        initiative = factories.initiative(plan=plan, lead=department)
        factories.indicator(initiative=initiative)
        factories.milestone(initiative=initiative)

    with django_assert_num_queries(FILL_QUERIES):
        filling.fill(plan, meeting)


FILL_QUERIES = 8
