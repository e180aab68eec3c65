from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fiscal.calendar import (
    Quarter,
    fiscal_year_end,
    fiscal_year_of,
    fiscal_year_start,
    quarters_between,
    year_fraction,
)

days = st.dates(min_value=date(1930, 1, 1), max_value=date(2100, 12, 31))


@given(days)
def test_quarter_contains_its_day(day):
    quarter = Quarter.of(day)

    assert quarter.start <= day <= quarter.end
    assert quarter.year == fiscal_year_of(day)


@given(days)
def test_quarter_neighbours_touch(day):
    quarter = Quarter.of(day)

    assert (quarter.shift(1).start - quarter.end).days == 1
    assert quarter.shift(1).shift(-1) == quarter


def test_quarter_of_2026_2_is_july_to_september():
    quarter = Quarter(2026, 2)

    assert (quarter.start, quarter.end, quarter.months) == (
        date(2026, 7, 1),
        date(2026, 9, 30),
        (7, 9),
    )


def test_quarter_4_lies_in_the_next_calendar_year():
    assert Quarter(2026, 4).end == date(2027, 3, 31)


def test_quarter_5_is_refused():
    with pytest.raises(ValueError, match="1 to 4"):
        Quarter(2026, 5)


def test_quarters_between_includes_both_ends():
    assert quarters_between(Quarter(2025, 4), Quarter(2026, 1)) == [
        Quarter(2025, 4),
        Quarter(2026, 1),
    ]


def test_fiscal_year_runs_from_april_to_march():
    assert (fiscal_year_start(2026), fiscal_year_end(2026)) == (date(2026, 4, 1), date(2027, 3, 31))
    assert (fiscal_year_of(date(2026, 3, 31)), fiscal_year_of(date(2026, 4, 1))) == (2025, 2026)


def test_year_fraction_of_the_last_day_is_the_next_year():
    assert year_fraction(date(2027, 3, 31)) == 2027.0


@pytest.mark.parametrize(
    ("span", "before", "now", "after"),
    [
        ("quarter", (2025, 4), (2026, 1), (2026, 2)),
        ("half", (2025, 4), (2026, 2), (2026, 4)),
        ("three", (2026, 2), (2026, 4), (2027, 1)),
        ("year", (2025, 4), (2026, 4), (2027, 4)),
    ],
)
def test_rounds_of_a_span_follow_each_other(span, before, now, after):
    quarter = Quarter(*now, span)

    assert (quarter.previous_round, quarter.next_round) == (Quarter(*before), Quarter(*after))
    assert (quarter.previous_round.span, quarter.next_round.span) == (span, span)
    assert quarter.previous_round.next_round.start == quarter.start


@pytest.mark.parametrize(("span", "end"), [("quarter", 3), ("half", 4), ("three", 4), ("year", 4)])
def test_round_of_a_day_is_the_one_it_lies_in(span, end):
    assert Quarter.round_of(date(2026, 10, 14), span) == Quarter(2026, end, span)
    assert Quarter.round_of(date(2026, 10, 14), span).span == span


def test_quarter_that_ends_no_round_of_its_span_is_refused():
    with pytest.raises(ValueError, match="no round of half"):
        Quarter(2026, 3, "half")


def test_quarter_is_named_as_the_round_that_ends_with_it():
    assert Quarter(2026, 2).within("half").span == "half"
    assert Quarter(2026, 3).within("half").span == "quarter"
