"""指摘事項: recorded by 本部 and office, answered by the section."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from progress import remark_actions, remarks
from progress.models import Remark
from tests import factories
from tests.conftest import CAST, TODAY

GOOD = {
    "occasion": "令和８年度 第２回 ＤＸ推進本部",
    "made_on": "2026-10-14",
    "text": "土日の開催を検討すること。",
    "department": "",
    "due_on": "2026-10-23",
}


@pytest.fixture
def remark(initiative, executive):
    return factories.remark(initiative=initiative, by=executive)


def new_url(initiative) -> str:
    return reverse("progress:remark-create", args=[initiative.pk])


def answer_url(remark) -> str:
    return reverse("progress:remark-answer", args=[remark.pk])


@pytest.mark.parametrize("name", CAST)
def test_remark_create_is_for_the_office_and_the_executives(as_, name, initiative):
    client = as_(name)
    expected = {"secretary": 200, "executive": 200, "outsider": 404, "anonymous": 302}
    posted = {"secretary": 302, "executive": 302, "outsider": 404, "anonymous": 401}

    assert client.get(new_url(initiative)).status_code == expected.get(name, 403)
    assert client.post(new_url(initiative), GOOD).status_code == posted.get(name, 403)


@pytest.mark.parametrize("name", CAST)
def test_remark_answer_is_for_the_section(as_, name, remark):
    client = as_(name)
    expected = {"clerk": 200, "head": 200, "outsider": 404, "anonymous": 302}
    posted = {"clerk": 302, "head": 302, "outsider": 404, "anonymous": 401}
    data = {"response": "検討した。", "answered_at": ""}

    assert client.get(answer_url(remark)).status_code == expected.get(name, 403)
    assert client.post(answer_url(remark), data).status_code == posted.get(name, 403)


def test_remark_answer_follows_the_section_it_names(as_, remark, neighbour):
    remark.department = neighbour.posts.get().department
    remark.save()

    assert as_("neighbour").get(answer_url(remark)).status_code == 200
    assert as_("clerk").get(answer_url(remark)).status_code == 403


def test_remark_without_anybody_to_answer_is_forbidden(as_, plan, executive):
    remark = factories.remark(initiative=factories.initiative(plan=plan), by=executive)

    assert as_("clerk").get(answer_url(remark)).status_code == 403


def test_remark_is_recorded_with_person_and_reason(as_, initiative, executive, department):
    response = as_("executive").post(new_url(initiative), {**GOOD, "department": department.pk})

    remark = Remark.objects.get()
    assert response.url == initiative.get_absolute_url()
    assert (remark.text, remark.department, remark.due_on, remark.by) == (
        "土日の開催を検討すること。",
        department,
        date(2026, 10, 23),
        executive,
    )
    first = remark.history.get()
    assert first.history_user == executive
    assert first.history_change_reason == "指摘事項：令和８年度 第２回 ＤＸ推進本部"


def test_remark_form_shows_earlier_remarks(as_, remark):
    text = as_("executive").get(new_url(remark.initiative)).content.decode()

    assert "土日の開催を検討すること。" in text
    assert "回答待ち" in text


@pytest.mark.parametrize(
    ("change", "field", "message"),
    [
        ({"made_on": "2026-10-15"}, "made_on", "指摘の日に先の日付は入れられません。"),
        ({"made_on": "十月"}, "made_on", "日付は 2026-10-16 のように入力してください。"),
        ({"due_on": "2026-10-13"}, "due_on", "対応の期限は指摘の日以後の日にしてください。"),
        ({"text": " "}, "text", "指摘事項を入力してください。"),
        ({"text": "あ" * 2001}, "text", "2,000字以内で入力してください（いま2001字）。"),
        ({"occasion": "あ" * 101}, "occasion", "100字以内で入力してください（いま101字）。"),
        ({"department": "999999"}, "department", "一覧の課から選んでください。"),
    ],
)
def test_bad_remark_is_refused_beside_the_field(as_, initiative, change, field, message):
    response = as_("executive").post(new_url(initiative), {**GOOD, **change})

    assert response.context["form"].errors[field] == [message]
    assert Remark.objects.count() == 0


def test_remark_cannot_name_another_citys_section(as_, initiative, outsider):
    foreign = outsider.posts.get().department.pk

    response = as_("executive").post(new_url(initiative), {**GOOD, "department": foreign})

    assert response.context["form"].errors["department"] == ["一覧の課から選んでください。"]


def test_answer_is_kept_with_person_and_time(as_, remark, clerk):
    response = as_("clerk").post(
        answer_url(remark), {"response": "土日に２回開いた。", "answered_at": ""}
    )

    remark.refresh_from_db()
    assert response.url == reverse("progress:mypage-show")
    assert (remark.response, remark.responded_by) == ("土日に２回開いた。", clerk)
    assert timezone.localdate(remark.responded_at) == TODAY
    newest = remark.history.first()
    assert (newest.history_user, newest.history_change_reason) == (clerk, "対応状況の回答")


def test_answer_may_be_written_again(as_, remark, clerk):
    client = as_("clerk")
    client.post(answer_url(remark), {"response": "始めた。", "answered_at": ""})
    form = client.get(answer_url(remark)).context["form"]

    client.post(answer_url(remark), {**form.initial, "response": "終えた。"})

    remark.refresh_from_db()
    assert remark.response == "終えた。"


def test_stale_answer_changes_nothing_and_loses_nothing(as_, remark, head):
    client = as_("clerk")
    client.get(answer_url(remark))
    as_("head").post(answer_url(remark), {"response": "課長の回答。", "answered_at": ""})

    response = client.post(answer_url(remark), {"response": "担当の回答。", "answered_at": ""})

    remark.refresh_from_db()
    text = response.content.decode()
    assert (response.status_code, remark.response) == (409, "課長の回答。")
    assert "課長の回答。" in text
    assert "担当の回答。" in text
    again = client.post(
        answer_url(remark), {**response.context["form"].initial, "response": "二人の回答。"}
    )
    remark.refresh_from_db()
    assert (again.status_code, remark.response) == (302, "二人の回答。")


def test_the_same_answer_twice_is_written_once(remark, clerk):
    for _ in range(2):
        remark_actions.answer_remark(
            remark=remark, response="同じ回答。", answered_at=None, by=clerk
        )

    assert remark.history.count() == 2


@pytest.mark.parametrize("stamp", ["きのう", "2026-13-99T00:00:00"])
def test_answer_with_a_broken_stamp_is_like_none(as_, remark, stamp):
    as_("clerk").post(answer_url(remark), {"response": "回答。", "answered_at": stamp})

    remark.refresh_from_db()
    assert remark.response == "回答。"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "対応状況を入力してください。"),
        ("あ" * 2001, "2,000字以内で入力してください（いま2001字）。"),
    ],
)
def test_bad_answer_is_refused_beside_the_field(as_, remark, text, message):
    response = as_("clerk").post(answer_url(remark), {"response": text, "answered_at": ""})

    assert response.context["form"].errors["response"] == [message]
    remark.refresh_from_db()
    assert remark.response == ""


def test_remarks_on_an_initiative_newest_first(initiative, executive, django_assert_num_queries):
    old = factories.remark(initiative=initiative, by=executive, made_on=date(2026, 4, 1))
    new = factories.remark(initiative=initiative, by=executive)

    with django_assert_num_queries(1):
        assert [(row.pk, str(row.by)) for row in remarks.remarks_on(initiative)] == [
            (new.pk, "架空 進"),
            (old.pk, "架空 進"),
        ]


def test_remark_form_queries_do_not_grow(as_, initiative, executive):
    client, taken = as_("executive"), []
    for count in (1, 2):
        for _ in range(count):
            factories.remark(initiative=initiative, by=executive)
        client.get(new_url(initiative))
        with CaptureQueriesContext(connection) as queries:
            client.get(new_url(initiative))
        taken.append(len(queries))

    assert taken[0] == taken[1]
