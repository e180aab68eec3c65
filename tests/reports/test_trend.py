import re

import pytest
from django.urls import reverse

from progress.models import ProgressReport
from reports import trend_page
from reports.standing import read as read_standing
from reports.trend import read
from tests import factories
from tests.conftest import CAST
from tests.reports.story import report

SEEN = dict.fromkeys(CAST, 200) | {"outsider": 404, "anonymous": 302}
WORDS = ["完了", "計画以上", "計画どおり", "やや遅れ", "遅れ", "評価対象外", "未提出"]


def address(plan, **query) -> str:
    return reverse("reports:trend-show", args=[plan.slug], query=query or None)


def test_trend_counts_every_period_by_hand(story):
    trend = read(story.plan, story.periods)

    assert [mark.word for mark in trend.marks] == WORDS
    assert [step.numbers for step in trend.whole.steps] == [
        (1, 0, 5, 0, 0, 0, 0),
        (1, 0, 2, 3, 0, 0, 0),
        (2, 1, 0, 1, 1, 0, 1),
    ]
    assert trend.whole.delayed == (0, 3, 2)
    assert [(course.code, course.delayed) for course in trend.courses] == [
        ("A-1", (0, 1, 1)),
        ("A-2", (0, 2, 1)),
    ]
    assert [step.numbers for step in trend.courses[0].steps] == [
        (1, 0, 1, 0, 0, 0, 0),
        (1, 0, 0, 1, 0, 0, 0),
        (1, 0, 0, 0, 1, 0, 0),
    ]


def test_trend_says_what_the_dashboard_says(story):
    report(story, "done", 2, tone="late")
    trend = read(story.plan, story.periods)
    for place, step in enumerate(trend.whole.steps):
        previous = story.periods[place - 1] if place else None
        rows = read_standing(story.plan, story.periods[place], previous).rows

        assert step.numbers == tuple(sum(row.mark == mark for row in rows) for mark in trend.marks)


def test_trend_of_a_report_taken_back_is_missing(story):
    ProgressReport.objects.filter(period=story.now).update(state="returned")
    (*_, last) = read(story.plan, story.periods).whole.steps

    assert last.numbers == (1, 0, 0, 0, 0, 0, 5)


def test_figure_and_tables_hold_the_same_numbers(story):
    trend = read(story.plan, story.periods)
    figure = trend_page.figure(trend, trend.whole)
    drawn = {trace["name"]: trace["y"] for trace in figure["data"]}
    rows = trend_page.rows(trend.whole)

    assert "評価対象外" not in drawn
    for place, word in enumerate(WORDS):
        column = [int(row[place + 1]) for row in rows]
        assert drawn.get(word, [None] * 3) == [number or None for number in column]
    assert [row[0] for row in rows] == [
        "令和７年度 第４四半期",
        "令和８年度 第１四半期",
        "令和８年度 第２四半期",
    ]
    assert trend_page.delay_rows(trend)[-1] == ("すべての取組事項", "0／6", "3／6", "2／6")


def test_still_draws_a_row_for_each_period(story):
    trend = read(story.plan, story.periods)
    drawing = trend_page.still(trend, trend.whole)

    assert [piece.number for piece in drawing.pieces] == [1, 5, 1, 2, 3, 2, 1, 1, 1, 1]
    assert drawing.height == 3 * 34


def test_figure_is_one_plotly_accepts(story):
    graph_objects = pytest.importorskip("plotly.graph_objects")
    trend = read(story.plan, story.periods)

    figure = graph_objects.Figure(trend_page.figure(trend, trend.whole))

    assert len(figure.data) == 6
    assert figure.layout.barmode == "stack"


@pytest.mark.parametrize("name", CAST)
def test_trend_is_for_the_whole_city_hall(as_, story, name):
    assert as_(name).get(address(story.plan)).status_code == SEEN[name]


def test_trend_of_one_category(as_, story):
    html = as_("viewer").get(address(story.plan, category="A-2")).content.decode()

    assert "A-② 手続" in re.sub(r"\s+", " ", html)
    assert '<option value="A-2" selected>' in html


@pytest.mark.parametrize("code", ["A", "A-9", "<b>"])
def test_trend_of_an_unknown_category_is_not_found(as_, story, code):
    assert as_("viewer").get(address(story.plan, category=code)).status_code == 404


def test_trend_before_the_first_period_says_so(as_, plan):
    html = as_("viewer").get(address(plan)).content.decode()

    assert "まだ報告期が始まっていません。" in html
    assert "plotly" not in html


def test_trend_of_a_policy_waits_for_no_period(as_, plan):
    plan.kind = "policy"
    plan.save()

    html = as_("viewer").get(address(plan)).text

    assert "方針に報告期はありません。" in html
    assert "まだ報告期が始まっていません。" not in html


def test_trend_has_no_inline_style_or_script(as_, story):
    html = as_("viewer").get(address(story.plan)).content.decode()

    assert 'data-chart="trend-figure"' in html
    assert re.findall(r"\sstyle=|<style|\son\w+=", html) == []
    scripts = re.findall(r"<script([^>]*)>", html)
    assert all("src=" in script or "application/json" in script for script in scripts)


def test_trend_takes_no_post(as_, story):
    assert as_("viewer").post(address(story.plan)).status_code == 405


@pytest.mark.parametrize("count", [1, 3])
def test_trend_queries_do_not_grow(plan, department, django_assert_num_queries, count):
    periods = [factories.period(plan=plan, quarter=quarter) for quarter in (1, 2)]
    for number in range(count):
        initiative = factories.initiative(
            plan=plan,
            lead=department,
            category=factories.category(plan=plan, code=f"A-{number}"),
        )
        for period in periods:
            factories.report(
                initiative=initiative, period=period, department=department, implementation="done"
            )

    with django_assert_num_queries(6):
        read(plan, periods)
