import pytest

from reports.portfolio import schedule
from reports.schedule_rows import choose_bars
from reports.tree import Bar
from tests import factories


def rows_by_title(story, **arguments):
    rows = schedule(story.plan, period=story.now, **arguments)
    return {row.title.removeprefix("取組 "): row for row in rows}


def test_schedule_marks_every_reported_quarter(story):
    rows = rows_by_title(story)

    assert [(place, mark.word) for place, mark in rows["slips"].marks] == [
        (3, "計画どおり"),
        (4, "やや遅れ"),
        (5, "遅れ"),
    ]
    assert [mark.word for _, mark in rows["silent"].marks] == ["計画どおり", "やや遅れ", "未提出"]
    assert [mark.word for _, mark in rows["done"].marks] == ["完了", "完了", "完了"]


def test_schedule_shows_what_was_finished_before_the_plan_without_marks(story):
    row = schedule(story.plan, period=story.now)[-1]

    assert (row.finished_year, row.marks, row.code) == (2024, (), "A-2-9")


def test_schedule_counts_quarters_from_the_first_year_of_its_table(story):
    story.plan.schedule_first_year = 2021
    factories.bar(initiative=story.rows["asks"], start_year=2025, end_year=2027)
    (bar,) = rows_by_title(story)["asks"].bars

    assert (bar.first, bar.last, bar.kind_label) == (16, 27, "実施")


def test_schedule_tells_aim_and_reporter(story):
    factories.milestone(initiative=story.rows["asks"], text="導入", due_printed="令和８年度中")
    row = rows_by_title(story)["asks"]

    assert (row.goal, row.reporter, row.label) == ("導入（令和８年度中）", "市民課", "A-②-5")


def test_schedule_of_some_initiatives_keeps_the_plans_order(story):
    wanted = [story.rows["ends"].pk, story.rows["done"].pk]

    assert list(rows_by_title(story, only=wanted)) == ["done", "ends"]


def test_schedule_before_the_first_period_has_no_marks(story):
    rows = schedule(story.plan, period=None)

    assert {row.marks for row in rows} == {()}


def bar(first: int | None, last: int | None, table: str) -> Bar:
    return Bar("工程", "done", "完了", first, last, certain=True, row=1, table=table)


def test_overview_tells_only_what_the_own_table_leaves_out(plan):
    plan.schedule_first_year = 2021
    before, across = bar(0, 15, "overview"), bar(8, 27, "overview")
    own = bar(16, 27, "detail")

    assert choose_bars([before, across, own], plan) == [before, own]
    assert choose_bars([before, across], plan) == [before, across]


@pytest.mark.parametrize("count", [1, 3])
def test_schedule_queries_do_not_grow(plan, department, django_assert_num_queries, count):
    period = factories.period(plan=plan)
    for _ in range(count):
        initiative = factories.initiative(plan=plan, lead=department)
        factories.bar(initiative=initiative)
        factories.milestone(initiative=initiative)
        factories.indicator(initiative=initiative)

    with django_assert_num_queries(7):
        schedule(plan, period=period)
