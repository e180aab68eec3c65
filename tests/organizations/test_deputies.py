"""Naming a deputy for a time, and ending one early."""

from datetime import date

import pytest

from organizations.models import Post, User
from tests import factories
from tests.conftest import TODAY

LIST, NEW = "/organizations/deputies/", "/organizations/deputies/new/"


@pytest.fixture
def form(department, clerk) -> dict[str, str]:
    return {
        "department": str(department.pk),
        "person": "clerk",
        "valid_from": "2026-10-19",
        "valid_to": "2026-10-30",
        "reason": "出張のため",
    }


def deputies() -> list[tuple]:
    rows = Post.objects.filter(is_deputy=True)
    return list(rows.values_list("user__username", "department__name", "valid_from", "valid_to"))


@pytest.mark.parametrize("who", ["head", "secretary", "administrator"])
@pytest.mark.parametrize("typed", ["clerk", "見本 花子", "見本　花子", "見本花子"])
def test_deputy_is_named_by_number_or_name(as_, form, who, typed):
    page = as_(who).post(NEW, {**form, "person": typed}, follow=True)

    assert deputies() == [("clerk", "市民課", date(2026, 10, 19), date(2026, 10, 30))]
    row = Post.objects.get(is_deputy=True)
    assert row.history.get().history_change_reason == "代理を置く：出張のため"
    assert "10月19日から10月30日まで、見本 花子さんが市民課の所属長の代理です。" in page.text
    assert [(each.state, each.reason, each.deed) for each in page.context["rows"]] == [
        ("これから", "出張のため", "取りやめる")
    ]


@pytest.mark.parametrize(
    ("change", "field", "said"),
    [
        ({"person": "だれか"}, "person", "当たる人がいません。氏名か職員番号を確かめてください。"),
        (
            {"person": "outsider"},
            "person",
            "当たる人がいません。氏名か職員番号を確かめてください。",
        ),
        ({"person": "head"}, "person", "例田 一郎さんは、この期間に市民課の所属長か代理です。"),
        ({"person": "gone"}, "person", "退職 済さんは、この期間に利用できません。"),
        (
            {"person": "同名 太郎"},
            "person",
            "同じ氏名の人がいます。職員番号（t1、t2）で入力してください。",
        ),
        ({"valid_from": "2026-10-13"}, "valid_from", "今日か、それより後の日にしてください。"),
        ({"valid_to": "2026-10-18"}, "valid_to", "おわりの日ははじめの日以後にしてください。"),
        (
            {"valid_to": "2027-01-19"},
            "valid_to",
            "３か月まで（令和９年１月18日まで）にしてください。それより長い代理は、システム管理者が登録します。",
        ),
        ({"valid_to": ""}, "valid_to", "入力してください。"),
        ({"reason": ""}, "reason", "入力してください。"),
        ({"department": ""}, "department", "選んでください。"),
    ],
)
def test_deputy_that_cannot_be_is_refused_at_its_place(
    as_, form, head, outsider, department, change, field, said
):
    factories.person(
        department, "clerk", username="gone", name="退職 済", valid_to=date(2026, 10, 25)
    )
    for number in ("t1", "t2"):
        factories.person(department, "clerk", username=number, name="同名 太郎")

    page = as_("head").post(NEW, {**form, **change})

    assert page.context["form"].errors == {field: [said]}
    assert deputies() == []


def test_three_months_are_allowed(as_, form):
    as_("head").post(NEW, {**form, "valid_to": "2027-01-18"})

    assert len(deputies()) == 1


def test_head_names_no_deputy_of_another_section(as_, form, neighbour):
    other = neighbour.posts.get().department_id

    page = as_("head").post(NEW, {**form, "department": str(other)})

    assert page.context["form"].errors == {"department": ["一覧から選んでください。"]}


def test_form_begins_with_the_section_the_address_names(as_, department, office, clerk):
    page = as_("secretary").get(f"{NEW}?section={department.pk}")

    assert page.context["form"].initial["department"] == department.pk
    assert page.context["colleagues"] == [clerk]


def test_deputy_opens_neither_the_list_nor_the_form(as_, department, viewer):
    factories.deputy(department, viewer, TODAY, TODAY)
    client = as_("viewer")

    assert [client.get(path).status_code for path in (LIST, NEW)] == [403, 403]
    assert client.get("/progress/confirmations/").status_code == 200


def test_deputy_to_come_is_called_off(as_, department, clerk):
    row = factories.deputy(department, clerk, date(2026, 10, 19), date(2026, 10, 30))

    page = as_("head").post(f"{LIST}{row.pk}/end/", follow=True)

    assert deputies() == []
    assert "市民課の見本 花子さんの代理を取りやめました。" in page.text
    gone = Post.history.filter(id=row.pk, history_type="-").get()
    assert (str(gone.history_user), gone.history_change_reason) == ("例田 一郎", "代理を終える")


def test_deputy_of_today_ends_with_today(as_, department, clerk):
    row = factories.deputy(department, clerk, date(2026, 10, 1), date(2026, 10, 30))
    client = as_("head")

    client.post(f"{LIST}{row.pk}/end/")
    again = client.post(f"{LIST}{row.pk}/end/", follow=True)

    assert deputies() == [("clerk", "市民課", date(2026, 10, 1), TODAY)]
    assert "この代理は、今日までか、もう終わっています。" in again.text


def test_account_of_a_deputy_must_last(as_, form):
    User.objects.filter(username="clerk").update(is_active=False)

    page = as_("head").post(NEW, form)

    assert list(page.context["form"].errors) == ["person"]


@pytest.mark.parametrize("count", [1, 3])
def test_list_of_deputies_asks_the_same_number_of_questions(
    as_, department, clerk, count, django_assert_num_queries
):
    for number in range(count):
        day = date(2026, 11, 1 + number)
        factories.deputy(department, clerk, day, day)
    client = as_("head")
    client.get(LIST)

    with django_assert_num_queries(10):
        client.get(LIST)
