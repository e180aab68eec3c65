"""報告期: who opens one, what is proposed, what is refused."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from fiscal.calendar import Quarter
from progress import period_dates, period_list
from progress.models import ReportingPeriod
from progress.rounds import current_periods
from tests import factories
from tests.conftest import CAST, TODAY

GOOD = {
    "quarter": "2026-3",
    "as_of": "2026-12-31",
    "opens_on": "2027-01-01",
    "due_on": "2027-01-16",
    "closes_on": "2027-01-23",
    "message": "第３回 推進本部の資料になります。",
}
OFFICE_ONLY = {"secretary": 200, "outsider": 404, "anonymous": 302}


def list_url(plan) -> str:
    return reverse("progress:period-list", args=[plan.slug])


def new_url(plan) -> str:
    return reverse("progress:period-create", args=[plan.slug])


def edit_url(period) -> str:
    return reverse("progress:period-edit", args=[period.pk])


@pytest.mark.parametrize("name", CAST)
def test_period_pages_are_for_the_office(as_, name, plan, period):
    client = as_(name)

    found = {
        client.get(address).status_code
        for address in (list_url(plan), new_url(plan), edit_url(period))
    }

    assert found == {OFFICE_ONLY.get(name, 403)}


@pytest.mark.parametrize("name", CAST)
def test_period_deeds_are_for_the_office(as_, name, plan, period):
    expected = {"secretary": 302, "outsider": 404, "anonymous": 401}
    client = as_(name)
    change = {key: value for key, value in GOOD.items() if key != "quarter"}

    found = {
        client.post(new_url(plan), GOOD).status_code,
        client.post(edit_url(period), {**change, "as_of": "2026-09-30"}).status_code,
    }

    assert found == {expected.get(name, 403)}


def test_period_list_refuses_post(as_, plan):
    assert as_("secretary").post(list_url(plan)).status_code == 405


def test_period_list_counts_reports(plan, period, department, initiative):
    finished = factories.initiative(plan=plan)
    earlier = factories.period(plan=plan, quarter=1)
    factories.report(
        initiative=finished, period=earlier, department=department, implementation="done"
    )
    factories.report(initiative=initiative, period=period, department=department, state="submitted")

    found = period_list.period_rows(plan, TODAY)

    assert [
        (row.period.key, row.stage, row.expected, row.handed_in, row.accepted) for row in found
    ] == [("2026-2", "受付中", 1, 1, 0), ("2026-1", "締切済", 2, 1, 1)]


@pytest.mark.parametrize(
    ("today", "stage"),
    [
        (date(2026, 9, 30), "開始前"),
        (date(2026, 10, 1), "受付中"),
        (date(2026, 10, 17), "期限後・締切前"),
        (date(2026, 11, 1), "締切済"),
    ],
)
def test_stage_in_a_word(period, today, stage):
    assert period_list.stage(period, today) == stage


def test_period_list_without_periods_says_what_to_do(as_, plan):
    assert "まだ報告期がありません" in as_("secretary").get(list_url(plan)).content.decode()


def test_period_list_queries_do_not_grow(as_, plan, department):
    client, taken = as_("secretary"), []
    for year in (2025, 2026):
        period = factories.period(plan=plan, year=year, quarter=1)
        for _ in range(3):
            factories.report(
                initiative=factories.initiative(plan=plan), period=period, department=department
            )
        client.get(list_url(plan))
        with CaptureQueriesContext(connection) as queries:
            client.get(list_url(plan))
        taken.append(len(queries))

    assert taken[0] == taken[1]


def test_new_period_is_proposed_with_its_usual_dates(as_, plan, period):
    form = as_("secretary").get(new_url(plan)).context["form"]

    assert form.initial == {
        "quarter": "2026-3",
        "as_of": date(2026, 12, 31),
        "opens_on": date(2027, 1, 1),
        "due_on": date(2027, 1, 16),
        "closes_on": date(2027, 1, 23),
    }
    assert ("2026-2", "令和８年度 第２四半期（作成済み）") in form.fields["quarter"].choices


def test_new_period_after_the_last_quarter_proposes_nothing(as_, plan):
    factories.period(plan=plan, year=2027, quarter=4)

    assert as_("secretary").get(new_url(plan)).context["form"].initial == {}


@pytest.mark.parametrize(
    ("taken", "expected"),
    [([], Quarter(2026, 2)), ([Quarter(2025, 4)], Quarter(2026, 1)), ([Quarter(2027, 4)], None)],
)
def test_next_quarter(taken, expected):
    quarters = period_dates.quarters_of(2025, 2027, "quarter")

    assert period_dates.next_quarter(quarters, taken, TODAY) == expected


@pytest.mark.parametrize(
    ("frequency", "numbers"),
    [("quarter", [1, 2, 3, 4]), ("half", [2, 4]), ("three", [1, 2, 4]), ("year", [4])],
)
def test_quarters_follow_the_frequency(frequency, numbers):
    found = period_dates.quarters_of(2026, 2026, frequency)

    assert [quarter.number for quarter in found] == numbers


def test_period_is_opened_with_person_and_reason(as_, plan, secretary):
    response = as_("secretary").post(new_url(plan), GOOD, follow=True)

    period = ReportingPeriod.objects.get()
    assert (period.as_quarter, period.due_on, period.message) == (
        Quarter(2026, 3),
        date(2027, 1, 16),
        "第３回 推進本部の資料になります。",
    )
    first = period.history.get()
    assert (first.history_user, first.history_change_reason) == (secretary, "報告期の作成")
    assert "１月１日（金）に始まります。" in response.content.decode()


@pytest.mark.parametrize(
    ("change", "field", "message"),
    [
        ({"quarter": "2030-1"}, "quarter", "計画期間の中の四半期から選んでください。"),
        ({"quarter": "x"}, "quarter", "計画期間の中の四半期から選んでください。"),
        ({"quarter": ""}, "quarter", "このフィールドは必須です。"),
        (
            {"as_of": "2026-09-30"},
            "as_of",
            "基準日は令和８年度 第３四半期の中の日にしてください。",
        ),
        ({"as_of": "きのう"}, "as_of", "日付は 2026-10-16 のように入力してください。"),
        ({"opens_on": "2027-01-17"}, "due_on", "報告期限は開始日以後の日にしてください。"),
        (
            {"due_on": "2026-12-30", "opens_on": "2026-12-01"},
            "due_on",
            "報告期限は基準日以後の日にしてください。",
        ),
        ({"closes_on": "2027-01-15"}, "closes_on", "締切日は報告期限以後の日にしてください。"),
        ({"message": "あ" * 301}, "message", "300字以内で入力してください（いま301字）。"),
    ],
)
def test_bad_period_is_refused_beside_the_field(as_, plan, period, change, field, message):
    response = as_("secretary").post(new_url(plan), {**GOOD, **change})

    assert response.context["form"].errors[field] == [message]
    assert response.context["form"]["message"].value()
    assert ReportingPeriod.objects.count() == 1


def test_period_opened_twice_is_refused(as_, plan):
    client = as_("secretary")
    client.post(new_url(plan), GOOD)

    response = client.post(new_url(plan), GOOD)

    assert response.context["form"].errors["quarter"] == [
        "この報告期は既にあります。別の四半期を選んでください。"
    ]
    assert ReportingPeriod.objects.count() == 1


def test_period_is_changed_with_person_and_reason(as_, period, secretary):
    data = {
        "as_of": "2026-09-30",
        "opens_on": "2026-10-01",
        "due_on": "2026-10-19",
        "closes_on": "2026-10-26",
        "message": "期限を延ばしました。",
    }

    response = as_("secretary").post(edit_url(period), data)

    period.refresh_from_db()
    assert response.url == list_url(period.plan)
    assert (period.due_on, period.message) == (date(2026, 10, 19), "期限を延ばしました。")
    newest = period.history.first()
    assert (newest.history_user, newest.history_change_reason) == (secretary, "報告期の変更")


def test_period_change_keeps_the_basis_day_in_the_quarter(as_, period):
    form = as_("secretary").get(edit_url(period)).context["form"]

    response = as_("secretary").post(edit_url(period), {**form.initial, "as_of": "2026-06-30"})

    assert response.context["form"].errors["as_of"] == [
        "基準日は令和８年度 第２四半期の中の日にしてください。"
    ]


def test_current_periods_are_the_newest_begun_of_each_plan(municipality, plan, period):
    factories.period(plan=plan, quarter=1)
    factories.period(plan=plan, quarter=3, opens_on=date(2026, 12, 31))
    policy = factories.plan(municipality=municipality, kind="policy")
    other = factories.period(plan=policy)

    assert current_periods(municipality.pk, TODAY) == [period, other]
