"""Counting lines: full-width letters are 1 em, half-width ones half."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exchange.workbook import axis, measure


@pytest.mark.parametrize(
    ("text", "width"),
    [
        ("", 0),
        ("abc", 1.5),
        ("漢字", 2),
        ("ｶﾅ", 1),
        ("①○△", 3),
        ("𠮷", 1),
        ("é", 1),
        ("🙂a", 1.5),
    ],
)
def test_ems_counts_by_width(text, width):
    assert measure.ems(text) == width


def test_lines_are_counted_for_each_paragraph():
    # 36.8 mm at 10 pt hold ten full-width letters.
    assert measure.line_count("あ" * 9, 36.88, 10) == 1
    assert measure.line_count("あ" * 11, 36.88, 10) == 2
    assert measure.line_count("あ\nい\n" + "う" * 11, 36.88, 10) == 4


def test_height_of_one_and_of_three_lines():
    assert measure.text_height("あ", 50, 10) == 18.0
    assert measure.text_height("あ\nい\nう", 50, 10) == 46.5


@given(st.text(max_size=200), st.floats(min_value=5, max_value=200))
def test_more_text_never_needs_less_room(text, width):
    assert measure.line_count(text + "あ", width, 9) >= measure.line_count(text, width, 9)


@pytest.mark.parametrize(
    ("values", "bounds"),
    [
        ([74.2, 85.0], (70.0, 90.0, 5.0)),
        ([0.0], (0.0, 0.5, 0.5)),
        ([16401.0, 27000.0], (15000.0, 30000.0, 5000.0)),
        ([-3.0, 4.0], (-4.0, 6.0, 2.0)),
    ],
)
def test_axis_bounds_are_round(values, bounds):
    assert axis.bounds(values) == pytest.approx(bounds)
