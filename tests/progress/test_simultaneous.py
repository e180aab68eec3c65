"""Two people at the same moment: one deed, one event, nothing lost. Real threads on a real database file."""

import re
from collections.abc import Callable
from dataclasses import replace
from threading import Barrier, Thread

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.urls import reverse

from exchange.models import SheetUpload
from organizations.desk import Desk
from progress import actions
from progress.content import Content
from progress.models import ProgressReport, ReportEvent
from progress.transition import StaleReport
from progress.workflow import WorkflowError
from tests import factories
from tests.conftest import TODAY
from tests.exchange import sheetfiles

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(*deeds: Callable[[], object]) -> list[object]:
    """Start deeds in threads that wait for each other; return what each came to."""
    barrier, outcomes = Barrier(len(deeds)), []

    def run(deed: Callable[[], object]) -> None:
        barrier.wait()
        try:
            outcomes.append(deed())
        except (WorkflowError, StaleReport) as refusal:
            outcomes.append(refusal)
        finally:
            connection.close()

    threads = [Thread(target=run, args=[deed]) for deed in deeds]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return outcomes


def refused(outcomes: list[object]) -> list[object]:
    return [outcome for outcome in outcomes if isinstance(outcome, Exception)]


@pytest.fixture
def words():
    return Content(
        implementation="doing",
        self_grade=factories.grade("ontrack"),
        result="実績",
        next_action="今後",
    )


@pytest.fixture
def draft(initiative, period, department):
    return factories.report(
        initiative=initiative, period=period, department=department, state="draft"
    )


def test_two_submissions_make_one_event(draft, clerk, head):
    outcomes = at_once(
        *(
            lambda who=who: actions.submit(report=draft, by=Desk.of(who, TODAY))
            for who in (clerk, head)
        )
    )

    [refusal] = refused(outcomes)
    assert "提出しています" in str(refusal)
    assert ReportEvent.objects.count() == 1


def test_two_first_saves_make_one_row(words, period, initiative, department, clerk, head):
    def save(who, text):
        return lambda: actions.save_draft(
            period=period,
            initiative=initiative,
            department=department,
            content=replace(words, issue=text),
            version=0,
            by=Desk.of(who, TODAY),
        )

    outcomes = at_once(save(clerk, "担当の課題"), save(head, "課長の課題"))

    [stale] = refused(outcomes)
    kept = ProgressReport.objects.get()
    assert stale.current.issue == kept.issue
    assert kept.version == 1


def test_acceptance_and_return_exclude_each_other(draft, secretary):
    ProgressReport.objects.filter(pk=draft.pk).update(state="confirmed")
    by = Desk.of(secretary, TODAY)

    outcomes = at_once(
        lambda: actions.accept(report=draft, by=by),
        lambda: actions.send_back(report=draft, reason="理由", by=by),
    )

    assert len(refused(outcomes)) == 1
    assert ReportEvent.objects.count() == 1


def plain(answer) -> str:
    """The words of a page, without the marks of what differs."""
    return re.sub(r"<[^>]+>", "", answer.text)


def page_of(draft) -> str:
    return reverse("progress:entry-edit", args=[draft.period_id, draft.initiative_id])


def written(text: str, **fields) -> dict[str, object]:
    grade = factories.grade("ontrack").pk
    words = {"implementation": "doing", "self_grade": grade, "next_action": "今後", "version": 1}
    return {**words, "result": text, "action": "save", **fields}


def test_two_saves_of_one_page_keep_both_texts(draft, as_):
    typed = {"clerk": "担当の実績。", "head": "課長の実績。"}
    clients = {name: as_(name) for name in typed}

    answers = at_once(
        *(
            lambda name=name: (name, clients[name].post(page_of(draft), written(typed[name])))
            for name in typed
        )
    )

    by_status = {answer.status_code: (name, answer) for name, answer in answers}
    draft.refresh_from_db()
    assert set(by_status) == {302, 409}
    assert (draft.result, draft.version) == (typed[by_status[302][0]], 2)
    # Whoever was second has both before the eyes, and nothing has been written over.
    shown = plain(by_status[409][1])
    assert [text for text in typed.values() if text not in shown] == []


def test_confirmation_and_withdrawal_exclude_each_other(draft, as_):
    ProgressReport.objects.filter(pk=draft.pk).update(state="submitted")
    deeds = {"head": "confirm", "clerk": "withdraw"}
    clients = {name: as_(name) for name in deeds}

    pages = at_once(
        *(
            lambda name=name, deed=deed: clients[name].post(
                reverse(f"progress:report-{deed}", args=[draft.pk]), {"next": "/"}, follow=True
            )
            for name, deed in deeds.items()
        )
    )

    draft.refresh_from_db()
    [event] = ReportEvent.objects.all()
    assert (event.action, draft.state) in {("confirm", "confirmed"), ("withdraw", "draft")}
    assert [page.status_code for page in pages] == [200, 200]
    assert (
        sum("しました。いまは" in page.text or "しています。いまは" in page.text for page in pages)
        == 1
    )


def test_correction_and_acceptance_of_what_was_read_exclude_each_other(draft, words, secretary):
    ProgressReport.objects.filter(pk=draft.pk).update(state="confirmed")
    by = Desk.of(secretary, TODAY)

    outcomes = at_once(
        lambda: actions.accept(report=draft, version=1, by=by),
        lambda: actions.correct(report=draft, content=words, version=1, reason="誤記", by=by),
    )

    draft.refresh_from_db()
    assert len(refused(outcomes)) == 1
    assert ReportEvent.objects.count() == 1
    assert (draft.state, draft.result) in {
        ("accepted", "今期の実績の文。"),
        ("confirmed", "実績"),
    }


def test_sheet_taken_in_while_somebody_types_loses_neither(draft, department, period, clerk, as_):
    _, raw = sheetfiles.issue(period, department, clerk)
    raw = sheetfiles.filled(raw, (sheetfiles.PROGRESS, 1, "◆今期の実績", "調査票の実績。"))
    office, typing = as_("secretary"), as_("clerk")
    office.post(
        reverse("exchange:sheet-show", args=[period.pk, department.pk]),
        {"file": SimpleUploadedFile("調査票.xlsx", raw)},
    )
    upload = SheetUpload.objects.get()

    answers: list = []

    at_once(
        lambda: office.post(
            reverse("exchange:sheetupload-apply", args=[upload.pk]), {"hand_in": "on"}
        ),
        lambda: answers.append(typing.post(page_of(draft), written("画面の実績。"))),
    )

    draft.refresh_from_db()
    upload.refresh_from_db()
    [answer] = answers
    if upload.state == "applied":
        assert (draft.state, draft.result, answer.status_code) == (
            "submitted",
            "調査票の実績。",
            409,
        )
        assert "画面の実績。" in plain(answer)
    else:
        # The file waits with both texts for a decision.
        assert (draft.state, draft.result, answer.status_code) == ("draft", "画面の実績。", 302)
        assert upload.preview["clashes"] == 1
        assert bytes(upload.content) == raw
