"""会議: the list for everybody, the forms for the office."""

from datetime import date

import pytest
from django.urls import reverse

from meetings.models import Body, Meeting
from tests import factories
from tests.conftest import CAST

LIST = "meetings:meeting-list"
OFFICE_ONLY = dict.fromkeys(CAST, 403) | {"secretary": 200, "anonymous": 302}


def posted(**fields):
    return {
        "body": "石巻市ＤＸ推進本部",
        "held_on": "2026-10-28",
        "number": "2",
        "period": "",
        "document_number": "資料１",
        "purpose": "report",
        **fields,
    }


@pytest.mark.parametrize("name", CAST)
def test_meeting_list_opens_for_everybody_signed_in(as_, name, plan):
    expected = 302 if name == "anonymous" else 200

    assert as_(name).get(reverse(LIST)).status_code == expected


@pytest.mark.parametrize("name", CAST)
def test_meeting_create_is_the_offices(as_, name, plan):
    assert as_(name).get(reverse("meetings:meeting-create")).status_code == OFFICE_ONLY[name]


@pytest.mark.parametrize("name", CAST)
def test_meeting_edit_is_the_offices(as_, name, plan):
    meeting = factories.meeting(municipality=plan.municipality)
    expected = {**OFFICE_ONLY, "outsider": 404}[name]

    assert (
        as_(name).get(reverse("meetings:meeting-edit", args=[meeting.pk])).status_code == expected
    )


def test_meeting_list_shows_a_meeting_with_its_papers(as_, plan, period):
    meeting = factories.meeting(municipality=plan.municipality, number=2, period=period)
    page = as_("clerk").get(reverse(LIST)).content.decode()
    url = reverse("exchange:hq-download", args=[plan.slug])

    assert "令和８年度 第２回 石巻市ＤＸ推進本部" in page
    assert f"{url}?period=2026-2&amp;meeting={meeting.pk}" in page
    assert "会議を登録する" not in page


def test_meeting_list_offers_papers_only_to_those_who_may_export(as_, plan, period):
    factories.meeting(municipality=plan.municipality, period=period)

    assert "hq.xlsx" not in as_("administrator").get(reverse(LIST)).content.decode()


def test_meeting_list_hides_other_cities(as_, plan, outsider):
    factories.meeting(municipality=outsider.municipality, body="東松島市ＤＸ推進本部")

    assert "東松島市" not in as_("clerk").get(reverse(LIST)).content.decode()


def test_meeting_list_leads_to_proposals_and_shows_drafts_to_the_office_only(as_, plan):
    meeting = factories.meeting(municipality=plan.municipality)
    shown = factories.proposal(meeting=meeting)
    draft = factories.proposal(meeting=meeting, state="draft")
    pages = {name: as_(name).get(reverse(LIST)).text for name in ("clerk", "secretary")}

    links = {
        name: [f'href="{row.get_absolute_url()}"' in page for row in (shown, draft)]
        for name, page in pages.items()
    }
    assert links == {"clerk": [True, False], "secretary": [True, True]}
    assert ["提案書を作る" in page for page in pages.values()] == [False, True]


def test_meeting_list_says_when_no_day_is_known(as_, plan):
    factories.meeting(municipality=plan.municipality, held_on=None, year=2021)
    factories.meeting(municipality=plan.municipality, year=2026)
    page = as_("clerk").get(reverse(LIST))

    assert "資料に記載なし" in page.text
    assert [meeting.year for meeting in page.context["page"]] == [2026, 2021]


def test_meeting_list_without_meetings_says_so(as_, plan):
    assert "まだ会議がありません。" in as_("clerk").get(reverse(LIST)).content.decode()


@pytest.mark.parametrize("count", [1, 3])
def test_meeting_list_queries_do_not_grow(
    as_, plan, period, clerk, count, django_assert_num_queries
):
    for _ in range(count):
        meeting = factories.meeting(municipality=plan.municipality, period=period)
        factories.proposal(meeting=meeting)
    client = as_("clerk")
    client.get(reverse(LIST))

    with django_assert_num_queries(LIST_QUERIES):
        client.get(reverse(LIST))


