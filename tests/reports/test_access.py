import pytest
from django.http import Http404

from reports.access import begun_periods, choose_course, choose_period
from reports.trend import read
from tests import factories


def test_begun_periods_come_newest_first_without_those_to_come(story):
    factories.period(plan=story.plan, year=2026, quarter=3)

    assert [period.key for period in begun_periods(story.plan)] == ["2026-2", "2026-1", "2025-4"]


def test_period_is_the_newest_unless_the_address_names_one(story):
    periods = begun_periods(story.plan)

    assert choose_period(periods, "") == story.now
    assert choose_period(periods, "2025-4") == story.periods[0]
    assert choose_period([], "") is None
    with pytest.raises(Http404):
        choose_period(periods, "2026-3")
    with pytest.raises(Http404):
        choose_period([], "2026-2")


def test_course_is_the_whole_unless_the_address_names_a_category(story):
    trend = read(story.plan, story.periods)

    assert choose_course(trend, "") == trend.whole
    assert choose_course(trend, "A-1").label == "A-①"
    with pytest.raises(Http404):
        choose_course(trend, "B-1")
