from datetime import date
from decimal import Decimal

import pytest

from fiscal.calendar import Quarter
from kpis import actions, history
from tests import factories

NOW = Quarter(2026, 2)


@pytest.fixture
def indicator(initiative):
    return factories.indicator(initiative=initiative)


def record(indicator, by, value, reason=""):
    actions.record(
        indicator=indicator,
        quarter=NOW,
        as_of=date(2026, 9, 30),
        value=value and Decimal(value),
        not_measured_reason=reason,
        by=by,
    )


def test_history_tells_who_changed_what_and_why(
    indicator, clerk, secretary, django_assert_num_queries
):
    record(indicator, clerk, "79.4")
    record(indicator, clerk, None, "集計中")
    actions.withdraw(indicator=indicator, quarter=NOW, by=clerk)
    record(indicator, None, "79.5")
    actions.finalise(initiative=indicator.initiative, quarter=NOW, by=secretary)

    with django_assert_num_queries(1):
        entries = history.of(indicator, 50)

    assert [(e.by, e.deed, e.before, e.after, e.reason) for e in reversed(entries)] == [
        ("見本 花子", "入力", "", "79.4％（速報）", "実績値の入力"),
        ("見本 花子", "変更", "79.4％（速報）", "測定なし：集計中（速報）", "実績値の入力"),
        ("見本 花子", "取消し", "測定なし：集計中（速報）", "値なし", "実績値の取消し"),
        ("システム（取込み）", "入力", "値なし", "79.5％（速報）", "実績値の入力"),
        ("事務 局子", "変更", "79.5％（速報）", "79.5％（確定）", "実績値の確定"),
    ]
    assert {entry.quarter for entry in entries} == {"R8 第２"}


def test_history_shows_the_latest_only(indicator, clerk):
    for value in ("1", "2", "3"):
        record(indicator, clerk, value)

    assert [entry.after for entry in history.of(indicator, 2)] == ["3.0％（速報）", "2.0％（速報）"]
