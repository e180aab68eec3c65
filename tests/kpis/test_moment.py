from datetime import date

import pytest

from fiscal.calendar import Quarter
from kpis import moment

TODAY = date(2026, 10, 14)


@pytest.mark.parametrize(
    ("text", "quarter"),
    [
        ("", Quarter(2026, 2)),
        ("2025-4", Quarter(2025, 4)),
        ("2026-5", Quarter(2026, 2)),
        ("2026-0", Quarter(2026, 2)),
        ("0000-1", Quarter(2026, 2)),
        ("9999-4", Quarter(2026, 2)),
        ("２０２５-1", Quarter(2026, 2)),
        ("2026-2; DROP", Quarter(2026, 2)),
    ],
)
def test_shown_is_the_quarter_asked_for_or_the_last_that_ended(text, quarter):
    assert moment.shown(text, TODAY, "quarter") == quarter


def test_shown_on_the_first_day_of_a_year_is_last_years_end():
    assert moment.shown("", date(2026, 4, 1), "quarter") == Quarter(2025, 4)


@pytest.mark.parametrize(
    ("text", "span", "number", "year"),
    [
        ("", "half", 2, 2026),
        ("2026-3", "half", 2, 2026),
        ("2025-4", "half", 4, 2025),
        ("", "year", 4, 2025),
    ],
)
def test_shown_is_a_round_of_the_plan(text, span, number, year):
    quarter = moment.shown(text, TODAY, span)

    assert (quarter, quarter.span) == (Quarter(year, number), span)
