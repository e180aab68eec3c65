"""``manage.py remind``: who is reminded, by which way, on which day, once, and by one mail."""

from datetime import date
from io import StringIO

import pytest
from django.core import mail
from django.core.management import CommandError, call_command
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from progress import cadences, ledger, reminding
from progress.models import Notice, NoticeRecipient
from progress.notices import standing_for
from tests import factories
from tests.conftest import TODAY

BEFORE, DUE, AFTER = date(2026, 10, 15), date(2026, 10, 16), date(2026, 10, 19)


def remind(day: date = BEFORE, **options) -> str:
    out = StringIO()
    call_command("remind", date=day.isoformat(), stdout=out, **options)
    return out.getvalue()


def sent() -> list[tuple[str, str, list[str]]]:
    return [
        (
            row.department.name,
            row.route,
            [str(r.user) for r in row.recipients.select_related("user")],
        )
        for row in Notice.objects.select_related("department").order_by("pk")
    ]


def test_remind_writes_to_the_clerk(period, initiative, clerk, head, secretary):
    told = remind()

    assert told == "石巻市：１通を送りました。\n"
    assert sent() == [("市民課", "clerk", ["見本 花子"])]
    notice = Notice.objects.get()
    assert (notice.kind, notice.by, notice.day) == ("reminder", None, BEFORE)
    assert notice.subject == (
        "石巻市ＤＸ推進計画 令和８年度 第２四半期 進捗報告の提出のお願い（あと１日）"
    )
    assert f"・A-①-{initiative.number} {initiative.title}（未入力）" in notice.text
    assert [row.notice for row in standing_for(clerk, BEFORE)] == [notice]


def test_remind_falls_back_on_the_head(period, initiative, head, secretary):
    remind()

    assert sent() == [("市民課", "head", ["例田 一郎"])]
    assert Notice.objects.get().text.startswith("市民課　所属長 様\n")


def test_remind_falls_back_on_the_office(period, initiative, secretary):
    remind()

    assert sent() == [("市民課", "office", ["事務 局子"])]
    assert "市民課には担当者も所属長も登録されていないため" in Notice.objects.get().text


def test_remind_without_anybody_still_keeps_the_record(period, initiative):
    remind()

    assert sent() == [("市民課", "office", [])]


def test_remind_says_when_the_day_is_over(period, initiative, clerk):
    remind(AFTER)

    notice = Notice.objects.get()
    assert notice.subject.endswith("（３日過ぎています）")
    assert "報告期限の10月16日（金）を過ぎましたが" in notice.text


@pytest.mark.parametrize(
    "day",
    [
        TODAY,  # two working days before: not in the cadence
        date(2026, 10, 12),  # a holiday
        date(2026, 10, 17),  # a Saturday
        date(2026, 11, 2),  # the period is closed
        date(2026, 9, 30),  # not yet open
    ],
)
def test_remind_has_days_without_reminders(period, initiative, clerk, day):
    assert remind(day).endswith("に送るお願いはありません。\n")
    assert sent() == []


def test_remind_follows_the_settings(settings, period, initiative, clerk):
    settings.REMIND_BEFORE, settings.WORKDAYS = [1], [0, 1, 2, 4]

    assert "ありません" in remind(BEFORE)  # a Thursday off
    assert "１通" in remind(TODAY)


def test_remind_never_sends_the_same_twice(period, initiative, clerk):
    remind()

    assert "ありません" in remind()
    assert "１通" in remind(DUE)
    assert [row.day for row in Notice.objects.order_by("day")] == [BEFORE, DUE]


def test_ledger_refuses_a_second_reminder_of_a_day(period, initiative, clerk):
    rule = cadences.of_server()
    found = reminding.reminders([period.plan.municipality], today=BEFORE, rule=rule)
    ledger.write(found, day=BEFORE, by=None)

    with pytest.raises(IntegrityError), transaction.atomic():
        ledger.write(found, day=BEFORE, by=None)
    assert Notice.objects.count() == NoticeRecipient.objects.count() == 1


def test_remind_leaves_alone_whom_the_office_asked_today(
    period, initiative, department, clerk, secretary
):
    factories.notice(period=period, department=department, by=secretary, to=(clerk,), day=BEFORE)

    assert "ありません" in remind()


def test_remind_leaves_alone_who_has_reported(plan, period, initiative, department, clerk):
    factories.report(initiative=initiative, period=period, department=department, state="confirmed")

    assert "ありません" in remind()


def test_remind_names_only_what_is_owed(plan, period, initiative, department, clerk):
    came = factories.initiative(plan=plan, lead=department)
    begun = factories.initiative(plan=plan, lead=department)
    factories.initiative(plan=plan)  # nobody reports for it
    factories.report(initiative=came, period=period, department=department, state="confirmed")
    factories.report(initiative=begun, period=period, department=department, state="returned")

    remind()

    text = Notice.objects.get().text
    assert "次の２件が未提出です。" in text
    assert f"{initiative.title}（未入力）\n・A-①-{begun.number} {begun.title}（差戻し）\n" in text


