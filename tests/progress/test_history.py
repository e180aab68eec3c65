"""What the history of a report tells."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.utils import timezone

from kpis import actions as kpi_actions
from organizations.desk import Desk
from progress import actions, history
from progress.content import Content
from progress.models import ProgressReport
from tests import factories
from tests.conftest import TODAY


@pytest.fixture
def report(initiative, period, department):
    return factories.report(
        initiative=initiative, period=period, department=department, state="draft"
    )


def save(report, by, reason="下書き保存", **fields):
    for name, value in fields.items():
        setattr(report, name, value)
    report._history_user, report._change_reason = by, reason
    report.save()


def told(report):
    return [
        (change.by, change.reason, {field.label for field in change.fields})
        for change in history.of(report)
    ]


def texts(field):
    return tuple(
        "".join(piece.text for piece in side)
        for side in (field.difference.before, field.difference.after)
    )


def test_first_version_tells_what_was_filled(report):
    [(by, _, labels)] = told(report)

    assert by == "システム（取込み）"
    assert labels == {"報告する課", "状態", "実施状況", "進捗評価", "今期の実績", "今後の取組"}


def test_change_tells_before_and_after(report, clerk):
    save(report, clerk, reason="訂正：誤字", self_grade=factories.grade("slip"))

    change = history.of(report)[0]

    assert (change.by, change.what, change.reason) == ("見本 花子", "進捗報告", "訂正：誤字")
    assert [texts(field) for field in change.fields] == [("計画どおり", "やや遅れ")]


def test_what_one_person_types_in_one_go_is_one_change(report, clerk, head):
    save(report, clerk, issue="課")
    save(report, clerk, issue="課題")
    save(report, head, issue="課題。")

    assert [by for by, _, _ in told(report)][:2] == ["例田 一郎", "見本 花子"]
    assert len(told(report)) == 3


def test_typing_again_later_is_another_change(report, clerk):
    save(report, clerk, issue="課")
    save(report, clerk, issue="課題")
    ProgressReport.history.filter(issue="課").update(
        history_date=timezone.now() - timedelta(hours=1)
    )

    assert len(told(report)) == 3


def test_what_was_put_aside_does_not_stand_between_versions(report, clerk):
    save(report, clerk, issue="元の課題")
    actions.put_aside(
        report=report, content=Content(issue="採らなかった課題"), by=Desk.of(clerk, TODAY)
    )
    ProgressReport.history.filter(history_change_reason="下書き保存").update(
        history_date=timezone.now() - timedelta(hours=1)
    )
    save(report, clerk, issue="次の課題")

    changes = [texts(field) for change in history.of(report) for field in change.fields]

    assert ("元の課題", "次の課題") in changes
    assert ("元の課題", "採らなかった課題") in changes


def test_values_of_the_quarter_are_told(report, clerk, period, initiative):
    indicator = factories.indicator(initiative=initiative)
    kpi_actions.record(
        indicator=indicator,
        quarter=period.as_quarter,
        as_of=period.as_of,
        value=Decimal("79.4"),
        not_measured_reason="",
        by=clerk,
    )
    kpi_actions.withdraw(indicator=indicator, quarter=period.as_quarter, by=clerk)

    values = [
        texts(field)
        for change in history.of(report)
        if change.what == "保有率（市）"
        for field in change.fields
        if field.label == "実績値"
    ]

    assert sorted(values) == [("", "79.4"), ("79.4", "")]


def test_days_are_written_in_the_era(report, clerk):
    save(report, clerk, implementation="done", completed_on=TODAY)

    assert ("", "令和８年10月14日") in [
        texts(field) if texts(field)[0] != "（空欄）" else ("", texts(field)[1])
        for field in history.of(report)[0].fields
    ]
