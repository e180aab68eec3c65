"""The files of a report: who attaches, who takes off, who takes out, and what stays when they are gone."""

import hashlib
from urllib.parse import quote

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from organizations.desk import Desk
from progress import actions, attached_files, attachment_actions
from progress.attached_files import MEGABYTE, OfferedFile, offered
from progress.models import Attachment, ProgressReport
from progress.workflow import WorkflowError
from tests import factories
from tests.conftest import CAST, TODAY
from tests.progress import files
from tests.progress.test_simultaneous import at_once, refused

NAME = "利用者アンケート.pdf"


@pytest.fixture
def report(initiative, period, department):
    return factories.report(
        initiative=initiative, period=period, department=department, state="draft"
    )


@pytest.fixture
def attached(report, clerk):
    return factories.attachment(report=report, by=clerk, name=NAME)


def page(report):
    return reverse("progress:attachment-create", args=[report.pk])


def download(attachment):
    return reverse("progress:attachment-download", args=[attachment.pk])


def removal(attachment):
    return reverse("progress:attachment-remove", args=[attachment.pk])


def send(client, report, name, content):
    return client.post(page(report), {"file": SimpleUploadedFile(name, content)})


def errors(answer):
    return answer.context["form"].errors.get("file", [])


def stand(report, state):
    ProgressReport.objects.filter(pk=report.pk).update(state=state)


def test_attached_file_is_kept_as_it_came(as_, report, clerk):
    content = files.office("docx")

    answer = send(as_("clerk"), report, "写し\u202e.DOCX", content)

    assert answer.url == page(report)
    row = Attachment.objects.get()
    assert (row.name, row.kind, row.size, row.by) == ("写し.docx", "word", len(content), clerk)
    assert bytes(row.content) == content
    assert row.sha256 == hashlib.sha256(content).hexdigest()
    told = row.history.get()
    assert (told.history_user, told.history_change_reason) == (clerk, "ファイルの添付")


@pytest.mark.parametrize("state", ["draft", "returned"])
@pytest.mark.parametrize("who", CAST)
def test_who_may_attach(as_, report, who, state):
    stand(report, state)

    answer = send(as_(who), report, NAME, files.pdf())

    special = {"clerk": 302, "head": 302, "outsider": 404, "anonymous": 401}
    assert answer.status_code == special.get(who, 403)
    assert Attachment.objects.count() == (who in {"clerk", "head"})


@pytest.mark.parametrize("who", CAST)
def test_who_may_take_off(as_, attached, who):
    answer = as_(who).post(removal(attached))

    special = {"clerk": 302, "head": 302, "secretary": 403, "anonymous": 401}
    assert answer.status_code == special.get(who, 404)
    assert Attachment.objects.count() == (who not in {"clerk", "head"})


@pytest.mark.parametrize("state", ["submitted", "confirmed", "accepted"])
def test_files_are_frozen_with_the_report(as_, attached, report, state):
    stand(report, state)
    client = as_("clerk")

    for answer in (
        send(client, report, "別.png", files.png()),
        client.post(removal(attached)),
    ):
        assert answer.status_code == 302
        assert "添付ファイルは変えられません" in client.get(answer.url).text
    assert list(Attachment.objects.all()) == [attached]


def test_files_can_be_changed_again_after_a_return(as_, attached, report, secretary):
    stand(report, "confirmed")
    actions.send_back(report=report, reason="資料を替えてください。", by=Desk.of(secretary, TODAY))

    as_("clerk").post(removal(attached))

    assert not Attachment.objects.exists()


def test_files_cannot_be_changed_after_the_period(as_, attached, report, period):
    period.closes_on = period.due_on = period.opens_on
    period.save()
    client = as_("clerk")

    client.post(removal(attached))

    assert "締め切りました" in client.get(page(report)).text
    assert list(Attachment.objects.all()) == [attached]


READERS = {
    "draft": {"clerk", "head", "secretary"},
    "returned": {"clerk", "head", "secretary"},
    "submitted": set(CAST) - {"outsider", "anonymous"},
    "accepted": set(CAST) - {"outsider", "anonymous"},
}


@pytest.mark.parametrize("state", READERS)
@pytest.mark.parametrize("who", CAST)
def test_who_may_take_out(as_, attached, report, who, state):
    stand(report, state)

    status = as_(who).get(download(attached)).status_code

    assert status == (200 if who in READERS[state] else 302 if who == "anonymous" else 404)


