"""提出のお願い: who gets it, in which words, once, and until when it stands on マイページ."""

from datetime import date
from smtplib import SMTPServerDisconnected

import pytest
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from progress import request_letter
from progress.addressees import Staff, office_names
from progress.models import Notice, NoticeRecipient
from progress.notices import standing_for
from tests import factories
from tests.conftest import TODAY


class BrokenBackend(EmailBackend):
    """A mail server that hangs up."""

    def open(self) -> None:
        raise SMTPServerDisconnected


class HalfBackend(EmailBackend):
    """A mail server that refuses one person."""

    def send_messages(self, messages):
        if messages[0].to == ["head@example.jp"]:
            raise SMTPServerDisconnected
        return super().send_messages(messages)


@pytest.fixture
def mails(settings):
    settings.MAIL_IS_ON = True
    settings.ADDRESS = "https://dx.example.jp/"
    settings.DEFAULT_FROM_EMAIL = "dx@example.jp"
    return settings


def new(period) -> str:
    return reverse("progress:notice-create", args=[period.pk])


def text_of(response) -> str:
    return response.content.decode()


def send(client, period, *sections, **fields):
    values = {
        "subject": "お願い",
        "text": "〔宛名〕〔件数〕〔期限〕〔締切〕\n〔一覧〕",
        "send": "1",
    }
    return client.post(new(period), {**values, "section": [s.pk for s in sections], **fields})


def given_mail(*people) -> None:
    for person in people:
        person.email = f"{person.username}@example.jp"
        person.save()


# Who gets it


def routes(department) -> tuple[str, list[str]]:
    found = Staff.read([department.municipality_id], TODAY).of(
        department.pk, department.municipality_id
    )
    return found.route.value, [str(user) for user in found.users]


def test_addressees_are_the_clerks(department, clerk, head, secretary):
    assert routes(department) == ("clerk", ["見本 花子"])


def test_addressees_without_a_clerk_are_the_heads(department, clerk, head, secretary):
    clerk.posts.update(valid_to=date(2026, 10, 13))

    assert routes(department) == ("head", ["例田 一郎"])


def test_addressees_without_anybody_are_the_office(department, clerk, head, secretary):
    clerk.is_active = False
    clerk.save()
    head.posts.update(valid_from=date(2026, 10, 15))

    assert routes(department) == ("office", ["事務 局子"])


def test_addressees_are_each_person_once(department, clerk):
    factories.Post.objects.create(
        user=clerk, department=department, role="clerk", valid_from=date(2026, 4, 1)
    )

    assert routes(department) == ("clerk", ["見本 花子"])


def test_office_is_named_with_its_extension(municipality, office):
    assert office_names([municipality.pk]) == {municipality.pk: "ＤＸ推進課"}
    office.extension = "0000"
    office.save()

    assert office_names([municipality.pk, 0]) == {municipality.pk: "ＤＸ推進課（内線 0000）"}


# The words


def test_proposed_letter_says_period_due_date_and_what_is_owed(as_, period, initiative, department):
    page = text_of(as_("secretary").get(new(period), {"section": department.pk}))

    assert "石巻市ＤＸ推進計画 令和８年度 第２四半期 進捗報告の提出のお願い" in page
    assert "令和８年度 第２四半期（９月30日現在）の進捗報告のうち、次の１件が未提出です。" in page
    assert "報告期限の10月16日（金）までに提出してくださいますようお願いします。" in page
    assert f"・A-①-{initiative.number} {initiative.title}（未入力）" in page


def test_proposed_letter_after_the_due_date_says_so(period):
    late = request_letter.proposed(period, "ＤＸ推進課", is_late=True)

    assert "報告期限の〔期限〕を過ぎましたが" in late.text
    assert request_letter.unknown_words(late.text) == []


def test_preview_shows_the_changed_text_and_sends_nothing(as_, period, initiative, department):
    response = as_("secretary").post(
        new(period),
        {"section": department.pk, "subject": "件", "text": "〔課名〕さん", "preview": 1},
    )

    assert "市民課さん" in text_of(response)
    assert Notice.objects.count() == 0


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"subject": ""}, "このフィールドは必須です。"),
        ({"text": " "}, "このフィールドは必須です。"),
        ({"text": "〔課明〕"}, "〔課明〕は置き換えられません。"),
        ({"subject": "あ" * 101}, "100字以内で入力してください（いま101字）。"),
        ({"text": "あ" * 2001}, "2000字以内で入力してください（いま2001字）。"),
    ],
)
def test_request_tells_what_is_wrong_and_sends_nothing(
    as_, period, initiative, department, fields, message
):
    page = text_of(send(as_("secretary"), period, department, **fields))

    assert f"＊{message}" in page
    assert Notice.objects.count() == 0


