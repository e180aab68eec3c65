"""On which days a reminder goes out."""

from datetime import date, timedelta

import pytest

from fiscal.workdays import WorkCalendar
from progress.cadence import Cadence

TURN = frozenset({"12-29", "12-30", "12-31", "01-01", "01-02", "01-03"})
RULE = Cadence(frozenset({5, 1}), True, frozenset({1, 4}), WorkCalendar(closed=TURN))


def days(due: date, closes: date, rule: Cadence = RULE) -> list[str]:
    """The days of a reminder, from a month before."""
    span = (due - timedelta(days=n) for n in range(31, -31, -1))
    return [f"{day:%m-%d}" for day in span if rule.falls_on(day, due, closes)]


@pytest.mark.parametrize(
    ("due", "closes", "expected"),
    [
        # 10月12日 is a holiday: five working days before Friday the 16th is Thursday the 8th.
        (date(2026, 10, 16), date(2026, 10, 23), ["10-08", "10-15", "10-16", "10-19", "10-22"]),
        # The period closes before the second reminder after the due date.
        (date(2026, 10, 16), date(2026, 10, 21), ["10-08", "10-15", "10-16", "10-19"]),
        # A Sunday: the day itself is told of on the Friday before.
        (date(2026, 10, 18), date(2026, 10, 31), ["10-08", "10-15", "10-16", "10-19", "10-22"]),
        # The end of a month and of a fiscal year.
        (date(2027, 3, 31), date(2027, 4, 9), ["03-24", "03-30", "03-31", "04-01", "04-06"]),
        # The turn of the year.
        (date(2026, 12, 28), date(2027, 1, 15), ["12-21", "12-25", "12-28", "01-04", "01-07"]),
        # A deadline inside the closed days.
        (date(2027, 1, 2), date(2027, 1, 15), ["12-21", "12-25", "12-28", "01-04", "01-07"]),
    ],
)
def test_days_of_reminders(due, closes, expected):
    assert days(due, closes) == expected


def test_nothing_before_and_nothing_after():
    rule = Cadence(frozenset(), True, frozenset(), WorkCalendar())

    assert days(date(2026, 10, 16), date(2026, 10, 23), rule) == ["10-16"]


def test_nothing_on_the_day():
    rule = Cadence(frozenset({1}), False, frozenset({1}), WorkCalendar())

    assert days(date(2026, 10, 16), date(2026, 10, 23), rule) == ["10-15", "10-19"]


def test_days_of_a_period_stand_in_order():
    found = RULE.days(date(2026, 10, 1), date(2026, 10, 16), date(2026, 10, 23))

    assert [f"{day:%m-%d}" for day in found] == ["10-08", "10-15", "10-16", "10-19", "10-22"]
