"""The deeds' addresses and the history: everybody of the cast, wrong method, reasons, and the way back."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from django.urls import reverse

from organizations.desk import Desk
from progress import actions
from progress.models import ProgressReport, ReportEvent
from tests import factories
from tests.conftest import CAST, TODAY

TODAY_AT = datetime(2026, 10, 14, 9, 0, tzinfo=ZoneInfo("Asia/Tokyo"))
# Session, desk and frame included.
HISTORY_QUERIES = 15
SOURCES = {
    "submit": "draft",
    "withdraw": "submitted",
    "confirm": "submitted",
    "accept": "confirmed",
    "return": "submitted",
    "reopen": "accepted",
}
TARGETS = {
    "submit": "submitted",
    "withdraw": "draft",
    "confirm": "confirmed",
    "accept": "accepted",
    "return": "returned",
    "reopen": "returned",
}
MAY = {
    "submit": {"clerk", "head"},
    "withdraw": {"clerk", "head"},
    "confirm": {"head"},
    "accept": {"secretary"},
    "return": {"head", "secretary"},
    "reopen": {"secretary"},
}


@pytest.fixture
def make(initiative, period, department):
    def make(state):
        return factories.report(
            initiative=initiative, period=period, department=department, state=state
        )

    return make


def address(deed, report):
    return reverse(f"progress:report-{deed}", args=[report.pk])


def state_of(report):
    return ProgressReport.objects.get(pk=report.pk).state


@pytest.mark.parametrize("deed", SOURCES)
@pytest.mark.parametrize("who", CAST)
def test_who_may_do_what(as_, make, deed, who):
    report = make(SOURCES[deed])

    answer = as_(who).post(address(deed, report), {"reason": "理由"})

    special = {"outsider": 404, "anonymous": 401}
    expected = 302 if who in MAY[deed] else special.get(who, 403)
    assert answer.status_code == expected
    assert state_of(report) == (TARGETS[deed] if who in MAY[deed] else SOURCES[deed])


@pytest.mark.parametrize("deed", SOURCES)
def test_reading_does_nothing(as_, make, deed):
    assert as_("secretary").get(address(deed, make(SOURCES[deed]))).status_code == 405


@pytest.mark.parametrize("deed", SOURCES)
def test_unknown_report_is_not_found(as_, db, deed):
    url = reverse(f"progress:report-{deed}", args=[999_999])

    assert as_("secretary").post(url, {}).status_code == 404


@pytest.mark.parametrize("deed", ["return", "reopen"])
def test_reason_is_asked_for_beside_the_field(as_, make, deed):
    report = make(SOURCES[deed])

    answer = as_("secretary").post(address(deed, report), {"reason": " ", "next": "/x/"})

    assert answer.status_code == 200
    assert "理由を入力してください。" in str(answer.context["form"].errors["reason"])
    assert 'href="/x/"' in answer.text
    assert state_of(report) == SOURCES[deed]


def test_oversize_reason_is_not_lost(as_, make):
    report = make("submitted")
    text = "長" * 2001

    answer = as_("secretary").post(address("return", report), {"reason": text})

    assert text in answer.text
    assert state_of(report) == "submitted"


def test_reason_survives_a_refusal(as_, make):
    report = make("returned")

    answer = as_("secretary").post(address("return", report), {"reason": "書いた理由"})

    assert "書いた理由" in answer.text
    assert "「差戻し」の報告は差戻しできません。" in answer.text


def test_second_click_says_who_was_first(as_, make):
    report = make("submitted")
    head = as_("head")
    head.post(address("confirm", report))

    answer = head.post(address("confirm", report), follow=True)

    assert "例田 一郎さんが確認しています。もう一度確認する必要はありません。" in answer.text
    assert ReportEvent.objects.count() == 1


def test_deed_on_an_old_page_is_refused(as_, make):
    report = make("submitted")

    as_("head").post(address("confirm", report), {"version": 99})

    assert state_of(report) == "submitted"


@pytest.mark.parametrize(
    ("wanted", "expected"),
    [
        ("/plans/", "/plans/"),
        ("https://example.com/", None),
        ("//example.com/", None),
        ("javascript:alert(1)", None),
        ("", None),
    ],
)
def test_way_back_stays_on_this_site(as_, make, initiative, wanted, expected):
    report = make("submitted")

    answer = as_("head").post(address("confirm", report), {"next": wanted})

    assert answer["Location"] == (expected or initiative.get_absolute_url())


def test_office_grade_is_asked_for_its_reason(as_, make):
    report = make("confirmed")
    grade = factories.grade("slip")

    answer = as_("secretary").post(address("accept", report), {"reviewed_grade": grade.pk})

    assert "確認評価を変えるときは" in str(answer.context["form"].errors["review_reason"])
    assert state_of(report) == "confirmed"


def test_office_grade_is_kept(as_, make):
    report = make("confirmed")
    grade = factories.grade("slip")

    as_("secretary").post(
        address("accept", report),
        {"reviewed_grade": grade.pk, "review_reason": "目安に届かない。", "comment": "了解"},
    )

    report.refresh_from_db()
    assert (report.state, report.reviewed_grade, report.events.last().comment) == (
        "accepted",
        grade,
        "了解",
    )


def test_incomplete_draft_is_not_submitted(as_, make):
    report = make("draft")
    ProgressReport.objects.filter(pk=report.pk).update(result="")

    answer = as_("clerk").post(address("submit", report), follow=True)

    assert "まだ提出していません" in answer.text
    assert state_of(report) == "draft"


@pytest.mark.parametrize("who", CAST)
def test_who_reads_the_history(as_, make, who):
    answer = as_(who).get(reverse("progress:report-history", args=[make("draft").pk]))

    expected = {"outsider": 404, "anonymous": 302}.get(who, 200)
    assert answer.status_code == expected


def test_history_tells_who_what_and_why(as_, make, clerk, secretary):
    report = make("submitted")
    report._history_user, report._change_reason = clerk, "下書き保存"
    report.result = "出張申請会を５回開催した。"
    report.save()
    actions.send_back(report=report, reason="数を確かめてください。", by=Desk.of(secretary, TODAY))

    page = as_("viewer").get(reverse("progress:report-history", args=[report.pk])).text

    for words in (
        "見本 花子",
        "事務 局子",
        "差戻し：数を確かめてください。",
        "提出済",
        "今期の実績",
    ):
        assert words in page
    assert "<del>" in page and "<ins>" in page


@pytest.mark.parametrize("count", [1, 3])
def test_history_queries_do_not_grow(as_, make, clerk, django_assert_num_queries, count):
    report = make("draft")
    for number in range(count):
        report.result = f"文その{number}"
        report._history_user = clerk
        report.save()
        ReportEvent.objects.create(
            report=report, action="submit", by=clerk, source="draft", target="draft", at=TODAY_AT
        )
    client = as_("viewer")
    client.get(reverse("progress:report-history", args=[report.pk]))

    with django_assert_num_queries(HISTORY_QUERIES):
        client.get(reverse("progress:report-history", args=[report.pk]))
