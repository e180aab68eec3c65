"""Deeds on meetings leave history and keep a number once."""

from datetime import date

import pytest

from meetings import actions
from meetings.models import Body, Meeting
from tests import factories


def facts(**fields):
    values = {
        "body": "石巻市ＤＸ推進本部",
        "number": 1,
        "held_on": date(2027, 3, 31),
        "period": None,
        "document_number": "資料１",
        "purpose": "report",
        **fields,
    }
    return actions.Facts(**values)


def test_fiscal_year_comes_from_the_day(municipality, secretary):
    meeting = actions.create_meeting(municipality_id=municipality.pk, facts=facts(), by=secretary)

    assert str(meeting) == "令和８年度 第１回 石巻市ＤＸ推進本部"


def test_body_is_made_once(municipality, secretary):
    for number in (1, 2):
        actions.create_meeting(
            municipality_id=municipality.pk, facts=facts(number=number), by=secretary
        )

    assert Body.objects.count() == 1


def test_history_says_who_and_why(municipality, secretary):
    meeting = actions.create_meeting(municipality_id=municipality.pk, facts=facts(), by=secretary)
    actions.change_meeting(meeting=meeting, facts=facts(number=5), by=secretary)
    rows = meeting.history.order_by("pk").values_list(
        "number", "history_user", "history_change_reason"
    )

    assert list(rows) == [(1, secretary.pk, "会議の登録"), (5, secretary.pk, "会議の変更")]


def test_number_is_taken_once_a_year_and_body(municipality, secretary):
    factories.meeting(municipality=municipality, number=1)
    with pytest.raises(actions.MeetingError, match="同じ年度・回の会議が既にあります。"):
        actions.create_meeting(municipality_id=municipality.pk, facts=facts(), by=secretary)

    other = facts(body="幹事会"), facts(held_on=date(2027, 4, 1))
    made = [
        actions.create_meeting(municipality_id=municipality.pk, facts=one, by=secretary)
        for one in other
    ]

    assert [(row.body.name, row.year) for row in made] == [
        ("幹事会", 2026),
        ("石巻市ＤＸ推進本部", 2027),
    ]


def test_meeting_may_keep_its_own_number(municipality, secretary):
    meeting = factories.meeting(municipality=municipality, number=1)
    actions.change_meeting(meeting=meeting, facts=facts(document_number="資料９"), by=secretary)

    assert Meeting.objects.get().document_number == "資料９"