def test_file_is_saved_and_never_shown_in_the_page(as_, attached):
    answer = as_("clerk").get(download(attached))

    assert answer.content == files.pdf()
    assert {name: answer[name] for name in WANTED} == WANTED


WANTED = {
    "Content-Type": "application/pdf",
    "Content-Disposition": f"attachment; filename*=utf-8''{quote(NAME)}",
    "Content-Security-Policy": "sandbox; default-src 'none'",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Cache-Control": "private, no-store",
}


def test_taking_out_is_logged(as_, attached, clerk, caplog):
    with caplog.at_level("INFO", logger="progress.attachment_views"):
        as_("clerk").get(download(attached))

    assert caplog.messages == [f"attachment taken out: attachment={attached.pk} user={clerk.pk}"]


def test_history_keeps_what_was_taken_off(as_, attached, report, clerk):
    as_("clerk").post(removal(attached))

    told = Attachment.history.get(history_type="-")
    assert (told.name, told.sha256, told.history_user) == (NAME, attached.sha256, clerk)
    assert not hasattr(told, "content")
    shown = as_("viewer").get(reverse("progress:report-history", args=[report.pk])).text
    assert f"<del>{NAME}</del>" in shown
    assert "ファイルの削除" in shown


def test_without_a_file(as_, report):
    answer = as_("clerk").post(page(report))

    assert errors(answer) == ["添付するファイルを選んでください。"]
    assert "＊添付するファイルを選んでください。" in answer.text


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("資料.pdf", b"", "ファイルが空です。中身を確かめてください。"),
        (
            "資料.pdf",
            files.pdf(size=2 * MEGABYTE),
            "ファイルが大きすぎます（2.0MB）。１MBまでにしてください。",
        ),
        (
            "資料.pdf",
            b"MZ",
            attached_files.different("pdf"),
        ),
    ],
)
def test_refused_file_says_why_and_leaves_nothing(as_, report, settings, name, content, message):
    settings.ATTACHMENT_MEGABYTES = 1

    answer = send(as_("clerk"), report, name, content)

    assert errors(answer) == [message]
    assert not Attachment.objects.exists()
    assert not Attachment.history.exists()


def test_same_file_twice(as_, attached, report):
    answer = send(as_("clerk"), report, "別の名前.pdf", files.pdf())

    assert errors(answer) == ["同じ内容のファイルを、この報告に既に添付しています。"]
    assert list(Attachment.objects.all()) == [attached]


def test_more_than_a_report_may_have(as_, attached, report, settings):
    settings.ATTACHMENTS_PER_REPORT = 1

    answer = send(as_("clerk"), report, "写真.png", files.png())

    [message] = errors(answer)
    assert message.startswith("添付できるのは、１つの報告に１件までです。")
    assert list(Attachment.objects.all()) == [attached]


def test_limits_are_said_before_anybody_chooses(as_, report, settings):
    settings.ATTACHMENT_MEGABYTES, settings.ATTACHMENTS_PER_REPORT = 3, 4

    assert "１つ３MBまで、１つの報告に４件まで。" in as_("clerk").get(page(report)).text


def test_going_to_the_files_keeps_what_was_typed(as_, initiative, period):
    entry = reverse("progress:entry-edit", args=[period.pk, initiative.pk])

    answer = as_("clerk").post(
        entry, {"version": "0", "result": "書きかけの文", "action": "attach"}
    )

    report = ProgressReport.objects.get()
    assert answer.url == page(report)
    assert (report.result, report.state) == ("書きかけの文", "draft")
    assert "書きかけの文" in as_("clerk").get(entry).text


def test_attaching_leaves_the_open_form_of_the_report_alone(as_, report, initiative, period):
    entry = reverse("progress:entry-edit", args=[period.pk, initiative.pk])
    send(as_("clerk"), report, NAME, files.pdf())

    answer = as_("clerk").post(entry, {"version": "1", "result": "続き", "action": "save"})

    assert answer.status_code == 302
    assert ProgressReport.objects.get().result == "続き"


def test_wrong_input_is_shown_before_the_files(as_, initiative, period):
    entry = reverse("progress:entry-edit", args=[period.pk, initiative.pk])

    answer = as_("clerk").post(
        entry, {"version": "0", "completed_on": "abc", "implementation": "done", "action": "attach"}
    )

    assert answer.status_code == 200
    assert "日付は 2026-10-16 のように入力してください。" in answer.text


