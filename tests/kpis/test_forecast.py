from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fiscal.calendar import Quarter
from kpis import forecast
from tests.kpis import shapes
from tests.kpis.shapes import CARD, LINE, SCHOOL, SURVEY


def pairs(values):
    return sorted(shapes.values(values).items())


def test_extrapolate_draws_the_mean_growth_of_five_values_on():
    estimate = forecast.extrapolate(CARD, pairs(shapes.CARD_VALUES), 2027)

    # 78.0 → 79.4 in four quarters: 0.35 each, six quarters left.
    assert (estimate.value, estimate.per_quarter, estimate.year) == (
        Decimal("81.50"),
        Decimal("0.35"),
        2027,
    )
    # Steps 0.3, 0.5, 0.4, 0.2: variance 0.05/3, times 6 + 36/4.
    assert (round(estimate.low, 2), round(estimate.high, 2)) == (Decimal("81.00"), Decimal("82.00"))


def test_extrapolate_names_its_method():
    assert forecast.extrapolate(CARD, pairs(shapes.CARD_VALUES), 2027).method == (
        "直近５回の値（令和７年度 第２四半期～令和８年度 第２四半期）の１期あたりの平均の伸び "
        "＋0.35ポイント を、残り６期に延ばしたもの。幅は各期の伸びのばらつき（標準誤差）から計算。"
        "実績が増えると変わります。"
    )


@pytest.mark.parametrize("count", [0, 1, 2, 3])
def test_extrapolate_is_nothing_with_too_few_values(count):
    assert forecast.extrapolate(CARD, pairs(shapes.CARD_VALUES)[:count], 2027) is None


def test_extrapolate_begins_with_four_values():
    assert forecast.extrapolate(CARD, pairs(shapes.CARD_VALUES)[:4], 2027).method.startswith(
        "直近４回の値"
    )


def test_extrapolate_is_nothing_when_no_time_is_left():
    assert forecast.extrapolate(CARD, pairs(shapes.CARD_VALUES), 2025) is None


def test_extrapolate_counts_a_gap_as_its_quarters():
    gap = pairs({(2024, 4): "70", (2025, 4): "74", (2026, 1): "75", (2026, 2): "76"})

    estimate = forecast.extrapolate(CARD, gap, 2026)

    assert (estimate.per_quarter, estimate.value, estimate.low) == (1, 78, 78)


def test_extrapolate_stays_within_what_can_be_measured():
    steep = pairs({(2025, 3): "80", (2025, 4): "85", (2026, 1): "91", (2026, 2): "96"})
    falling = pairs({(2025, 3): "9", (2025, 4): "6", (2026, 1): "4", (2026, 2): "1"})

    assert forecast.extrapolate(CARD, steep, 2027).high == 100
    assert forecast.extrapolate(SURVEY, falling, 2027).value == 0


def test_scale_year_follows_last_years_course():
    estimate = forecast.scale_year(SCHOOL, pairs(shapes.SCHOOL_VALUES))

    # 96 × 164 ÷ 71
    assert (round(estimate.value, 1), estimate.year, estimate.low) == (
        Decimal("221.7"),
        2026,
        None,
    )
    assert estimate.method == (
        "今年度の累計 96 に、前年度の年度計 ÷ 前年同期（164 ÷ 71）を掛けたもの。実績が増えると変わります。"
    )


@pytest.mark.parametrize(
    "values",
    [
        {},
        {(2026, 2): "96"},
        {(2025, 2): "71", (2026, 2): "96"},
        {(2025, 4): "164", (2026, 2): "96"},
        {(2025, 2): "0", (2025, 4): "164", (2026, 2): "96"},
        {(2024, 4): "118", (2025, 4): "164"},
    ],
)
def test_scale_year_is_nothing_without_last_years_course(values):
    assert forecast.scale_year(SCHOOL, pairs(values)) is None


def test_reaches_names_the_quarter_in_which_the_line_meets_the_target():
    line = pairs(shapes.LINE_VALUES)

    # 925 a quarter, 2,820 to go: in the fourth quarter from now.
    assert forecast.reaches(line, Decimal(27000), Quarter(2027, 4)) == Quarter(2027, 2)
    assert forecast.reaches(line, Decimal(27000), Quarter(2027, 1)) is None
    assert forecast.reaches(line, Decimal(20000), Quarter(2027, 4)) is None
    assert forecast.reaches(line[:3], Decimal(27000), Quarter(2027, 4)) is None


def test_reaches_nothing_without_growth():
    flat = pairs({(2025, 3): "5", (2025, 4): "5", (2026, 1): "5", (2026, 2): "5"})

    assert forecast.reaches(flat, Decimal(6), Quarter(2027, 4)) is None


@given(
    start=st.integers(0, 1000),
    step=st.integers(-50, 50),
    count=st.integers(4, 12),
)
def test_extrapolate_of_a_straight_line_is_the_line(start, step, count):
    first = Quarter(2024, 1)
    line = [(first.shift(n), Decimal(start + step * n)) for n in range(count)]
    free = replace(LINE, minimum=None, maximum=None)

    estimate = forecast.extrapolate(free, line, 2027)

    assert (estimate.low, estimate.value, estimate.high) == (start + step * 15,) * 3
