"""確認: everything waiting at once, what came of the round, and confirming all of it as it was read."""

from datetime import date

import pytest
from django.urls import reverse

from organizations.desk import Desk
from progress import confirming
from progress.models import ReportEvent
from tests import factories
from tests.conftest import TODAY

LIST = reverse("progress:confirmation-list")
RECORD = reverse("progress:confirmation-record")


@pytest.fixture
def waiting(plan, period, department, clerk):
    """A report that waits for the head, with the period before where ``before`` says what it said."""
    earlier = factories.period(plan=plan, quarter=1)

    def make(state: str = "submitted", before: dict | None = None, **now):
        row = factories.initiative(plan=plan, lead=department)
        if before is not None:
            factories.report(
                initiative=row, period=earlier, department=department, state="accepted", **before
            )
        report = factories.report(
            initiative=row, period=period, department=department, state=state, **now
        )
        factories.event(report=report, by=clerk)
        return report

    return make


def page_of(head):
    return confirming.confirmation_page(Desk.of(head, TODAY), None, TODAY)


def stamps(*reports) -> str:
    return " ".join(f"{row.pk}:{row.version}" for row in reports)


def states(*reports) -> list[str]:
    for row in reports:
        row.refresh_from_db()
    return [row.state for row in reports]


def test_all_are_confirmed_at_once_also_those_of_other_pages(waiting, as_, head):
    reports = [waiting() for _ in range(confirming.PER_PAGE + 2)]
    client = as_("head")
    every = " ".join(client.get(LIST).context["confirmation"].stamps)

    page = client.post(RECORD, {"which": "all", "every": every}, follow=True)

    assert set(states(*reports)) == {"confirmed"}
    assert "２２件を確認しました。" in page.text or "22件を確認しました。" in page.text
    assert "確認待ちの報告はありません" in page.text


def test_report_changed_meanwhile_is_left_with_a_word(waiting, as_):
    ready, moved = waiting(), waiting()
    every = stamps(ready, moved)
    moved.version += 1
    moved.save()

    page = as_("head").post(RECORD, {"which": "all", "every": every}, follow=True)

    assert states(ready, moved) == ["confirmed", "submitted"]
    assert "画面を開いた後に内容が変わりました。" in page.text
    assert "１件を確認しました。" in page.text


def test_report_sent_meanwhile_is_not_confirmed_unread(waiting, as_):
    read = waiting()
    every = stamps(read)
    unread = waiting()

    as_("head").post(RECORD, {"which": "all", "every": every, "report": [stamps(unread)]})

    assert states(read, unread) == ["confirmed", "submitted"]


def test_words_go_with_every_confirmed_report(waiting, as_):
    reports = [waiting(), waiting()]

    as_("head").post(RECORD, {"which": "all", "every": stamps(*reports), "comment": "了解した。"})

    events = ReportEvent.objects.filter(action="confirm")
    assert sorted(events.values_list("report", "comment")) == [
        (row.pk, "了解した。") for row in reports
    ]


@pytest.mark.parametrize(
    ("data", "message"),
    [
        ({"which": "all", "every": ""}, "報告を１件以上選んでください。"),
        ({"which": "all", "every": "1:x"}, "選んだ報告を読み取れませんでした。"),
        ({"report": ["abc"]}, "選んだ報告を読み取れませんでした。"),
        ({}, "報告を１件以上選んでください。"),
        ({"which": "all", "every": "1:1", "comment": "あ" * 5000}, "字以内で入力してください"),
    ],
)
def test_rubbish_confirms_nothing(waiting, as_, data, message):
    report = waiting()

    page = as_("head").post(RECORD, data, follow=True)

    assert message in page.text
    assert states(report) == ["submitted"]


def test_unchanged_reports_are_folded_and_named(waiting, as_, head):
    told = {"result": "４回開催した。"}
    same, changed = waiting(before=told, **told), waiting(before=told, result="５回開催した。")

    (found,) = page_of(head).rounds

    assert [row.slip.report.pk for row in found.changed] == [changed.pk]
    assert [row.slip.report.pk for row in found.same] == [same.pk]
    text = as_("head").get(LIST).text
    assert "前期から変化なし １件" in text
    assert "<ins>５</ins>回開催した。" in text or "<ins>５回開催した。</ins>" in text


def test_grade_of_last_period_stands_beside(waiting, head):
    waiting(before={"result": "あ"}, self_grade=factories.grade("slip"))
    waiting()

    slips = page_of(head).rounds[0].slips

    assert sorted(str(slip.previous and slip.previous.word) for slip in slips) == [
        "None",
        "計画どおり",
    ]


def test_late_extension_of_the_section_is_told(waiting, period, department, head, executive):
    waiting()
    factories.extension(
        period=period, department=department, by=executive, due_on=date(2026, 10, 20)
    )

    (row,) = page_of(head).rounds[0].waiting

    assert row.deadline.day == date(2026, 10, 20)
    assert row.extended.startswith("10月16日（金）から延長")


def test_page_counts_what_came_of_the_round_and_what_is_owed(waiting, as_, head, plan, department):
    waiting(state="confirmed"), waiting(state="accepted"), waiting()
    back = waiting(state="returned")
    factories.event(
        report=back, by=head, action="return", comment="数字を確かめる", target="returned"
    )
    factories.initiative(plan=plan, lead=department, title="まだのもの")

    found = page_of(head)

    assert [(row.confirmed, row.waiting, row.owed, row.total) for row in found.standings] == [
        (2, 1, 2, 5)
    ]
    assert [(task.chip.word, task.said) for task in found.owed.rows] == [
        ("差戻し", "数字を確かめる"),
        ("未入力", ""),
    ]
    text = as_("head").get(LIST).text
    assert "確認済 ２／５件" in text
    assert "まだ提出されていないもの ２件" in text


def test_deputy_reads_for_whom_and_until_when(waiting, as_, department, viewer):
    waiting()
    factories.deputy(department, viewer, TODAY, date(2026, 10, 16))

    page = as_("viewer").get(LIST)

    assert "市民課の所属長の代理（10月16日まで）として確認します" in page.text
    assert "所属長の代理を置く" not in page.text
    assert "所属長の代理を置く" in as_("head").get(LIST).text


def test_return_with_a_reason_leads_back_to_the_page(waiting, as_):
    report = waiting()

    page = as_("head").post(
        reverse("progress:report-return", args=[report.pk]),
        {"version": report.version, "reason": "数字を確かめる", "next": LIST},
        follow=True,
    )

    assert page.redirect_chain[-1][0] == LIST
    assert states(report) == ["returned"]
    assert "数字を確かめる" in page.text
