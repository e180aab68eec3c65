"""期限の延長: one section's later day, respected wherever somebody is told that a report is late."""

from datetime import date

import pytest
from django.urls import reverse

from organizations.desk import Desk
from progress import entry_page, extension_actions, heat, office, tasks
from progress.access import get_entry
from progress.extensions import Extensions
from progress.missing import letter, missing_in
from progress.models import Extension
from progress.reporters import reporters_of
from reports import handover_facts, handover_open
from tests import factories
from tests.conftest import TODAY

LATER = date(2026, 10, 20)
AFTER_DUE = date(2026, 10, 19)


@pytest.fixture
def extension(period, department, secretary) -> Extension:
    return factories.extension(period=period, department=department, by=secretary)


def address(period, department) -> str:
    return reverse("progress:extension-grant", args=[period.pk, department.pk])


def grant(client, period, department, **fields):
    values = {"due_on": "2026-10-20", "reason": "機器の更新のため", **fields}
    return client.post(address(period, department), values)


def in_force(period) -> list[tuple[str, date]]:
    return [(row.department.name, row.due_on) for row in period.extensions.in_force()]


# Giving and taking back


def test_extension_is_given_with_its_reason(as_, period, department, secretary):
    response = grant(as_("secretary"), period, department)

    row = Extension.objects.get()
    assert response.url == reverse("progress:missing-list", args=[period.pk])
    assert (row.due_on, row.reason, row.by) == (LATER, "機器の更新のため", secretary)
    assert [(past.history_user, past.history_change_reason) for past in row.history.all()] == [
        (secretary, "期限の延長")
    ]


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"due_on": "2026-10-16"}, "10月16日（金）より後の日にしてください。"),
        ({"due_on": "2026-11-01"}, "締切日（10月31日（土））までの日にしてください。"),
        ({"due_on": "R8.10.20"}, "日付は 2026-10-16 のように入力してください。"),
        ({"due_on": ""}, "このフィールドは必須です。"),
        ({"reason": "　"}, "このフィールドは必須です。"),
        ({"reason": "あ" * 201}, "200字以内で入力してください（いま201字）。"),
    ],
)
def test_extension_tells_what_is_wrong_and_writes_nothing(as_, period, department, fields, message):
    page = grant(as_("secretary"), period, department, **fields).content.decode()

    assert f"＊{message}" in page
    assert Extension.objects.count() == 0


def test_extension_is_not_given_for_a_day_that_is_over(as_, settings, period, department):
    settings.TODAY = AFTER_DUE
    page = grant(as_("secretary"), period, department, due_on="2026-10-18").content.decode()

    assert "＊今日（10月19日（月））以後の日にしてください。" in page


def test_extension_is_not_given_after_the_period(as_, settings, period, department):
    settings.TODAY = date(2026, 11, 1)
    page = grant(as_("secretary"), period, department).content.decode()

    assert "締切日を過ぎたため、期限を延ばせません。" in page
    assert Extension.objects.count() == 0


def test_extension_is_replaced_by_the_next(as_, period, department, extension):
    grant(as_("secretary"), period, department, due_on="2026-10-23", read=extension.pk)

    extension.refresh_from_db()
    assert in_force(period) == [("市民課", date(2026, 10, 23))]
    assert extension.revoked_at is not None
    assert Extension.objects.count() == 2


@pytest.mark.parametrize("read", ["", "99999", "x", "9" * 30])
def test_extension_changed_by_somebody_else_is_not_overwritten(
    as_, period, department, extension, read
):
    response = grant(as_("secretary"), period, department, due_on="2026-10-23", read=read)

    assert response.status_code == 200
    assert in_force(period) == [("市民課", LATER)]


def test_extension_of_a_group_is_no_page(as_, period, municipality):
    everybody = factories.department(municipality=municipality, name="各課", kind="group")

    assert as_("secretary").get(address(period, everybody)).status_code == 404


def test_extension_taken_back_counts_no_longer(as_, period, department, extension, secretary):
    client = as_("secretary")
    for _ in range(2):
        client.post(reverse("progress:extension-revoke", args=[extension.pk]))

    extension.refresh_from_db()
    assert (in_force(period), extension.revoked_by) == ([], secretary)
    reasons = [row.history_change_reason for row in extension.history.filter(history_type="~")]
    assert reasons == ["期限の延長の取消し"]


