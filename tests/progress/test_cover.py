"""Days on which somebody is there, as arithmetic."""

from datetime import date

import pytest

from progress.cover import first_gap, within

START, END = date(2027, 3, 1), date(2027, 4, 29)


def day(month: int, number: int) -> date:
    return date(2027, month, number)


@pytest.mark.parametrize(
    ("spans", "gap"),
    [
        ([], START),
        ([(None, None)], None),
        ([(None, day(3, 31))], day(4, 1)),
        ([(None, day(3, 31)), (day(4, 1), None)], None),
        ([(day(4, 1), None), (None, day(3, 31))], None),
        ([(None, day(3, 31)), (day(4, 2), None)], day(4, 1)),
        ([(day(3, 2), None)], START),
        ([(None, day(2, 1))], START),
        ([(None, END)], None),
        ([(None, day(4, 28))], END),
        ([(None, day(3, 31)), (None, day(3, 10))], day(4, 1)),
    ],
)
def test_first_gap_is_the_first_day_without_anybody(spans, gap):
    assert first_gap(spans, START, END) == gap


@pytest.mark.parametrize(
    ("one", "other", "both"),
    [
        ((None, None), (None, None), (None, None)),
        ((None, END), (START, None), (START, END)),
        ((START, END), (day(3, 5), day(3, 6)), (day(3, 5), day(3, 6))),
        ((None, day(3, 1)), (day(3, 2), None), None),
    ],
)
def test_within_is_what_both_spans_hold(one, other, both):
    assert within(one, other) == both
