"""自動の督促: the office sets the days of its plan in the browser, and ``manage.py remind`` keeps to them."""

from datetime import date

import pytest
from django.urls import reverse

from fiscal.workdays import WorkCalendar
from progress import cadences, reminding
from progress.models import ReminderSetting
from progress.reminder_actions import ReminderError, set_reminders
from progress.reminder_page import rounds_of
from tests import factories
from tests.conftest import TODAY

DAYS = {"is_on": "on", "before": "5、１", "on_due": "on", "after": "4 1", "read": "0"}


@pytest.fixture
def address(period) -> str:
    return reverse("progress:reminder-edit", args=[period.plan.slug])


def stored() -> list[tuple]:
    fields = ("is_on", "before", "on_due", "after", "version")
    return list(ReminderSetting.objects.values_list(*fields))


def test_page_proposes_the_days_of_the_server(as_, address):
    page = as_("secretary").get(address)

    assert page.context["form"].initial == {
        "is_on": True,
        "before": "5,1",
        "on_due": True,
        "after": "1,4",
        "read": 0,
    }
    assert "まだ設定していません" in page.content.decode()


def test_setting_is_kept_with_who_and_why(as_, address, secretary):
    answer = as_("secretary").post(address, DAYS, follow=True)

    assert stored() == [(True, "5,1", True, "1,4", 1)]
    record = ReminderSetting.history.get()
    assert (record.history_user, record.history_change_reason) == (secretary, "自動の督促の設定")
    assert "事務 局子が" in answer.content.decode()


@pytest.mark.parametrize(
    ("change", "field", "words"),
    [
        ({"before": "0"}, "before", "１から99までの数を、5,1 のように並べてください。"),
        ({"after": "1.5"}, "after", "１から99までの数を、5,1 のように並べてください。"),
        ({"before": "1,2,3,4,5,6"}, "before", "日は５つまでにしてください。"),
        (
            {"before": "", "on_due": "", "after": ""},
            "is_on",
            "督促する日を１つ以上決めてください。",
        ),
    ],
)
def test_days_that_cannot_be_are_told_at_their_place(as_, address, change, field, words):
    page = as_("secretary").post(address, {**DAYS, **change})

    assert page.context["form"].errors[field][0].startswith(words)
    assert stored() == []


def test_reminders_can_be_switched_off(as_, address):
    as_("secretary").post(address, {"read": "0", "before": "", "after": ""})

    assert stored() == [(False, "", False, "", 1)]


def test_stale_setting_changes_nothing(as_, address, plan, secretary):
    set_reminders(plan=plan, is_on=True, before="2", on_due=True, after="", read=0, by=secretary)

    page = as_("secretary").post(address, DAYS)

    assert page.context["form"].non_field_errors()[0].startswith("ほかの人が先に変えました。")
    assert page.context["form"]["before"].value() == "5、１"
    assert stored() == [(True, "2", True, "", 1)]
    with pytest.raises(ReminderError):
        set_reminders(
            plan=plan, is_on=True, before="3", on_due=True, after="", read=0, by=secretary
        )


def days(plan, setting) -> list[str]:
    (found,) = rounds_of(plan, setting, cadences.of_server(), TODAY)
    return [f"{row.day:%m-%d}" for row in found.days]


def test_rounds_say_on_which_days_it_goes_out(plan, period):
    factories.period(plan=plan, quarter=1)  # over

    assert days(plan, None) == ["10-08", "10-15", "10-16", "10-19", "10-22"]
    setting = factories.reminder_setting(plan=plan)
    assert days(plan, setting) == ["10-13", "10-16"]
    setting.is_on = False
    assert days(plan, setting) == []


def test_rounds_of_a_plan_without_an_open_period_are_none(as_, address, plan):
    plan.periods.all().delete()

    assert "受付中の報告期はありません。" in as_("secretary").get(address).content.decode()


def test_remind_keeps_to_the_days_of_each_plan(municipality, plan, period, initiative, department):
    factories.person(department, "clerk")
    other = factories.plan(municipality=municipality, title="第２の計画")
    factories.period(plan=other)
    factories.initiative(plan=other, lead=department)
    factories.reminder_setting(plan=plan, before="3", on_due=False)
    factories.reminder_setting(plan=other, is_on=False)

    def reminded(day: date) -> list[str]:
        found = reminding.reminders([municipality], today=day, rule=cadences.of_server())
        return [row.round.plan.title for row in found]

    assert reminded(date(2026, 10, 13)) == [plan.title]
    assert reminded(date(2026, 10, 15)) == reminded(date(2026, 10, 16)) == []


def test_remind_follows_an_extension_by_the_days_of_the_plan(
    municipality, plan, period, initiative, department, secretary
):
    factories.person(department, "clerk")
    factories.extension(period=period, department=department, by=secretary)
    factories.reminder_setting(plan=plan, before="2", on_due=False)

    found = [
        day
        for day in (date(2026, 10, number) for number in range(12, 24))
        if reminding.reminders([municipality], today=day, rule=cadences.of_server())
    ]

    assert found == [date(2026, 10, 16)]  # 10月20日 less two working days


def test_switched_off_no_day_is_left(plan):
    setting = factories.reminder_setting(plan=plan, is_on=False, after="1")

    rule = cadences.of_setting(setting, WorkCalendar())

    assert rule.days(date(2026, 10, 1), date(2026, 10, 16), date(2026, 10, 31)) == []
