"""The page that says what a city hall still has to set up (setup-show), and where a sign-in leads (start-show).

The whole road is walked in tests/test_newcomer.py.
"""

import pytest

from organizations.models import Post
from tests import factories


def setup_of(client):
    return client.get("/setup/").context["setup"]


def here(client) -> dict[str, str]:
    return {step.title: step.here for step in setup_of(client).steps}


def test_setup_says_what_is_there(as_, period, clerk, secretary, initiative):
    period.plan.municipality.departments.filter(is_secretariat=True).update(extension="4262")

    assert here(as_("administrator")) == {
        "自治体": "宮城県石巻市（042021）",
        "課": "２課",
        "事務局": "ＤＸ推進課",
        "利用者と役職": "３人",
        "評価尺度": "１種類",
        "計画": "石巻市ＤＸ推進計画",
        "報告期": "１期",
    }
    assert setup_of(as_("administrator")).headline == "設定はそろっています"


def test_setup_names_the_roles_nobody_holds(as_, plan, administrator, clerk):
    people = setup_of(as_("administrator")).steps[3]
    assert people.missing == "事務局の役割の人がいません。"

    Post.objects.filter(user=clerk).delete()
    people = setup_of(as_("administrator")).steps[3]
    assert people.missing == "事務局と、課の担当者か所属長の役割の人がいません。"


def test_links_are_those_of_the_person(as_, period):
    office, administrator = as_("secretary"), as_("administrator")

    assert [link.name for link in setup_of(office).others] == [
        "評価尺度",
        "機構改革",
        "課の沿革",
        "管理画面",
    ]
    assert [link.name for link in setup_of(administrator).others] == [
        "機構改革",
        "課の沿革",
        "管理画面",
    ]


def test_complete_city_starts_on_the_mypage(as_, period, clerk, secretary):
    assert [as_(who).get("/start/").url for who in ("administrator", "secretary", "clerk")] == [
        "/",
        "/",
        "/",
    ]


def test_office_without_a_plan_starts_on_the_setup(as_, secretary):
    assert as_("secretary").get("/start/").url == "/setup/"


@pytest.mark.parametrize("count", [1, 3])
def test_setup_asks_the_same_number_of_questions(
    count, as_, administrator, period, django_assert_num_queries
):
    for _ in range(count):
        section = factories.department(municipality=period.plan.municipality)
        factories.person(section, "clerk")
        factories.initiative(plan=period.plan, lead=section)
    client = as_("administrator")
    client.get("/setup/")

    with django_assert_num_queries(QUERIES):
        client.get("/setup/")


QUERIES = 17