def test_ledger_keeps_extensions_taken_back(as_, period, extension, secretary):
    extension_actions.revoke_extension(extension=extension, by=secretary)

    page = as_("secretary").get(reverse("progress:notice-list", args=[period.pk])).content.decode()

    assert "10月20日（火）" in page
    assert "システムの更新のため" in page


# Respected everywhere


@pytest.mark.parametrize(
    ("due", "closes", "expected"),
    [
        (date(2026, 10, 16), date(2026, 10, 31), LATER),
        (date(2026, 10, 16), date(2026, 10, 18), date(2026, 10, 18)),
        (date(2026, 10, 22), date(2026, 10, 31), date(2026, 10, 22)),
    ],
)
def test_due_day_stays_between_the_days_of_the_period(
    period, department, extension, due, closes, expected
):
    period.due_on, period.closes_on = due, closes

    assert Extensions.read([period.pk]).due(period, department.pk) == expected


def test_task_shows_the_later_day_and_why(as_, period, initiative, clerk, head, extension):
    found = tasks.tasks_of(Desk.of(clerk, TODAY), TODAY).rows

    assert [(row.deadline.day, row.extended) for row in found] == [
        (LATER, "10月16日（金）から延長（システムの更新のため）")
    ]
    page = as_("clerk").get(reverse("progress:mypage-show")).content.decode()
    assert "期限は10月16日（金）から延長（システムの更新のため）。" in page


def test_task_of_the_head_shows_the_later_day(period, initiative, department, head, extension):
    factories.report(initiative=initiative, period=period, department=department, state="submitted")

    found = tasks.tasks_of(Desk.of(head, TODAY), TODAY).rows

    assert [row.deadline.day for row in found] == [LATER]


def test_entry_page_shows_the_later_day(period, initiative, clerk, extension):
    title = entry_page.title(get_entry(Desk.of(clerk, TODAY), period.pk, initiative.pk), AFTER_DUE)

    assert (title.deadline.day, title.deadline.words) == (LATER, "あと１日")
    assert title.extended == "10月16日（金）から延長（システムの更新のため）"


def test_missing_list_and_letter_show_the_later_day(plan, period, initiative, extension):
    other = factories.department(municipality=plan.municipality, name="総務課")
    factories.initiative(plan=plan, lead=other)

    found = missing_in(period, reporters_of(plan, AFTER_DUE), AFTER_DUE)

    assert [(row.name, row.deadline.words) for row in found.sections] == [
        ("市民課", "あと１日"),
        ("総務課", "３日過ぎています"),
    ]
    assert "■ 市民課\n　期限：10月20日（火）（延長）\n" in letter(found, "ＤＸ推進課")


@pytest.mark.parametrize(
    ("sent", "today", "rates"),
    [
        (date(2026, 10, 20), date(2026, 10, 22), [100, 0, 50]),
        (date(2026, 10, 21), date(2026, 10, 22), [0, 0, 0]),
        (date(2026, 10, 18), AFTER_DUE, [None, 0, 0]),
    ],
)
def test_heat_counts_by_the_later_day(
    plan, period, initiative, department, clerk, extension, sent, today, rates
):
    other = factories.department(municipality=plan.municipality, name="総務課")
    late = factories.initiative(plan=plan, lead=other)
    for row, section in ((initiative, department), (late, other)):
        report = factories.report(
            initiative=row, period=period, department=section, state="submitted"
        )
        factories.event(report=report, by=clerk, at=sent)

    found = heat.heat_of(plan, reporters_of(plan, today), today)

    assert [row.rate for row in (*found.rows, found.total)] == rates


def test_hand_over_tells_the_later_day(period, initiative, department, clerk, extension):
    facts = handover_facts.read(department, AFTER_DUE)

    found = handover_open.open_of(facts, frozenset(facts.reported), None)
    assert [row.deadline.day for row in found] == [LATER]


def test_office_page_keeps_the_common_deadline(period, initiative, extension):
    assert office.office_page(period, AFTER_DUE).headline == "報告期限を ３日過ぎています"