@pytest.mark.parametrize(
    ("who", "state", "place"),
    [
        ("clerk", "draft", "entry"),
        ("clerk", "submitted", "entry"),
        ("secretary", "draft", "entry"),
        ("head", "submitted", "confirmations"),
        ("secretary", "confirmed", "review"),
        ("viewer", "accepted", "history"),
        ("viewer", "accepted", "sheet"),
    ],
)
def test_files_are_listed_where_the_report_is_read(as_, attached, report, who, state, place):
    stand(report, state)

    text = as_(who).get(places(report)[place]).text

    assert f'href="{download(attached)}">{NAME}</a>' in text
    assert "PDF　1KB" in text


@pytest.mark.parametrize("place", ["history", "sheet"])
def test_files_of_a_draft_are_not_listed_for_readers(as_, attached, report, place):
    assert download(attached) not in as_("viewer").get(places(report)[place]).text


def places(report):
    return {
        "entry": reverse("progress:entry-edit", args=[report.period_id, report.initiative_id]),
        "confirmations": reverse("progress:confirmation-list"),
        "review": reverse("progress:review-list", args=[report.period_id]),
        "history": reverse("progress:report-history", args=[report.pk]),
        "sheet": reverse("reports:initiative-show", args=[report.initiative_id]),
    }


@pytest.mark.parametrize(
    ("who", "state", "place"),
    [
        ("clerk", "draft", "entry"),
        ("head", "submitted", "confirmations"),
        ("secretary", "confirmed", "review"),
        ("viewer", "accepted", "history"),
        ("viewer", "accepted", "sheet"),
    ],
)
def test_lists_never_read_the_bytes_nor_ask_once_per_file(as_, report, clerk, who, state, place):
    stand(report, state)
    client, address = as_(who), places(report)[place]
    client.get(address)  # the session notes its first use
    counts = []
    for number in (0, 3):
        for extra in range(number):
            factories.attachment(
                report=report, by=clerk, name=f"{extra}.pdf", content=files.pdf(size=900 + extra)
            )
        with CaptureQueriesContext(connection) as queries:
            client.get(address)
        counts.append(len(queries))
        assert [q for q in queries if '"progress_attachment"."content"' in q["sql"]] == []

    assert counts[0] == counts[1]


@pytest.mark.django_db(transaction=True)
def test_two_files_at_once_do_not_pass_the_limit(report, clerk, head, settings):
    settings.ATTACHMENTS_PER_REPORT = 1

    outcomes = at_once(
        *(
            lambda who=who, name=name, content=content: attachment_actions.attach(
                report=report, file=offered(name, content), by=Desk.of(who, TODAY)
            )
            for who, name, content in (
                (clerk, "写真.png", files.png()),
                (head, "資料.pdf", files.pdf()),
            )
        )
    )

    [refusal] = refused(outcomes)
    assert "１件まで" in str(refusal)
    assert Attachment.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_file_and_submission_at_once(report, clerk, head):
    """Either the file came first and is handed in with the report, or it is refused: never a late one."""
    at_once(
        lambda: attachment_actions.attach(
            report=report, file=offered(NAME, files.pdf()), by=Desk.of(clerk, TODAY)
        ),
        lambda: actions.submit(report=report, by=Desk.of(head, TODAY)),
    )

    report.refresh_from_db()
    late = Attachment.objects.filter(at__gt=report.events.get().at)
    assert report.state == "submitted"
    assert list(late) == []


@pytest.mark.django_db
def test_file_taken_off_twice(attached, clerk):
    by = Desk.of(clerk, TODAY)
    attachment_actions.remove(attachment=attached, by=by)
    attached.pk = Attachment.history.earliest().id

    with pytest.raises(WorkflowError, match="既に外されています"):
        attachment_actions.remove(attachment=attached, by=by)
    assert Attachment.history.filter(history_type="-").count() == 1


def test_large_file_is_told_in_megabytes(report, clerk):
    file = OfferedFile("大.pdf", "pdf", files.pdf(size=1_300_000))

    row = attachment_actions.attach(report=report, file=file, by=Desk.of(clerk, TODAY))

    assert row.facts == "PDF　1.2MB"