def test_remind_follows_an_extension(plan, period, initiative, department, clerk, secretary):
    other = factories.department(municipality=plan.municipality, name="総務課")
    factories.initiative(plan=plan, lead=other)
    factories.extension(period=period, department=department, by=secretary)

    remind(BEFORE)
    assert [row[0] for row in sent()] == ["総務課"]
    remind(AFTER)
    assert [row[0] for row in sent()] == ["総務課", "市民課", "総務課"]
    assert "報告期限の10月20日（火）まで" in Notice.objects.get(department=department).text


def test_dry_run_shows_everybody_and_writes_nothing(period, initiative, clerk):
    with CaptureQueriesContext(connection) as queries:
        told = remind(dry_run=True)

    assert told == (
        "石巻市　担当者 見本 花子　"
        "石巻市ＤＸ推進計画 令和８年度 第２四半期 進捗報告の提出のお願い（あと１日）\n"
    )
    writing = ("INSERT", "UPDATE", "DELETE")
    assert [q["sql"] for q in queries if q["sql"].startswith(writing)] == []
    assert sent() == []


@pytest.mark.parametrize("day", ["x", "R8.10.15", "2026-13-01", ""])
def test_remind_of_no_day_says_how_to_write_one(db, day):
    with pytest.raises(CommandError, match="2026-10-14 のように書いてください"):
        call_command("remind", date=day)


def test_remind_stands_on_today(settings, period, initiative, clerk):
    settings.TODAY = BEFORE
    call_command("remind", stdout=StringIO())

    assert sent() == [("市民課", "clerk", ["見本 花子"])]


def test_remind_sends_each_person_one_mail_for_every_plan(
    settings, municipality, period, initiative, department, clerk,
    django_capture_on_commit_callbacks,
):  # fmt: skip
    settings.MAIL_IS_ON, settings.DEFAULT_FROM_EMAIL = True, "dx@example.jp"
    clerk.email = "clerk@example.jp"
    clerk.save()
    second = factories.plan(municipality=municipality, title="第２の計画")
    factories.period(plan=second)
    factories.initiative(plan=second, lead=department)

    with django_capture_on_commit_callbacks(execute=True):
        assert remind() == "石巻市：２通を送りました。\n"

    assert [(m.to, m.subject) for m in mail.outbox] == [
        (["clerk@example.jp"], "提出のお願い（２通）")
    ]
    assert "第２の計画" in mail.outbox[0].body
    assert {row.mail for row in NoticeRecipient.objects.all()} == {"sent"}


def test_remind_keeps_city_halls_apart(period, initiative, clerk, outsider):
    section = outsider.posts.get().department
    elsewhere = factories.plan(municipality=section.municipality, title="東松島市の計画")
    factories.period(plan=elsewhere)
    factories.initiative(plan=elsewhere, lead=section)

    assert remind() == "石巻市：１通を送りました。\n東松島市：１通を送りました。\n"
    assert [row[2] for row in sent()] == [["見本 花子"], ["外野 人"]]


def test_remind_tells_the_head_what_waits_for_confirmation(
    period, initiative, department, clerk, head
):
    report = factories.report(
        initiative=initiative, period=period, department=department, state="submitted"
    )

    remind()

    assert sent() == [("市民課", "head", ["例田 一郎"])]
    notice = Notice.objects.get()
    assert notice.kind == "confirm"
    assert notice.subject.endswith("進捗報告の確認のお願い（あと１日）")
    assert f"・A-①-{initiative.number} {initiative.title}（提出済）" in notice.text
    [standing] = standing_for(head, BEFORE)
    assert (standing.notice.about, standing.owed) == (
        "石巻市ＤＸ推進計画 令和８年度 第２四半期の進捗報告の確認",
        1,
    )
    assert "ありません" in remind()
    report.state = "confirmed"
    report.save()
    assert standing_for(head, BEFORE) == ()


def test_remind_of_confirmation_falls_back_on_the_office(
    period, initiative, department, clerk, secretary
):
    factories.report(initiative=initiative, period=period, department=department, state="submitted")

    remind()

    assert sent() == [("市民課", "office", ["事務 局子"])]
    assert "市民課には所属長が登録されていないため" in Notice.objects.get().text


def test_remind_has_nothing_for_the_head_of_a_plan_without_confirmation(
    plan, period, initiative, department, head
):
    plan.needs_confirmation = False
    plan.save()
    factories.report(initiative=initiative, period=period, department=department, state="submitted")

    assert "ありません" in remind()


def test_queries_of_a_city_hall_do_not_grow(plan, period, municipality):
    rule, taken = cadences.of_server(), []
    for count, day in ((1, BEFORE), (3, DUE)):
        for _ in range(count):
            section = factories.department(municipality=municipality)
            factories.person(section, "clerk")
            factories.initiative(plan=plan, lead=section)
        with CaptureQueriesContext(connection) as queries:
            found = reminding.remind([municipality], today=day, rule=rule)
        taken.append((len(found), len(queries)))

    assert [number for number, _ in taken] == [1, 4]
    assert taken[0][1] == taken[1][1]
