import pytest

from progress.models import ProgressReport
from reports.mark import Mark
from reports.marks import DONE, NONE, Words
from reports.standing import Reported, mark_of, marks, read
from tests import factories
from tests.reports.story import Story, report


def reported(**fields) -> Reported:
    values = {
        "initiative": 1,
        "state": "accepted",
        "grade": factories.grade("slip").pk,
        "own": None,
        "implementation": "doing",
        "future": "",
        "request": "",
        **fields,
    }
    return Reported(**values)


@pytest.mark.parametrize(
    ("fields", "is_finished", "mark"),
    [
        ({}, False, Mark("slip", "やや遅れ")),
        ({"state": "submitted"}, False, Mark("slip", "やや遅れ")),
        ({"state": "draft"}, False, NONE),
        ({"state": "returned"}, False, NONE),
        ({"grade": None}, False, NONE),
        ({"implementation": "done"}, False, DONE),
        ({"implementation": "done", "state": "draft"}, False, NONE),
        ({"state": "draft"}, True, DONE),
    ],
)
def test_mark_follows_the_one_rule(plan, fields, is_finished, mark):
    assert mark_of(Words.of(plan), reported(**fields), is_finished=is_finished) == mark


def test_mark_without_a_report_is_missing(plan):
    assert mark_of(Words.of(plan), None, is_finished=False) == NONE


def test_words_know_their_order_delays_and_bands(plan):
    words = Words.of(plan)

    assert [mark.word for mark in words.delays] == ["遅れ", "やや遅れ"]
    assert [band.word for band in words.bands] == ["計画以上", "計画どおり", "やや遅れ", "遅れ"]
    assert words.delaying == {Mark("slip", "やや遅れ"), Mark("late", "遅れ")}


def test_finished_initiative_stays_done_whatever_is_reported_later(story: Story):
    report(story, "done", 2, tone="late")
    standing = read(story.plan, story.now, story.periods[1])
    row = standing.rows[0]

    assert (row.mark, row.previous, row.is_expected, row.finished_in) == (DONE, DONE, False, 2025)


def test_done_before_the_previous_period_only_when_reported_before_it(story: Story):
    standing = read(story.plan, story.periods[1], story.periods[0])

    # the report of the previous period itself said 完了
    assert (standing.rows[0].mark, standing.rows[0].previous) == (DONE, DONE)


def test_finishing_report_that_is_not_accepted_binds_no_later_period(story: Story):
    ProgressReport.objects.filter(implementation="done", period=story.periods[0]).update(
        state="confirmed"
    )
    row = read(story.plan, story.now, story.periods[1]).rows[0]

    assert (row.mark, row.is_expected) == (NONE, True)


def test_marks_name_every_initiative_of_the_plan(story: Story):
    found = marks(story.plan, story.now)

    assert {name: found[row.pk].word for name, row in story.rows.items()} == {
        "done": "完了",
        "slips": "遅れ",
        "falls": "やや遅れ",
        "silent": "未提出",
        "asks": "計画以上",
        "ends": "完了",
        "early": "完了",
    }
