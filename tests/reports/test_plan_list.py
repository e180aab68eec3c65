"""The list of a city hall's plans: which is in force, how large each is, what came before and after."""

import re

import pytest
from django.urls import reverse

from tests import factories
from tests.conftest import CAST

QUERIES = 11
STATUS = {"anonymous": 302}


def url() -> str:
    return reverse("reports:plan-list")


def follow(plan, **fields):
    """The 方針 before a plan."""
    policy = factories.plan(
        municipality=plan.municipality, title="ＤＸ推進方針", kind="policy", **fields
    )
    policy.first_year, policy.last_year = 2021, 2025
    policy.save()
    plan.predecessor = policy
    plan.save()
    return policy


def rows(response) -> list[tuple]:
    return [
        (row.plan.title, row.is_current, row.period, [(s.word, s.number) for s in row.sizes])
        for row in response.context["list"].rows
    ]


@pytest.mark.parametrize("name", CAST)
def test_plan_list_opens_for_everyone_who_is_signed_in(as_, plan, name):
    assert as_(name).get(url()).status_code == STATUS.get(name, 200)


def test_plan_list_holds_the_own_city_only(as_, plan, outsider):
    assert rows(as_("outsider").get(url())) == []
    assert "計画はまだありません" in as_("outsider").get(url()).text


def test_plan_list_tells_sizes_in_the_words_of_each_plan(as_, plan):
    policy = follow(plan)
    plan.initiative_word, plan.level_names = "実施事項", ["取組方針"]
    plan.save()
    top = factories.category(plan=plan, code="1")
    first = factories.initiative(plan=plan, category=top)
    factories.initiative(plan=plan, category=top, repeat_of=first)
    factories.category(plan=plan, code="1-1", parent=top)
    plan.revisions.create(number=1)
    factories.policy(category=factories.category(plan=policy, code="A-1"))

    page = as_("viewer").get(url())

    assert rows(page) == [
        (
            plan.title,
            True,
            "令和７～９年度",
            [("取組方針", 1), ("分類", 1), ("実施事項", 1), ("改定", 1)],
        ),
        ("ＤＸ推進方針", False, "令和３～７年度", [("分野", 1), ("取組方針", 1)]),
    ]
    assert [
        (row.plan.title, [plan.title for plan in row.successors], row.line)
        for row in page.context["list"].by_time
    ] == [("ＤＸ推進方針", [plan.title], (0, 5, 2)), (plan.title, [], (4, 3, 0))]
    assert page.text.count("今の計画") == 1


@pytest.mark.parametrize("count", [1, 3])
def test_plan_list_asks_the_same_number_of_queries(as_, plan, count, django_assert_num_queries):
    for number in range(count):
        other = factories.plan(municipality=plan.municipality, title=f"計画{number}")
        factories.initiative(plan=other, category=factories.category(plan=other))
    client = as_("viewer")
    client.get(url())

    with django_assert_num_queries(QUERIES):
        client.get(url())


def test_frame_of_a_policy_keeps_the_running_plan(as_, plan, period):
    policy = follow(plan)

    frame = as_("secretary").get(policy.get_absolute_url()).context["frame"]

    addresses = {item.name: item.url for item in frame["menu"]}
    assert frame["name"] == plan.title
    assert addresses["ダッシュボード"] == f"/plans/{plan.slug}/dashboard/"
    assert addresses["計画の一覧"] == url()


def test_policy_gets_no_periods(as_, plan):
    policy = follow(plan)
    client = as_("secretary")

    listed = client.get(reverse("progress:period-list", args=[policy.slug]))
    made = client.post(reverse("progress:period-create", args=[policy.slug]), {})

    assert (listed.status_code, made.status_code) == (403, 403)


def test_mypage_and_office_work_on_the_running_plan(as_, plan, period, initiative):
    follow(plan)

    mine, office = as_("clerk").get("/"), as_("secretary").get("/")

    assert [task.title for task in mine.context["page"].tasks] == [initiative.title]
    assert office.context["page"].office.period == period


def test_plan_list_carries_no_inline_style_or_script(as_, plan):
    assert re.findall(r"\sstyle=|<style|\son[a-z]+=", as_("viewer").get(url()).text) == []
