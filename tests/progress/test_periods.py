"""報告期: who opens one, what is proposed, what is refused."""

import re
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from fiscal.calendar import Quarter
from progress import heat, owed, period_dates, period_list
from progress.models import ReportingPeriod
from progress.period_list import period_rows
from progress.queries import expected_in
from progress.reporters import reporters_of
from progress.rounds import current_periods
from reports import standing, trend
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
        ({"quarter": "2030-1"}, "quarter", "計画期間の中の期から選んでください。"),
        ({"quarter": "x"}, "quarter", "計画期間の中の期から選んでください。"),
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
        "この報告期は既にあります。別の期を選んでください。"
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


@pytest.mark.parametrize(
    ("frequency", "key", "title", "dates"),
    [
        ("half", "2026-2", "令和８年度 上半期", ("2026-04-01", "2026-09-30")),
        ("three", "2026-4", "令和８年度 第３回", ("2026-10-01", "2027-03-31")),
        ("year", "2026-4", "令和８年度", ("2026-04-01", "2027-03-31")),
    ],
)
def test_period_of_another_frequency_is_opened_and_named(
    as_, plan, initiative, frequency, key, title, dates
):
    plan.frequency = frequency
    plan.save()
    client = as_("secretary")
    days = {"opens_on": "2027-04-01", "due_on": "2027-04-16", "closes_on": "2027-04-23"}

    choices = dict(client.get(new_url(plan)).context["form"].fields["quarter"].choices)
    early = client.post(new_url(plan), {"quarter": key, "as_of": "2026-03-31", **days})
    page = client.post(new_url(plan), {"quarter": key, "as_of": dates[1], **days}, follow=True)

    period = ReportingPeriod.objects.get()
    assert choices[key] == title
    assert early.context["form"].errors["as_of"] == [f"基準日は{title}の中の日にしてください。"]
    assert (str(period), period.span, period.as_quarter.start.isoformat()) == (
        title,
        frequency,
        dates[0],
    )
    assert f"{title}の報告期を作りました。" in page.text


def test_period_keeps_its_name_when_the_plan_reports_more_often_later(plan):
    half = factories.period(plan=plan, span="half")
    plan.frequency = "quarter"
    plan.save()

    assert str(ReportingPeriod.objects.get(pk=half.pk)) == "令和８年度 上半期"


def test_half_year_is_named_on_the_pages_of_the_round(as_, plan, initiative):
    plan.frequency = "half"
    plan.save()
    period = factories.period(plan=plan, span="half")
    entry = reverse("progress:entry-edit", args=[period.pk, initiative.pk])

    mine, written = as_("clerk").get("/"), as_("clerk").get(entry)
    office = as_("secretary").get("/")
    dashboard = as_("viewer").get(reverse("reports:dashboard-show", args=[plan.slug]))

    assert "上半期の進捗報告" in mine.text
    assert "上半期（４～９月）の進捗報告" in written.text
    assert '<th scope="col" class="cur">上半期</th>' in office.text
    assert "令和８年度 上半期の進捗</span>" in dashboard.text
    for page in (mine, written, office):
        assert re.findall(".{60}第２四半期", page.text) == []


REVISION = date(2026, 7, 1)


def test_initiative_is_expected_only_while_it_is_in_force(plan, department):
    before = factories.period(plan=plan, quarter=1)
    after = factories.period(plan=plan, quarter=2)
    always = factories.initiative(plan=plan, lead=department)
    added = factories.initiative(plan=plan, lead=department, valid_from=REVISION)
    withdrawn = factories.initiative(
        plan=plan, lead=department, valid_to=date.fromordinal(REVISION.toordinal() - 1)
    )
    factories.initiative(plan=plan, lead=department, repeat_of=always)
    own = owed.Own.read([department.pk], TODAY)

    assert set(expected_in(before)) == {always, withdrawn}
    assert set(expected_in(after)) == {always, added}
    assert [row.expected for row in period_rows(plan, TODAY)] == [2, 2]
    assert [(row.pk, row.period_pk) for row in owed.owed_reports(own, TODAY).order_by("order")] == [
        (always.pk, after.pk),
        (added.pk, after.pk),
    ]
    table = heat.heat_of(plan, reporters_of(plan, TODAY), TODAY)
    assert [(period.pk, cell.expected) for period, cell in table.totals] == [
        (before.pk, 2),
        (after.pk, 2),
    ]
    assert {row.pk for row in standing.read(plan, before, None).rows} == {always.pk, withdrawn.pk}
    rows = {row.pk: row.previous for row in standing.read(plan, after, before).rows}
    assert (rows[always.pk].word, rows[added.pk], len(rows)) == ("未提出", None, 2)
    course = trend.read(plan, [before, after]).whole
    assert [step.total for step in course.steps] == [2, 2]
