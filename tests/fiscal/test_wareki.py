from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fiscal import wareki
from fiscal.calendar import Quarter


@pytest.mark.parametrize(
    ("day", "text"),
    [
        (date(2019, 4, 30), "平成31年４月30日"),
        (date(2019, 5, 1), "令和元年５月１日"),
        (date(1989, 1, 7), "昭和64年１月７日"),
        (date(1989, 1, 8), "平成元年１月８日"),
        (date(2026, 9, 30), "令和８年９月30日"),
    ],
)
def test_full_date_at_the_turn_of_eras(day, text):
    assert wareki.full_date(day) == text


@pytest.mark.parametrize(
    ("year", "text", "short"),
    [
        (1988, "昭和63年度", "S63"),
        (2018, "平成30年度", "H30"),
        (2019, "令和元年度", "R1"),
        (2026, "令和８年度", "R8"),
    ],
)
def test_fiscal_year_is_named_after_the_era_in_force_in_october(year, text, short):
    assert (wareki.fiscal_year(year), wareki.fiscal_year_short(year)) == (text, short)


def test_fiscal_years_shortens_within_an_era():
    assert wareki.fiscal_years(2025, 2027) == "令和７～９年度"
    assert wareki.fiscal_years(2018, 2020) == "平成30年度～令和２年度"
    assert wareki.fiscal_years(2026, 2026) == "令和８年度"


@pytest.mark.parametrize(
    ("quarter", "names"),
    [
        (Quarter(2026, 2), ("令和８年度 第２四半期", "R8 第２", "第２四半期", "７～９月")),
        (Quarter(2026, 2, "half"), ("令和８年度 上半期", "R8 上半期", "上半期", "４～９月")),
        (Quarter(2026, 4, "half"), ("令和８年度 下半期", "R8 下半期", "下半期", "10～３月")),
        (Quarter(2026, 4, "three"), ("令和８年度 第３回", "R8 第３回", "第３回", "10～３月")),
        (Quarter(2026, 4, "year"), ("令和８年度", "R8", "年度", "４～３月")),
    ],
)
def test_round_is_named_after_what_it_covers(quarter, names):
    assert (
        wareki.quarter(quarter),
        wareki.quarter_short(quarter),
        wareki.round_name(quarter),
        wareki.quarter_months(quarter),
    ) == names


def test_day_before_the_first_era_is_refused():
    with pytest.raises(ValueError, match="no era"):
        wareki.era_of(date(1926, 12, 24))


@given(st.dates(min_value=date(1926, 12, 25), max_value=date(2100, 12, 31)))
def test_era_year_never_goes_below_one(day):
    era = wareki.era_of(day)

    assert day.year - era.first_day.year + 1 >= 1


def test_quarter_words():
    quarter = Quarter(2026, 2)

    assert wareki.quarter(quarter) == "令和８年度 第２四半期"
    assert wareki.quarter_short(quarter) == "R8 第２"
    assert wareki.quarter_months(quarter) == "７～９月"
    assert wareki.quarter_months(Quarter(2026, 3)) == "10～12月"


def test_date_words():
    day = date(2026, 10, 16)

    assert wareki.month_day_weekday(day) == "10月16日（金）"
    assert wareki.full_date_weekday(day) == "令和８年10月16日（金）"
    assert wareki.as_of_month(date(2026, 9, 30)) == "令和８年９月末現在"