@pytest.mark.parametrize("section", ["", "x", "９", "99999999999999999999", "-1", "1 OR 1=1"])
def test_request_without_a_section_that_owes_anything_asks_nobody(as_, period, initiative, section):
    client = as_("secretary")
    page = text_of(client.get(new(period), {"section": section}))
    sent = client.post(new(period), {"section": section, "subject": "件", "text": "文", "send": 1})

    assert "選んだ課の報告は、全て提出されています。" in page
    assert (sent.status_code, Notice.objects.count()) == (200, 0)


def test_request_of_a_closed_period_is_refused(as_, settings, period, initiative, department):
    settings.TODAY = date(2026, 11, 2)
    sent = send(as_("secretary"), period, department)

    assert "締切日を過ぎたため" in text_of(sent)
    assert Notice.objects.count() == 0


def test_request_never_asks_a_section_of_another_city(as_, period, initiative, outsider):
    foreign = outsider.posts.get().department

    assert send(as_("secretary"), period, foreign).status_code == 200
    assert Notice.objects.count() == 0


# Sending


def test_request_is_kept_with_everything(as_, period, initiative, department, clerk, secretary):
    response = send(as_("secretary"), period, department)

    notice = Notice.objects.get()
    assert response.url == reverse("progress:notice-list", args=[period.pk])
    assert (notice.kind, notice.route, notice.day, notice.by) == (
        "request",
        "clerk",
        TODAY,
        secretary,
    )
    assert notice.text == (
        "市民課　担当者 様１件10月16日（金）10月31日（土）\n"
        f"・A-①-{initiative.number} {initiative.title}（未入力）"
    )
    assert [(row.user, row.mail) for row in notice.recipients.all()] == [(clerk, "none")]
    assert [row.history_user for row in notice.history.all()] == [secretary]
    assert [row.history_change_reason for row in notice.history.all()] == ["提出のお願い（依頼）"]


def test_request_to_a_section_without_anybody_goes_to_the_office(
    as_, period, initiative, secretary
):
    client = as_("secretary")
    section = initiative.responsibilities.get().department

    assert "担当者も所属長も登録されていません。" in text_of(
        client.get(reverse("progress:missing-list", args=[period.pk]))
    )
    send(client, period, section)
    notice = Notice.objects.get()
    assert [row.user for row in notice.recipients.all()] == [secretary]
    assert notice.text.startswith("（市民課には担当者も所属長も登録されていないため")
    assert [row.notice for row in standing_for(secretary, TODAY)] == [notice]


def test_request_is_not_sent_twice_in_the_same_words(as_, period, initiative, department, clerk):
    client = as_("secretary")
    send(client, period, department)
    again = text_of(client.get(send(client, period, department).url))

    assert "１課には、同じ文を今日もう送っているため、送っていません。" in again
    assert Notice.objects.count() == 1
    send(client, period, department, text="ほかの文")
    assert Notice.objects.count() == 2


def test_request_skips_what_came_meanwhile(as_, plan, period, initiative, department, neighbour):
    other = neighbour.posts.get().department
    row = factories.initiative(plan=plan, lead=other)
    factories.report(initiative=row, period=period, department=other, state="submitted")

    send(as_("secretary"), period, department, other)

    assert [row.department for row in Notice.objects.all()] == [department]


def test_ledger_shows_what_was_sent(as_, period, department, clerk, secretary):
    factories.notice(period=period, department=department, by=secretary, to=(clerk,))

    page = text_of(as_("secretary").get(reverse("progress:notice-list", args=[period.pk])))

    for words in (
        "送付の記録　１通",
        "市民課",
        "依頼",
        "担当者 見本 花子",
        "メール：なし",
        "事務 局子",
    ):
        assert words in page


# Mail


def test_mail_goes_out_after_the_notice_is_stored(
    as_, mails, period, initiative, department, clerk, django_capture_on_commit_callbacks
):
    given_mail(clerk)
    with django_capture_on_commit_callbacks(execute=True):
        send(as_("secretary"), period, department, subject="お願い\r\nBcc: x@example.jp")

    assert [(m.to, m.subject, m.from_email) for m in mail.outbox] == [
        (["clerk@example.jp"], "お願い Bcc: x@example.jp", "dx@example.jp")
    ]
    assert mail.outbox[0].body.endswith("\n\nマイページ：https://dx.example.jp/\n")
    assert NoticeRecipient.objects.get().mail == "sent"