LIST_QUERIES = 11


def test_create_form_speaks_of_the_plan_in_force_not_of_the_next_one(as_, plan, period):
    later = factories.plan(municipality=plan.municipality)
    type(plan).objects.filter(pk=later.pk).update(
        first_year=2028, last_year=2030, headquarters="次の本部"
    )

    page = as_("secretary").get(reverse("meetings:meeting-create"))

    assert page.context["form"].initial["body"] == plan.headquarters


def test_create_form_proposes_the_next_meeting_of_the_headquarters(as_, plan, period):
    factories.meeting(municipality=plan.municipality, number=2)
    form = as_("secretary").get(reverse("meetings:meeting-create")).context["form"]

    assert form.initial["body"] == "石巻市ＤＸ推進本部"
    assert form.initial["number"] == 3
    assert form.initial["period"] == period
    assert form.initial["document_number"] == "資料１"


def test_create_makes_the_meeting_and_returns_to_the_list(as_, plan, period, secretary):
    data = posted(period=period.pk, purpose="deliberation")
    response = as_("secretary").post(reverse("meetings:meeting-create"), data, follow=True)
    meeting = Meeting.objects.get()

    assert (meeting.year, meeting.number, meeting.held_on) == (2026, 2, date(2026, 10, 28))
    assert (meeting.period, meeting.purpose) == (period, "deliberation")
    assert meeting.body.municipality == plan.municipality
    assert "令和８年度 第２回 石巻市ＤＸ推進本部を登録しました。" in response.content.decode()


def test_edit_changes_the_meeting(as_, plan, period):
    meeting = factories.meeting(municipality=plan.municipality, number=1)
    url = reverse("meetings:meeting-edit", args=[meeting.pk])
    as_("secretary").post(url, posted(number="4", body="幹事会", document_number="資料２"))
    meeting.refresh_from_db()

    assert (meeting.number, meeting.body.name, meeting.document_number) == (4, "幹事会", "資料２")


@pytest.mark.parametrize(
    ("fields", "field", "message"),
    [
        ({"body": ""}, "body", "入力してください。"),
        ({"number": ""}, "number", "入力してください。"),
        ({"number": "二"}, "number", "回は数字で入力してください。"),
        ({"number": "0"}, "number", "回は１以上にしてください。"),
        ({"number": "100"}, "number", "回は99以下にしてください。"),
        ({"held_on": "10/28"}, "held_on", "日付は 2026-10-16 のように入力してください。"),
        ({"period": "999999"}, "period", "一覧にある報告期から選んでください。"),
        ({"document_number": ""}, "document_number", "入力してください。"),
    ],
)
def test_bad_input_is_told_beside_the_field(as_, plan, fields, field, message):
    response = as_("secretary").post(reverse("meetings:meeting-create"), posted(**fields))

    assert response.context["form"].errors[field] == [message]
    assert Meeting.objects.count() == 0


def test_number_taken_is_told_and_nothing_is_written(as_, plan):
    factories.meeting(municipality=plan.municipality, number=2)
    response = as_("secretary").post(reverse("meetings:meeting-create"), posted())

    assert response.context["form"].errors["number"] == ["同じ年度・回の会議が既にあります。"]
    assert Meeting.objects.count() == 1


def test_refused_meeting_leaves_no_body_behind(as_, plan):
    factories.meeting(municipality=plan.municipality, number=2)
    as_("secretary").post(reverse("meetings:meeting-create"), posted(number="0", body="新しい会"))

    assert Body.objects.count() == 1


def test_period_of_another_city_cannot_be_chosen(as_, plan, outsider):
    elsewhere = factories.period(plan=factories.plan(municipality=outsider.municipality))
    data = posted(period=elsewhere.pk)
    response = as_("secretary").post(reverse("meetings:meeting-create"), data)

    assert response.context["form"].errors["period"] == ["一覧にある報告期から選んでください。"]
