"""The pages of 調査票: taken out, brought back, looked at, taken in."""

import zipfile
from io import BytesIO

import pytest
from django.contrib.messages import get_messages
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from exchange.models import IssuedSheet, SheetUpload
from progress.models import ProgressReport, ReportEvent
from tests import factories
from tests.exchange import sheetfiles
from tests.exchange.sheetfiles import KPI, PROGRESS

pytestmark = pytest.mark.django_db


@pytest.fixture
def draft(initiative, period, department, clerk):
    factories.indicator(initiative=initiative)
    return factories.report(
        initiative=initiative, period=period, department=department, state="draft", issue="課題。"
    )


@pytest.fixture
def sheet(draft, period, department, clerk):
    return sheetfiles.issue(period, department, clerk)


def address(name: str, *arguments: object) -> str:
    return reverse(f"exchange:{name}", args=arguments)


def send(client, url: str, raw: bytes, name: str = "調査票.xlsx"):
    return client.post(url, {"file": SimpleUploadedFile(name, raw)})


def uploaded(client, sheet, *entries) -> SheetUpload:
    """Bring a filled-in sheet to the section's page."""
    issued, raw = sheet
    page = address("sheet-show", issued.period_id, issued.department_id)
    response = send(client, page, sheetfiles.filled(raw, *entries))
    assert response.status_code == 302, response.text
    return SheetUpload.objects.latest("pk")


def told(response) -> list[str]:
    return [str(message) for message in get_messages(response.wsgi_request)]


def test_clerk_takes_the_file_out_under_a_number(draft, period, department, as_):
    response = as_("clerk").post(address("sheet-issue", period.pk, department.pk))

    issued = IssuedSheet.objects.get()
    workbook = sheetfiles.opened(response.content)
    texts = [str(cell.value) for row in workbook["記入要領"].iter_rows() for cell in row]
    assert any(issued.number in text for text in texts)
    assert (issued.period, issued.department) == (period, department)
    assert issued.rows[0]["key"].startswith("R8Q2:A-1-")


def test_changes_are_shown_then_made_as_a_draft(sheet, draft, as_):
    client = as_("clerk")
    upload = uploaded(client, sheet, (PROGRESS, 1, "◆課題", "新しい課題。"))
    page = client.get(upload.get_absolute_url())
    draft.refresh_from_db()
    before = draft.issue

    response = client.post(address("sheetupload-apply", upload.pk))

    draft.refresh_from_db()
    upload.refresh_from_db()
    assert "変わる行 １件" in page.text
    assert "まだ何も変わっていません" in page.text
    assert before == "課題。"
    assert (draft.issue, draft.state) == ("新しい課題。", "draft")
    assert (upload.state, bytes(upload.content)) == ("applied", b"")
    assert told(response) == ["報告 １件を取り込みました。報告は下書きです。まだ提出していません。"]


def test_tick_hands_in_what_is_complete(sheet, draft, as_):
    client = as_("clerk")
    upload = uploaded(
        client,
        sheet,
        (PROGRESS, 1, "◆課題", "新しい課題。"),
        (KPI, 1, "◆測定の区分", "測定した"),
        (KPI, 1, "◆今回実績", 80.1),
    )

    response = client.post(address("sheetupload-apply", upload.pk), {"hand_in": "on"})

    draft.refresh_from_db()
    assert upload.preview["ready"] == 1
    assert draft.state == "submitted"
    assert told(response) == ["報告 １件を取り込み、１件を提出しました。所属長の確認に回ります。"]


def test_office_does_it_for_the_section_and_that_is_recorded(sheet, draft, secretary, as_):
    client = as_("secretary")
    issued, raw = sheet
    raw = sheetfiles.filled(raw, (KPI, 1, "◆測定の区分", "測定した"), (KPI, 1, "◆今回実績", 80.1))
    response = send(client, address("sheet-list", issued.period_id), raw)
    upload = SheetUpload.objects.get()

    client.post(address("sheetupload-apply", upload.pk), {"hand_in": "on"})

    draft.refresh_from_db()
    event = ReportEvent.objects.get(report=draft)
    page = client.get(upload.get_absolute_url())
    assert response.url == upload.get_absolute_url()
    assert (upload.on_behalf, upload.by, draft.saved_by) == (True, secretary, secretary)
    assert (event.by, event.comment) == (
        secretary,
        f"調査票（{issued.number}）による報告。入力者：事務 局子（代行入力）、報告者：市民課",
    )
    assert "（市民課の代行入力）" in page.text


