"""Working days: weekends, 祝日, the turn of the year, and the days a hall adds."""

from datetime import date

import pytest

from fiscal.workdays import WorkCalendar, is_holiday

TURN = frozenset({"12-29", "12-30", "12-31", "01-01", "01-02", "01-03"})
HALL = WorkCalendar(closed=TURN)


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (date(2026, 10, 12), True),  # スポーツの日
        (date(2026, 9, 22), True),  # 国民の休日, between two holidays
        (date(2026, 5, 6), True),  # 振替休日 of a Sunday three days before
        (date(2027, 3, 21), True),  # 春分の日
        (date(2027, 3, 22), True),  # its 振替休日
        (date(2026, 10, 13), False),
        (date(2026, 12, 29), False),
    ],
)
def test_holiday(day, expected):
    assert is_holiday(day) is expected


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (date(2026, 10, 16), True),
        (date(2026, 10, 17), False),
        (date(2026, 10, 12), False),
        (date(2026, 12, 28), True),
        (date(2026, 12, 29), False),
        (date(2027, 1, 4), True),
    ],
)
def test_hall_is_open(day, expected):
    assert HALL.is_open_on(day) is expected


def test_hall_may_open_on_saturdays_and_close_on_a_day_of_its_own():
    hall = WorkCalendar(weekdays=frozenset({5}), closed=frozenset({"2026-10-24"}))

    days = [date(2026, 10, day) for day in range(15, 32)]

    assert [day.day for day in days if hall.is_open_on(day)] == [17, 31]


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (date(2026, 10, 16), date(2026, 10, 16)),
        (date(2026, 10, 18), date(2026, 10, 16)),
        (date(2027, 1, 3), date(2026, 12, 28)),
        (date(2026, 9, 23), date(2026, 9, 18)),
    ],
)
def test_last_working_day(day, expected):
    assert HALL.last_until(day) == expected


def test_hall_that_never_opens_gives_the_day_itself():
    assert WorkCalendar(frozenset()).last_until(date(2026, 10, 16)) == date(2026, 10, 16)


@pytest.mark.parametrize(
    ("earlier", "later", "expected"),
    [
        (date(2026, 10, 14), date(2026, 10, 16), 2),
        (date(2026, 10, 16), date(2026, 10, 19), 1),
        (date(2026, 10, 9), date(2026, 10, 13), 1),
        (date(2026, 12, 28), date(2027, 1, 5), 2),
        (date(2026, 10, 16), date(2026, 10, 16), 0),
        (date(2026, 10, 16), date(2026, 10, 14), 0),
    ],
)
def test_working_days_between(earlier, later, expected):
    assert HALL.days_between(earlier, later) == expected
