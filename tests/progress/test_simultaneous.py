"""Two people at the same moment: one deed, one event, nothing lost. Real threads on a real database file."""

from collections.abc import Callable
from dataclasses import replace
from threading import Barrier, Thread

import pytest
from django.db import connection

from organizations.desk import Desk
from progress import actions
from progress.content import Content
from progress.models import ProgressReport, ReportEvent
from progress.transition import StaleReport
from progress.workflow import WorkflowError
from tests import factories
from tests.conftest import TODAY

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