def test_problems_are_listed_and_nothing_is_kept(sheet, as_):
    issued, raw = sheet
    raw = sheetfiles.filled(raw, (PROGRESS, 1, "◆進捗評価", "B"))

    page = send(as_("clerk"), address("sheet-show", issued.period_id, issued.department_id), raw)

    assert page.status_code == 200
    assert "直すところが１件あります" in page.text
    assert "L　進捗評価" in page.text
    assert SheetUpload.objects.count() == 0


@pytest.mark.parametrize(
    ("raw", "message"),
    [
        (b"PK\x03\x04broken", "ファイルが壊れていて読めません"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "古い形式"),
        (b"text", "Excelのファイル（.xlsx）ではありません"),
    ],
)
def test_file_that_is_no_workbook_is_refused(sheet, as_, raw, message):
    issued, _ = sheet

    page = send(as_("clerk"), address("sheet-show", issued.period_id, issued.department_id), raw)

    assert message in page.text


def test_form_without_a_file_says_so(sheet, as_):
    issued, _ = sheet

    page = as_("clerk").post(address("sheet-show", issued.period_id, issued.department_id))

    assert "ファイルを選んでください。" in page.text


def test_workbook_without_a_number_is_refused(sheet, as_):
    issued, raw = sheet
    workbook = sheetfiles.opened(raw)
    del workbook["記入要領"]

    page = send(
        as_("clerk"),
        address("sheet-show", issued.period_id, issued.department_id),
        sheetfiles.saved(workbook),
    )

    assert "帳票番号がありません" in page.text


def test_number_that_was_never_given_is_refused(sheet, as_):
    issued, raw = sheet
    IssuedSheet.objects.all().delete()

    page = send(as_("clerk"), address("sheet-show", issued.period_id, issued.department_id), raw)

    assert f"この帳票番号（{issued.number}）の調査票は発行されていません。" in page.text


def test_sheet_of_another_section_is_refused(sheet, neighbour, period, as_):
    _, raw = sheet
    own = neighbour.posts.get().department

    page = send(as_("neighbour"), address("sheet-show", period.pk, own.pk), raw)

    assert "これは市民課の調査票です。総務課の調査票を登録してください。" in page.text


def test_sheet_of_another_period_is_refused(sheet, plan, department, as_):
    _, raw = sheet
    other = factories.period(plan=plan, quarter=3)

    page = send(as_("clerk"), address("sheet-show", other.pk, department.pk), raw)

    assert "令和８年度 第２四半期の調査票です。" in page.text


def test_clash_must_be_decided(sheet, draft, as_):
    client = as_("clerk")
    draft.issue, draft.version = "画面の課題。", 2
    draft.save()
    upload = uploaded(client, sheet, (PROGRESS, 1, "◆課題", "票の課題。"))
    page = client.get(upload.get_absolute_url())
    key = upload.preview["rows"][0]["key"]

    undecided = client.post(address("sheetupload-apply", upload.pk))
    draft.refresh_from_db()
    left = draft.issue
    decided = client.post(address("sheetupload-apply", upload.pk), {f"keep:{key}": "mine"})

    draft.refresh_from_db()
    assert "画面でも変えられています。" in page.text
    assert told(undecided) == ["画面と重なった行は、どちらを残すかをすべて選んでください。"]
    assert left == "画面の課題。"
    assert told(decided)[-1:] == [
        "報告 １件を取り込みました。報告は下書きです。まだ提出していません。"
    ]
    assert draft.issue == "票の課題。"