def test_mail_is_one_for_each_person(
    as_, mails, plan, period, initiative, department, clerk, django_capture_on_commit_callbacks
):
    given_mail(clerk)
    other = factories.department(municipality=plan.municipality, name="総務課")
    factories.Post.objects.create(user=clerk, department=other, role="clerk")
    factories.initiative(plan=plan, lead=other)

    with django_capture_on_commit_callbacks(execute=True):
        send(as_("secretary"), period, department, other)

    assert [m.subject for m in mail.outbox] == ["提出のお願い（２通）"]
    assert [row.mail for row in NoticeRecipient.objects.all()] == ["sent", "sent"]


def test_mail_server_that_does_not_answer_loses_no_notice(
    as_, mails, period, initiative, department, clerk, django_capture_on_commit_callbacks
):
    mails.EMAIL_BACKEND = f"{__name__}.BrokenBackend"
    given_mail(clerk)

    with django_capture_on_commit_callbacks(execute=True):
        response = send(as_("secretary"), period, department)

    assert response.status_code == 302
    assert NoticeRecipient.objects.get().mail == "failed"
    assert [row.owed for row in standing_for(clerk, TODAY)] == [1]


def test_mail_that_is_refused_holds_up_no_other(
    as_, mails, plan, period, initiative, department, head, django_capture_on_commit_callbacks
):
    mails.EMAIL_BACKEND = f"{__name__}.HalfBackend"
    other = factories.department(municipality=plan.municipality)
    neighbour = factories.person(other, "clerk", username="neighbour")
    factories.initiative(plan=plan, lead=other)
    given_mail(head, neighbour)

    with django_capture_on_commit_callbacks(execute=True):
        send(as_("secretary"), period, department, other)

    assert {row.user: row.mail for row in NoticeRecipient.objects.all()} == {
        head: "failed",
        neighbour: "sent",
    }


# マイページ


def test_notice_stands_until_the_reports_are_in(period, initiative, department, clerk, secretary):
    notice = factories.notice(period=period, department=department, by=secretary, to=(clerk,))

    assert [(row.notice, row.owed, row.earlier) for row in standing_for(clerk, TODAY)] == [
        (notice, 1, 0)
    ]
    factories.report(initiative=initiative, period=period, department=department, state="submitted")
    assert standing_for(clerk, TODAY) == ()


def test_notice_ends_with_its_period(period, initiative, department, clerk, secretary):
    factories.notice(period=period, department=department, by=secretary, to=(clerk,))

    assert len(standing_for(clerk, date(2026, 10, 31))) == 1
    assert standing_for(clerk, date(2026, 11, 1)) == ()


def test_notice_of_a_section_shows_only_the_newest(
    as_, period, initiative, department, clerk, secretary
):
    for _ in range(2):
        newest = factories.notice(period=period, department=department, by=secretary, to=(clerk,))

    assert [(row.notice, row.earlier) for row in standing_for(clerk, TODAY)] == [(newest, 1)]
    page = text_of(as_("clerk").get(reverse("progress:mypage-show")))
    assert "提出のお願いが届いています" in page
    assert "（これまでに１通）" in page


def test_notice_put_away_goes_with_the_earlier_ones(
    as_, period, initiative, department, clerk, head, secretary
):
    people = (clerk, head)
    notices = [
        factories.notice(period=period, department=department, by=secretary, to=people)
        for _ in range(2)
    ]

    as_("clerk").post(reverse("progress:notice-dismiss", args=[notices[1].pk]))

    assert standing_for(clerk, TODAY) == ()
    assert len(standing_for(head, TODAY)) == 1
    assert NoticeRecipient.objects.filter(user=clerk, dismissed_at=None).count() == 0
    assert [
        row.history_user for row in NoticeRecipient.history.filter(history_type="~", user=clerk)
    ] == [clerk, clerk]


@pytest.mark.parametrize("name", ["progress:notice-list", "progress:missing-list"])
def test_queries_do_not_grow(as_, plan, period, municipality, secretary, name):
    client, taken = as_("secretary"), []
    address = reverse(name, args=[period.pk])
    for count in (1, 2):
        for _ in range(count):
            section = factories.department(municipality=municipality)
            person = factories.person(section, "clerk")
            factories.initiative(plan=plan, lead=section)
            factories.notice(period=period, department=section, by=secretary, to=(person,))
        client.get(address)
        with CaptureQueriesContext(connection) as queries:
            client.get(address)
        taken.append(len(queries))

    assert taken[0] == taken[1]
