"""Deadlines in words."""

from datetime import date

import pytest

from progress.deadline import Deadline

TODAY = date(2026, 10, 14)


@pytest.mark.parametrize(
    ("day", "words", "near", "past"),
    [
        (date(2026, 10, 23), "あと９日", False, False),
        (date(2026, 10, 17), "あと３日", True, False),
        (date(2026, 10, 14), "今日まで", True, False),
        (date(2026, 10, 2), "12日過ぎています", True, True),
    ],
)
def test_deadline_in_words(day, words, near, past):
    found = Deadline.of(day, TODAY)

    assert (found.words, found.is_near, found.is_past) == (words, near, past)


def test_deadline_as_figure_and_weekday():
    found = Deadline.of(date(2026, 10, 16), TODAY)

    assert (found.figure, found.weekday) == ("10/16", "金")
