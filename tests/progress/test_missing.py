"""未提出: by section, with names, and the letter."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from progress import missing
from progress.people import People
from progress.reporters import reporters_of
from tests import factories
from tests.conftest import CAST, TODAY


def url(period) -> str:
    return reverse("progress:missing-list", args=[period.pk])


def missing_in(period):
    return missing.missing_in(period, reporters_of(period.plan, TODAY), TODAY)


@pytest.mark.parametrize("name", CAST)
def test_missing_list_is_for_the_office(as_, name, period, initiative):
    expected = {"secretary": 200, "outsider": 404, "anonymous": 302}

    assert as_(name).get(url(period)).status_code == expected.get(name, 403)


def test_missing_list_refuses_post(as_, period):
    assert as_("secretary").post(url(period)).status_code == 405


def test_missing_list_names_sections_states_and_people(
    plan, period, initiative, department, clerk, head
):
    saved = datetime(2026, 10, 14, 14, 32, tzinfo=ZoneInfo("Asia/Tokyo"))
    factories.report(
        initiative=initiative,
        period=period,
        department=department,
        state="returned",
        saved_at=saved,
    )
    nobody = factories.initiative(plan=plan)
    came = factories.initiative(plan=plan, lead=department)
    factories.report(initiative=came, period=period, department=department, state="submitted")

    found = missing_in(period)

    assert [
        (row.name, row.people, [(r.initiative_pk, r.chip.word, r.since) for r in row.rows])
        for row in found.sections
    ] == [
        ("市民課", People(("見本 花子",), ("例田 一郎",)), [(initiative.pk, "差戻し", saved)]),
        ("担当未定", People(), [(nobody.pk, "未入力", None)]),
    ]
    assert (found.total, found.in_words) == (2, "未入力１・差戻し１")


def test_missing_list_leaves_out_people_who_left(period, initiative, department, clerk, head):
    clerk.posts.update(valid_to=date(2026, 3, 31))
    head.is_active = False
    head.save()

    assert missing_in(period).sections[0].people == People()


def test_letter_names_what_is_missing(period, initiative, department, clerk):
    text = missing.letter(missing_in(period), "ＤＸ推進課")

    assert "下の１件がまだ提出されていません。" in text
    assert "報告期限は令和８年10月16日（金）、締切は令和８年10月31日（土）です。" in text
    assert f"■ 市民課（見本 花子）\n　A-①-{initiative.number} {initiative.title}（未入力）" in text
    assert text.endswith("\n\nＤＸ推進課")


def test_letter_without_a_clerk_names_the_section(period, initiative):
    assert "■ 市民課\n" in missing.letter(missing_in(period), "ＤＸ推進課")


def test_missing_list_leads_to_the_assignment(as_, plan, period):
    row = factories.initiative(plan=plan)

    text = as_("secretary").get(url(period)).content.decode()

    assert reverse("initiatives:responsibility-assign", args=[row.pk]) in text


def test_missing_list_says_when_nothing_is_missing(as_, period):
    assert "未提出の報告はありません" in as_("secretary").get(url(period)).content.decode()


def test_missing_list_queries_do_not_grow(as_, plan, period, municipality):
    client, taken = as_("secretary"), []
    for count in (1, 2):
        for _ in range(count):
            section = factories.department(municipality=municipality)
            factories.person(section, "clerk")
            row = factories.initiative(plan=plan, lead=section)
            factories.report(initiative=row, period=period, department=section, state="draft")
        client.get(url(period))
        with CaptureQueriesContext(connection) as queries:
            client.get(url(period))
        taken.append(len(queries))

    assert taken[0] == taken[1]
