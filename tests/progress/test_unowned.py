"""What nobody owns is the office's: now, and from a day that is known already."""

from datetime import date, timedelta

import pytest
from django.urls import reverse

from initiatives.models import Responsibility
from organizations.models import Department, Post, User
from progress import unowned
from tests import factories
from tests.conftest import TODAY

LIST = reverse("progress:unowned-list")
YESTERDAY, SOON = TODAY - timedelta(days=1), date(2026, 10, 31)


@pytest.fixture
def staffed(initiative, clerk, head, secretary):
    """市民課 reports for one initiative and has a clerk and a head."""
    return initiative


def lacks(department) -> list[tuple]:
    rows = unowned.read(department.municipality_id, TODAY)
    return [(row.kind, row.what, row.since) for row in rows]


def test_nothing_lacks_where_everybody_is_there(staffed, department, as_):
    assert lacks(department) == []
    assert "担当のいない仕事はありません" in as_("secretary").get(LIST).text
    assert "担当のいない仕事" not in as_("secretary").get("/").text


def test_initiative_without_a_section(staffed, plan, department):
    factories.initiative(plan=plan)

    assert lacks(department) == [("担当未定", "いま、報告する課がありません。", None)]


def test_duty_that_ends_is_told_before(staffed, department):
    Responsibility.objects.filter(initiative=staffed).update(valid_to=SOON)

    assert lacks(department) == [
        ("担当未定", "11月１日から報告する課がありません。", date(2026, 11, 1))
    ]


@pytest.mark.parametrize(("role", "word"), [("clerk", "担当者"), ("head", "所属長")])
def test_section_without_somebody(staffed, department, role, word):
    Post.objects.filter(role=role).update(valid_to=YESTERDAY)

    assert lacks(department) == [(f"{word}なし", f"いま、{word}がいません。", None)]


def test_last_day_of_the_only_clerk_is_told_before(staffed, department):
    Post.objects.filter(role="clerk").update(valid_to=SOON)

    assert lacks(department) == [
        ("担当者なし", "11月１日から担当者がいなくなります。", date(2026, 11, 1))
    ]


def test_successor_in_time_leaves_no_gap(staffed, department):
    Post.objects.filter(role="clerk").update(valid_to=SOON)
    follower = factories.person(department, "clerk")
    follower.posts.update(valid_from=SOON + timedelta(days=1))

    assert lacks(department) == []


def test_day_beyond_the_horizon_is_not_told_yet(staffed, department):
    Post.objects.filter(role="clerk").update(valid_to=TODAY + unowned.HORIZON)

    assert lacks(department) == []


@pytest.mark.parametrize("account", [{"is_active": False}, {"valid_to": YESTERDAY}])
def test_person_whose_account_ended_is_named(staffed, department, clerk, account):
    User.objects.filter(pk=clerk.pk).update(**account)

    assert lacks(department) == [
        (
            "担当者なし",
            "いま、担当者がいません（見本 花子さんは利用期間が終わるか、停止しています）。",
            None,
        )
    ]


def test_deputy_is_a_head_as_long_as_the_time_lasts(staffed, department, viewer):
    Post.objects.filter(role="head").update(valid_to=YESTERDAY)
    factories.deputy(department, viewer, TODAY, SOON)

    assert lacks(department) == [
        ("所属長なし", "11月１日から所属長がいなくなります。", date(2026, 11, 1))
    ]


def test_plan_without_confirmation_needs_no_head(staffed, department, plan):
    Post.objects.filter(role="head").delete()
    plan.needs_confirmation = False
    plan.save()

    assert lacks(department) == []


def test_work_under_way_where_nobody_is(staffed, department, period, executive):
    Post.objects.filter(department=department).delete()
    factories.report(initiative=staffed, period=period, department=department, state="returned")
    factories.remark(initiative=staffed, by=executive)

    kinds = [kind for kind, _, _ in lacks(department)]

    assert kinds == ["担当者なし", "所属長なし", "未回答の指摘", "差戻し"]


def test_item_of_a_section_that_is_gone(staffed, department, municipality):
    gone = factories.department(municipality=municipality, name="旧課", valid_to=YESTERDAY)
    factories.item(item_list=factories.item_list(initiative=staffed), department=gone)

    assert lacks(department) == [("個別項目", "旧課は廃止され、後継の課がありません。", None)]
    gone.successors.add(department)
    assert lacks(department) == []


def test_office_sees_the_count_and_the_list(staffed, department, as_):
    Post.objects.filter(role="clerk").delete()
    client = as_("secretary")

    assert "担当のいない仕事 １件" in client.get("/").text
    page = client.get(LIST)
    assert "市民課（取組事項１件）" in page.text
    assert reverse("reports:handover-show", args=[department.pk]) in page.text


@pytest.mark.parametrize("count", [1, 3])
def test_questions_do_not_grow(
    staffed, plan, municipality, department, executive, count, django_assert_num_queries
):
    for number in range(count):
        section = factories.department(municipality=municipality, name=f"課{number}")
        row = factories.initiative(plan=plan, lead=section)
        factories.remark(initiative=row, by=executive)
        factories.initiative(plan=plan)
    Department.objects.filter(pk=department.pk).update(valid_to=SOON)

    with django_assert_num_queries(7):
        assert len(unowned.read(municipality.pk, TODAY)) == 1 + 4 * count
