"""Years and days as people type them."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fiscal import typed, wareki


@given(st.integers(1990, 2060))
def test_fiscal_year_reads_what_wareki_writes(year):
    assert typed.fiscal_year(wareki.fiscal_year(year)) == year
    assert typed.fiscal_year(wareki.fiscal_year_short(year)) == year
    assert typed.fiscal_year(str(year)) == year


@given(st.dates(date(1990, 1, 1), date(2060, 12, 31)))
def test_day_reads_what_wareki_and_iso_write(day):
    assert typed.day(wareki.full_date(day)) == day
    assert typed.day(day.isoformat()) == day


@pytest.mark.parametrize(
    ("text", "year"),
    [
        ("平成31", 2019),
        ("S63", 1988),
        ("h元", 1989),
        ("７", 2025),
        ("元年", None),
        ("0", None),
        ("令和123", None),
    ],
)
def test_fiscal_year_of_older_eras_and_nonsense(text, year):
    assert typed.fiscal_year(text) == year


@pytest.mark.parametrize(
    ("text", "bare"), [("７", True), ("元", False), ("R7", False), ("2025", False), ("x", False)]
)
def test_bare_years_are_known(text, bare):
    assert typed.is_bare_year(text) is bare


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("2025", "2025"),
        ("令和７年", "2025"),
        ("R7.3", "2025-03"),
        ("2025年3月", "2025-03"),
        ("2025-03-31", "2025-03-31"),
        ("2025-02-30", None),
        ("7.3", None),
        ("令和７年度", None),
        ("元", None),
        ("いつか", None),
    ],
)
def test_moment_goes_as_far_as_it_was_typed(text, moment):
    assert typed.moment(text) == moment


@pytest.mark.parametrize("text", ["2025", "2025-03", "", "4/1"])
def test_day_needs_a_whole_day(text):
    assert typed.day(text) is None
