"""The office's pages of a year: opening, reading, filtering, accepting together."""

import pytest
from django.urls import reverse

from progress.annual import round_dates
from progress.annual.round_dates import Dates
from progress.models import AnnualReview, AnnualRound
from tests import factories
from tests.conftest import TODAY

OPENING = {
    "year": "2026",
    "opens_on": "2027-05-01",
    "due_on": "2027-05-20",
    "closes_on": "2027-05-31",
}
LISTING_QUERIES = 15


@pytest.fixture
def annual(plan):
    return factories.annual_round(plan=plan)


def test_next_year_and_its_usual_dates_are_proposed(as_, plan):
    page = as_("secretary").get(reverse("progress:annualround-create", args=[plan.slug]))

    assert page.context["form"].initial == {
        "year": 2025,
        "opens_on": round_dates.proposed(2025).opens_on,
        "due_on": round_dates.proposed(2025).due_on,
        "closes_on": round_dates.proposed(2025).closes_on,
    }
    assert vars(round_dates.proposed(2025)) == vars(
        Dates(*(TODAY.replace(month=5, day=day) for day in (1, 20, 31)))
    )


@pytest.mark.parametrize(
    ("taken", "found"), [([], 2025), ([2025], 2026), ([2025, 2027], None), ([2027], None)]
)
def test_next_year_follows_the_last_one(taken, found):
    assert round_dates.next_year(range(2025, 2028), taken, TODAY) == found


def test_year_is_opened_once(as_, plan):
    address = reverse("progress:annualround-create", args=[plan.slug])
    as_("secretary").post(address, OPENING)

    again = as_("secretary").post(address, OPENING)

    assert list(again.context["form"].errors) == ["year"]
    assert [str(row) for row in AnnualRound.objects.all()] == ["令和８年度の年度評価"]


def test_dates_stand_in_their_order(as_, annual):
    posted = {"opens_on": "2026-10-20", "due_on": "2026-10-10", "closes_on": "2026-10-01"}

    page = as_("secretary").post(reverse("progress:annualround-edit", args=[annual.pk]), posted)

    assert list(page.context["form"].errors) == ["due_on", "closes_on"]


def test_policy_is_not_looked_back_on(as_, plan):
    plan.kind = "policy"
    plan.save()

    address = reverse("progress:annualround-list", args=[plan.slug])
    assert as_("secretary").get(address).status_code == 403


@pytest.fixture
def year(plan, department, annual):
    """One review in each state, and one initiative nobody has begun."""
    made = {}
    for state, outlook, words in (
        ("accepted", "revise", "工程を見直す。"),
        ("confirmed", "continue", ""),
        ("submitted", "abolish", "やめる。"),
        ("returned", "expand", ""),
        ("", "", ""),
    ):
        initiative = factories.initiative(plan=plan, lead=department)
        made[state] = initiative
        if state:
            factories.annual_review(
                annual=annual,
                initiative=initiative,
                department=department,
                state=state,
                outlook=outlook,
                next_year=words,
            )
    return made


def test_choices_count_what_they_show(as_, annual, year):
    client = as_("secretary")
    page = client.get(annual.get_absolute_url())

    choices = {choice.name: choice.number for choice in page.context["listing"].choices}
    assert choices == {
        "全て": 5,
        "受理待ち": 1,
        "所属長の確認待ち": 1,
        "未提出": 2,
        "受理済": 1,
        "継続": 1,
        "拡充": 0,
        "見直し": 1,
        "縮小": 0,
        "完了": 0,
        "廃止": 1,
    }
    missing = client.get(f"{annual.get_absolute_url()}?show=missing").context["listing"].rows
    assert [(row.initiative, row.chip.word) for row in missing] == [
        (year["returned"], "差戻し"),
        (year[""], "未入力"),
    ]


def test_words_of_a_returned_review_stay_with_the_section(as_, annual, year):
    row = as_("secretary").get(f"{annual.get_absolute_url()}?show=missing").context["listing"].rows

    assert [line.review for line in row] == [None, None]


def test_plan_without_confirmation_is_accepted_at_once(as_, plan, annual, year):
    plan.needs_confirmation = False
    plan.save()

    page = as_("secretary").get(f"{annual.get_absolute_url()}?show=waiting")

    assert [bool(row.stamp) for row in page.context["listing"].rows] == [True, True]


def test_accepting_many_leaves_what_has_changed(as_, annual, year):
    ready = AnnualReview.objects.get(state="confirmed")
    unconfirmed = AnnualReview.objects.get(state="submitted")
    stamps = [f"{ready.pk}:{ready.version}", f"{unconfirmed.pk}:{unconfirmed.version}"]

    page = as_("secretary").post(
        reverse("progress:annualround-accept", args=[annual.pk]), {"report": stamps}, follow=True
    )

    assert "１件を受理しました。" in page.text
    assert "所属長の確認が済んでいないため、受理できません。" in page.text
    assert AnnualReview.objects.filter(state="accepted").count() == 2


def test_nothing_ticked_is_said(as_, annual):
    page = as_("secretary").post(
        reverse("progress:annualround-accept", args=[annual.pk]), follow=True
    )

    assert "年度評価を１件以上選んでください。" in page.text


def test_review_of_another_year_cannot_be_accepted_here(as_, plan, annual, year):
    other = factories.annual_round(plan=plan, year=2026)
    ready = AnnualReview.objects.get(state="confirmed")

    address = reverse("progress:annualround-accept", args=[other.pk])
    assert as_("secretary").post(address, {"report": f"{ready.pk}:1"}).status_code == 404


def test_only_accepted_changes_are_for_the_next_plan(as_, annual, year):
    page = as_("secretary").get(reverse("progress:annualchange-list", args=[annual.pk]))

    assert [row.next_year for row, _ in page.context["rows"]] == ["工程を見直す。"]


@pytest.mark.parametrize("count", [1, 3])
def test_listing_queries_do_not_grow(
    as_, plan, department, annual, django_assert_num_queries, count
):
    for _ in range(count):
        factories.annual_review(
            annual=annual,
            initiative=factories.initiative(plan=plan, lead=department),
            department=department,
        )
        factories.initiative(plan=plan, lead=department)
    client = as_("secretary")
    client.get(annual.get_absolute_url())

    with django_assert_num_queries(LISTING_QUERIES):
        client.get(annual.get_absolute_url())
