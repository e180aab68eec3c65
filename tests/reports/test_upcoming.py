from reports.schedule_rows import bar_of
from reports.standing import marks
from reports.upcoming import due_bars, due_short, upcoming
from tests import factories


def test_upcoming_goals_are_those_of_the_next_due_year(story):
    for name, year, fields in (
        ("slips", 2027, {}),
        ("falls", 2026, {"text": "二つ目", "due": "year_end"}),
        ("silent", 2025, {"text": "過ぎた期限"}),
        ("asks", 2026, {"achieved_on": story.now.as_of}),
    ):
        factories.milestone(initiative=story.rows[name], due_year=year, **fields)
    factories.milestone(initiative=story.rows["done"], due_year=2026)
    open_marks = {
        pk: mark for pk, mark in marks(story.plan, story.now).items() if mark.word != "完了"
    }

    goals, total = upcoming(story.plan, 2026, open_marks, None)
    later, _ = upcoming(story.plan, 2027, open_marks, None)

    assert [(goal.text, goal.due, goal.label, goal.mark.word) for goal in goals] == [
        ("二つ目", "R8年度末", "A-②-3", "やや遅れ")
    ]
    assert total == 1
    assert [goal.due_year for goal in later] == [2027]
    assert upcoming(story.plan, 2028, open_marks, None) == ((), 0)


def test_upcoming_goals_are_cut_after_counting(story):
    for name in ("slips", "falls", "silent"):
        factories.milestone(initiative=story.rows[name], text=name)
    goals, total = upcoming(story.plan, 2026, marks(story.plan, story.now), 2)

    assert ([goal.text for goal in goals], total) == (["slips", "falls"], 3)


def test_due_is_short_enough_for_a_column():
    assert [due_short(2026, due) for due in ("year_end", "within_year", "from_year")] == [
        "R8年度末",
        "R8年度",
        "R8年度から",
    ]
    assert due_short(None, "standing") == "随時"
    assert [due_short(2027, "month", month) for month in (9, 3)] == ["R9年９月", "R10年３月"]


def test_due_bars_end_in_the_rest_of_the_year_the_earliest_first(story):
    rows = story.rows
    factories.bar(initiative=rows["slips"], end_year=2026, text="年度の終わり")
    factories.bar(initiative=rows["falls"], end_year=2026, end_quarter=3, text="第３の終わり")
    factories.bar(initiative=rows["silent"], end_year=2026, end_quarter=1, text="終わった")
    factories.bar(initiative=rows["asks"], end_year=2027, text="来年度")
    factories.bar(initiative=rows["asks"], end_year=2026, table="overview", text="全体の表")
    factories.bar(initiative=rows["done"], end_year=2026, text="完了したもの")
    waiting = {row.pk for name, row in rows.items() if name not in {"done", "early"}}

    bars, total = due_bars(story.plan, story.now, waiting, 1)

    assert total == 2
    assert [(pk, bar.text, bar.last) for pk, bar in bars] == [(rows["falls"].pk, "第３の終わり", 6)]


def test_bar_without_quarters_spans_whole_years_and_keeps_open_ends(story):
    whole = factories.bar(initiative=story.rows["asks"], start_year=2026, end_year=2026)
    opened = factories.bar(
        initiative=story.rows["asks"], start_year=None, end_year=2026, end_quarter=2, certain=False
    )

    assert (bar_of(whole, story.plan).first, bar_of(whole, story.plan).last) == (4, 7)
    assert (bar_of(opened, story.plan).first, bar_of(opened, story.plan).last) == (None, 5)
    assert not bar_of(opened, story.plan).certain
