"""What stands beside each field of the entry page: a year ago, the path, this period's 工程, remarks, comments."""

from datetime import date, datetime, time
from decimal import Decimal

import pytest
from django.urls import reverse
from django.utils import timezone

from fiscal.calendar import Quarter
from initiatives.models import ScheduleBar
from kpis.facts import Aggregation, Direction, Goal, IndicatorFacts
from progress.benchmarks import benchmarks
from progress.comments import comments_on
from progress.models import ReportEvent
from progress.remarks import last_first, remarks_on
from progress.running import running
from tests import factories

NOW = Quarter(2026, 2)
FACTS = IndicatorFacts(
    name="保有率",
    unit="％",
    decimals=1,
    direction=Direction.UP,
    aggregation=Aggregation.POINT,
    years=(2025, 2027),
    goals=(Goal(2027, Decimal(85)),),
    baseline_year=2023,
    baseline_value=Decimal("74.2"),
)
VALUES = {Quarter(2025, 2): Decimal("78.0"), Quarter(2026, 1): Decimal("79.2")}


def told(values, facts=FACTS) -> list[tuple[str, str, str]]:
    return [(row.label, row.value, row.difference) for row in benchmarks(facts, values, NOW)]


def test_benchmarks_tell_how_far_the_value_is_from_each():
    assert told({**VALUES, NOW: Decimal("79.4")}) == [
        ("前期（R8 第１）", "79.2％", "＋0.2ポイント"),
        ("前年同期（R7 第２）", "78.0％", "＋1.4ポイント"),
        ("この期の目安", "81.0％", "−1.6ポイント"),
        ("今年度末の目安", "82.3％", ""),
    ]


def test_benchmarks_without_a_value_tell_no_difference_and_what_is_missing():
    assert told({})[:3] == [
        ("前期（R8 第１）", "値なし", ""),
        ("前年同期（R7 第２）", "値なし", ""),
        ("この期の目安", "81.0％", ""),
    ]


def test_benchmarks_prefer_the_plans_own_target_of_the_year():
    facts = IndicatorFacts(
        **{**vars(FACTS), "goals": (Goal(2026, Decimal(82)), Goal(2027, Decimal(85)))}
    )

    assert told(VALUES, facts)[-1] == ("今年度の目標", "82.0％", "")


def bar(text: str, start=None, end=None) -> ScheduleBar:
    (start_year, start_quarter), (end_year, end_quarter) = (
        start or (None, None),
        end or (None, None),
    )
    return ScheduleBar(
        text=text,
        start_year=start_year,
        start_quarter=start_quarter,
        end_year=end_year,
        end_quarter=end_quarter,
    )


@pytest.mark.parametrize(
    ("start", "end", "expected"),
    [
        ((2026, 2), (2026, 2), "この期に始めて終える予定"),
        ((2025, None), (2026, 2), "この期に終える予定"),
        ((2026, 2), (2027, None), "この期に始める予定（R9末まで）"),
        ((2025, None), (2027, None), "続ける予定（R9末まで）"),
        ((2025, None), None, "続ける予定（その後も）"),
        (None, (2027, None), "続ける予定（R9末まで）"),
    ],
)
def test_running_says_what_the_plan_expects_of_the_period(start, end, expected):
    found = running([bar("工程", start, end)], NOW)

    assert ([step.expected for step in found.now], found.over) == ([expected], ())


def test_running_parts_what_should_be_over_from_what_is_still_to_come():
    found = running(
        [
            bar("過ぎた", (2025, 1), (2026, 1)),
            bar("この先", (2026, 3), (2027, None)),
            bar("時期なし"),
        ],
        NOW,
    )

    assert found.now == ()
    assert [(step.text, step.expected) for step in found.over] == [
        ("過ぎた", "R8 第１までに終える予定でした")
    ]


def test_running_of_a_half_year_counts_both_its_quarters():
    found = running([bar("工程", (2026, 1), (2026, 1))], Quarter(2026, 2, "half"))

    assert [step.expected for step in found.now] == ["この期に始めて終える予定"]


@pytest.fixture
def earlier(plan):
    return factories.period(plan=plan, year=2026, quarter=1)


def happen(report, action, by, comment, day) -> None:
    at = timezone.make_aware(datetime.combine(date(2026, 7, day), time(10)))
    ReportEvent.objects.create(
        report=report,
        action=action,
        by=by,
        source="submitted",
        target="accepted",
        comment=comment,
        at=at,
    )


def test_comments_tell_role_person_period_and_words(
    earlier, initiative, department, head, clerk, secretary
):
    fields = {"reviewed_grade": factories.grade("slip"), "review_reason": "進みが遅い。"}
    report = factories.report(
        initiative=initiative, period=earlier, department=department, **fields
    )
    happen(report, "submit", clerk, "お願いします。", 6)
    happen(report, "return", head, "数字を入れてください。", 7)
    happen(report, "confirm", head, "", 8)
    happen(report, "accept", secretary, "よくまとまっています。", 9)

    assert [
        (row.role, row.name, row.occasion, row.words) for row in comments_on(initiative.pk)
    ] == [
        ("事務局", "事務 局子", "R8 第１の受理", "よくまとまっています。"),
        ("事務局", "事務 局子", "R8 第１の確認評価「やや遅れ」", "進みが遅い。"),
        ("所属長", "例田 一郎", "R8 第１の差戻し", "数字を入れてください。"),
    ]


def test_remarks_of_the_last_headquarters_come_first(initiative, executive):
    def remark(text, occasion, day):
        factories.remark(
            initiative=initiative, by=executive, text=text, occasion=occasion, made_on=day
        )

    remark("前々回", "令和７年度 第２回 推進本部", date(2026, 3, 20))
    remark("前回", "令和８年度 第１回 推進本部", date(2026, 7, 30))
    remark("審査", "第１四半期の審査", date(2026, 8, 5))
    last, others = last_first(remarks_on(initiative), "")

    assert [row.text for row in last] == ["前回"]
    assert [row.text for row in others] == ["審査", "前々回"]


def test_entry_page_shows_last_year_beside_each_text_and_the_way_to_answer(
    as_, plan, period, earlier, initiative, department, executive, secretary
):
    year_ago = factories.period(plan=plan, year=2025, quarter=2)
    factories.report(
        initiative=initiative,
        period=year_ago,
        department=department,
        tone="slip",
        reason="理由",
        result="前年の実績の文。",
        issue="前年の課題の文。",
        next_action="前年の今後の文。",
    )
    report = factories.report(initiative=initiative, period=earlier, department=department)
    happen(report, "accept", secretary, "事務局のひとこと。", 9)
    remark = factories.remark(initiative=initiative, by=executive, due_on=date(2026, 10, 23))
    factories.milestone(initiative=initiative, achieved_on=date(2026, 8, 1))
    page = as_("clerk").get(reverse("progress:entry-edit", args=[period.pk, initiative.pk])).text

    for words in ("前年の実績の文。", "前年の課題の文。", "前年の今後の文。", "事務局のひとこと。"):
        assert page.count(words) == 1, words
    assert "前年同期（R7 第２）" in page
    assert "前回の推進本部の指摘事項" in page
    assert "対応の期限 10月23日（金）" in page
    assert reverse("progress:remark-answer", args=[remark.pk]) in page
    assert "令和８年８月１日に達成" in page