def test_change_between_showing_and_taking_in_is_shown_first(sheet, draft, as_):
    client = as_("clerk")
    upload = uploaded(client, sheet, (PROGRESS, 1, "◆課題", "票の課題。"))
    draft.issue, draft.version = "画面の課題。", 2
    draft.save()

    response = client.post(address("sheetupload-apply", upload.pk))

    draft.refresh_from_db()
    upload.refresh_from_db()
    assert ["内容が変わったため" in text for text in told(response)] == [True]
    assert (draft.issue, upload.state, upload.preview["clashes"]) == ("画面の課題。", "waiting", 1)


def test_upload_is_given_up(sheet, draft, as_):
    client = as_("clerk")
    upload = uploaded(client, sheet, (PROGRESS, 1, "◆課題", "票の課題。"))

    client.post(address("sheetupload-discard", upload.pk))
    again = client.post(address("sheetupload-apply", upload.pk))
    twice = client.post(address("sheetupload-discard", upload.pk))

    upload.refresh_from_db()
    draft.refresh_from_db()
    assert (upload.state, bytes(upload.content), draft.issue) == ("discarded", b"", "課題。")
    ended = ["この登録は、取込み済みか、取りやめか、期限切れです。もう一度登録してください。"]
    assert (told(again)[-1:], told(twice)[-1:]) == (ended, ended)


def test_second_upload_takes_the_place_of_the_first(sheet, as_):
    client = as_("clerk")
    first = uploaded(client, sheet, (PROGRESS, 1, "◆課題", "一つ目。"))
    second = uploaded(client, sheet, (PROGRESS, 1, "◆課題", "二つ目。"))

    states = dict(SheetUpload.objects.values_list("pk", "state"))
    assert states == {first.pk: "discarded", second.pk: "waiting"}


def test_untouched_file_leads_to_a_page_that_says_so(sheet, as_):
    client = as_("clerk")

    upload = uploaded(client, sheet)

    assert "変わるところはありません" in client.get(upload.get_absolute_url()).text


def test_office_takes_every_sheet_out_at_once(sheet, plan, period, office, as_):
    factories.initiative(plan=plan, lead=office)

    response = as_("secretary").post(address("sheet-bundle", period.pk))

    names = zipfile.ZipFile(BytesIO(response.content)).namelist()
    assert sorted(name.split("_")[1] for name in names) == ["市民課", "ＤＸ推進課"]
    assert response["Content-Type"] == "application/zip"


def test_list_tells_how_far_each_section_has_come(sheet, period, as_):
    page = as_("secretary").get(address("sheet-list", period.pk))

    assert "0／1" in page.text
    assert sheet[0].number in page.text


@pytest.mark.parametrize("name", ["sheet-list", "sheet-show", "sheetupload-show"])
def test_page_needs_the_same_number_of_queries_for_any_number_of_initiatives(
    name, sheet, plan, period, department, as_
):
    client = as_("secretary")
    upload = factories.sheet_upload(period=period, department=department, by=sheet[0].issued_by)
    arguments = {
        "sheet-list": [period.pk],
        "sheet-show": [period.pk, department.pk],
        "sheetupload-show": [upload.pk],
    }
    url = address(name, *arguments[name])
    client.get(url)
    with CaptureQueriesContext(connection) as few:
        client.get(url)
    for _ in range(3):
        row = factories.initiative(plan=plan, lead=department)
        factories.indicator(initiative=row)
        factories.report(initiative=row, period=period, department=department, state="draft")
    with CaptureQueriesContext(connection) as many:
        client.get(url)

    assert len(many) == len(few)


def test_own_pages_lead_to_the_sheet(sheet, period, department, as_):
    clerk, office = as_("clerk"), as_("secretary")

    assert address("sheet-show", period.pk, department.pk) in clerk.get("/").text
    assert address("sheet-list", period.pk) in office.get("/").text
    review = office.get(reverse("progress:review-list", args=[period.pk]))
    assert address("sheet-list", period.pk) in review.text


def test_nothing_is_half_written_when_a_report_is_refused(sheet, draft, as_):
    client = as_("clerk")
    upload = uploaded(client, sheet, (PROGRESS, 1, "◆課題", "票の課題。"))
    ProgressReport.objects.filter(pk=draft.pk).update(state="submitted")

    client.post(address("sheetupload-apply", upload.pk))

    draft.refresh_from_db()
    assert draft.issue == "課題。"
