"""The arithmetic of the path, with numbers computed by hand, and what must hold of any numbers."""

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from fiscal.calendar import Quarter
from kpis import attainment, facts, models
from kpis.facts import Aggregation, Direction, Goal, YearOnYear
from tests.kpis import shapes
from tests.kpis.shapes import BANDS, CARD, LINE, NOTICES, NOW, SCHOOL, SURVEY, TOOLS

amounts = st.decimals(min_value=-10_000, max_value=10_000, places=1)
quarters = st.builds(Quarter, st.integers(2024, 2027), st.integers(1, 4))


@pytest.mark.parametrize(
    ("pure", "stored"),
    [
        (facts.Direction, models.Indicator.Direction),
        (facts.Aggregation, models.Indicator.Aggregation),
        (facts.YearOnYear, models.Indicator.YearOnYear),
        (facts.Cycle, models.Indicator.Cycle),
    ],
)
def test_facts_words_are_those_of_the_model(pure, stored):
    assert [word.value for word in pure] == stored.values


@pytest.mark.parametrize(
    ("indicator", "quarter", "path"),
    [
        (LINE, NOW, "23025.375"),
        (LINE, Quarter(2027, 4), "27000"),
        (CARD, NOW, "80.95"),
        (CARD, Quarter(2025, 1), "77.575"),
        (CARD, Quarter(2023, 4), "74.2"),
        (SCHOOL, NOW, "104"),
        (SCHOOL, Quarter(2026, 4), "208"),
        (SCHOOL, Quarter(2027, 1), "62.5"),
        (SURVEY, Quarter(2027, 4), "15"),
    ],
)
def test_path_at_is_on_the_line(indicator, quarter, path):
    assert attainment.path_at(indicator, quarter, {}) == Decimal(path)


@pytest.mark.parametrize(
    ("indicator", "quarter"),
    [(NOTICES, NOW), (CARD, Quarter(2023, 3)), (SURVEY, Quarter(2024, 3)), (shapes.facts(), NOW)],
)
def test_path_at_is_nothing_where_the_plan_says_nothing(indicator, quarter):
    assert attainment.path_at(indicator, quarter, {}) is None


def test_path_at_stays_at_the_target_after_its_year():
    assert attainment.path_at(CARD, Quarter(2029, 1), {}) == Decimal("85.0")


def test_path_at_bends_at_each_target():
    bent = replace(CARD, goals=(Goal(2025, Decimal("80.0")), Goal(2027, Decimal("85.0"))))

    assert attainment.path_at(bent, Quarter(2025, 4), {}) == Decimal("80.0")
    assert attainment.path_at(bent, Quarter(2026, 4), {}) == Decimal("82.5")


def test_path_at_of_a_year_without_baseline_is_known_in_the_target_year():
    notices = replace(NOTICES, aggregation=Aggregation.ANNUAL)

    assert attainment.path_at(notices, Quarter(2026, 4), {}) is None
    assert attainment.path_at(notices, Quarter(2027, 2), {}) == 9000


def test_path_at_of_growth_goes_from_last_years_end_to_this_years_target():
    last_year = shapes.values({(2025, 4): "51.0"})

    assert attainment.path_at(TOOLS, Quarter(2026, 1), last_year) == Decimal("51.8925")
    assert attainment.path_at(TOOLS, NOW, last_year) == Decimal("52.785")
    assert attainment.path_at(TOOLS, Quarter(2026, 4), last_year) == Decimal("54.57")


def test_path_at_of_growth_in_points():
    in_points = replace(TOOLS, year_on_year=YearOnYear.POINTS)
    last_year = shapes.values({(2025, 4): "51.0"})

    assert attainment.path_at(in_points, Quarter(2026, 4), last_year) == Decimal("58.0")


def test_path_at_of_growth_falls_for_an_indicator_that_should_fall():
    falling = replace(TOOLS, direction=Direction.DOWN)
    last_year = shapes.values({(2025, 4): "50.0"})

    assert attainment.path_at(falling, Quarter(2026, 4), last_year) == Decimal("46.5")


def test_path_at_of_growth_is_the_guide_in_the_first_year_only():
    assert attainment.path_at(TOOLS, Quarter(2025, 3), {}) == 50
    assert attainment.path_at(TOOLS, NOW, shapes.values({(2025, 3): "50.5"})) is None


def test_path_at_of_growth_prefers_the_years_own_target():
    both = replace(TOOLS, goals=(*TOOLS.goals, Goal(2026, Decimal(10), is_growth=True)))
    last_year = shapes.values({(2025, 4): "50.0"})

    assert attainment.path_at(both, Quarter(2026, 4), last_year) == Decimal("55.0")


@pytest.mark.parametrize(
    ("indicator", "value", "ratio", "formula"),
    [
        (
            CARD,
            "79.4",
            "0.7704",
            "（今期 79.4 − 基準 74.2）÷（目安 80.95 − 基準 74.2）＝ 5.2 ÷ 6.75 ＝ 77％",
        ),
        (
            LINE,
            "24180",
            "1.1743",
            "（今期 24,180 − 基準 16,401）÷（目安 23,025.4 − 基準 16,401）＝ 7,779 ÷ 6,624.4 ＝ 117％",
        ),
        (SCHOOL, "96", "0.9231", "今期 96 ÷ 目安 104（年度の目安 208 × ２÷４）＝ 92％"),
        (
            SURVEY,
            "17.5",
            "0.6842",
            "（今期 17.5 − 基準 18.8）÷（目安 16.9 − 基準 18.8）＝ −1.3 ÷ −1.9 ＝ 68％",
        ),
    ],
)
def test_progress_ratio_comes_with_its_formula(indicator, value, ratio, formula):
    result = attainment.progress_ratio(indicator, NOW, Decimal(value), {})

    assert (round(result.value, 4), result.formula) == (Decimal(ratio), formula)


def test_progress_ratio_of_growth_starts_at_last_years_end():
    result = attainment.progress_ratio(
        TOOLS, NOW, Decimal("53.2"), shapes.values(shapes.TOOLS_VALUES)
    )

    assert result.formula == (
        "（今期 53.2 − 前年度末 51.0）÷（目安 52.79 − 前年度末 51.0）＝ 2.2 ÷ 1.79 ＝ 123％"
    )


def test_progress_ratio_of_zero_is_a_result():
    result = attainment.progress_ratio(SCHOOL, NOW, Decimal(0), {})

    assert (result.value, result.formula) == (
        0,
        "今期 0 ÷ 目安 104（年度の目安 208 × ２÷４）＝ 0％",
    )


@pytest.mark.parametrize(
    ("indicator", "quarter", "reason"),
    [
        (NOTICES, NOW, "基準値がないため、目安は引きません。"),
        (CARD, Quarter(2023, 3), "基準年度より前の期のため、目安は引きません。"),
        (CARD, Quarter(2023, 4), "目安が出発の値と同じため、進み具合は計算しません。"),
        (TOOLS, Quarter(2025, 4), "比べる前の値がないため、進み具合は計算しません。"),
    ],
)
def test_progress_ratio_says_why_there_is_none(indicator, quarter, reason):
    result = attainment.progress_ratio(indicator, quarter, Decimal(51), {})

    assert (result.value, result.formula) == (None, reason)


def test_progress_ratio_of_growth_without_last_years_end_says_so():
    known = shapes.values({(2025, 3): "50.5"})

    result = attainment.progress_ratio(TOOLS, NOW, Decimal(51), known)

    assert (result.value, result.formula) == (None, "前年度末の値がないため、目安は引きません。")


def test_progress_ratio_within_the_tolerance_is_whole():
    tolerant = replace(SURVEY, tolerance=Decimal("0.5"))

    assert attainment.progress_ratio(tolerant, NOW, Decimal("17.3"), {}) == attainment.Ratio(
        Decimal(1), "目安 16.9 との差 0.4 は許容差 0.5 以内 ＝ 100％"
    )


def test_progress_ratio_of_what_is_kept():
    kept = shapes.facts(
        direction=Direction.KEEP,
        decimals=1,
        tolerance=Decimal("1.0"),
        goals=shapes.goals("99.0"),
        **shapes.base(2023, "99.0"),
    )

    inside = attainment.progress_ratio(kept, NOW, Decimal("98.5"), {})
    outside = attainment.progress_ratio(kept, NOW, Decimal("97.0"), {})
    strict = attainment.progress_ratio(
        replace(kept, tolerance=Decimal(0)), NOW, Decimal("99.0"), {}
    )

    assert inside.formula == "維持する値 99.0 との差 0.5 は許容差 1.0 以内 ＝ 100％"
    assert (outside.value, outside.formula) == (
        Decimal("0.5"),
        "許容差 1.0 ÷ 維持する値 99.0 との差 2.0 ＝ 50％",
    )
    assert strict.value == 1


def test_progress_ratio_of_a_falling_year_counts_from_the_prorated_baseline():
    falling = replace(
        SCHOOL, direction=Direction.DOWN, goals=shapes.goals("60"), baseline_value=Decimal(100)
    )

    result = attainment.progress_ratio(falling, NOW, Decimal(30), {})

    # 70 in the year 2026, 35 by September; 50 would be no progress at all.
    assert (result.formula, round(result.value, 4)) == (
        "（今期 30 − 基準の按分 50）÷（目安 35 − 基準の按分 50）＝ −20 ÷ −15 ＝ 133％",
        Decimal("1.3333"),
    )


@pytest.mark.parametrize(
    ("indicator", "value", "ratio", "formula"),
    [
        (
            CARD,
            "79.4",
            "0.4815",
            "（今期 79.4 − 基準 74.2）÷（目標 85.0 − 基準 74.2）＝ 5.2 ÷ 10.8 ＝ 48％",
        ),
        (SCHOOL, "96", "0.384", "今期 96 ÷ 目標 250 ＝ 38％"),
    ],
)
def test_attainment_is_the_way_to_the_last_target(indicator, value, ratio, formula):
    target = attainment.target_for(indicator, NOW, {})

    result = attainment.attainment(indicator, target, Decimal(value))

    assert (round(result.value, 4), result.formula) == (Decimal(ratio), formula)


@pytest.mark.parametrize("indicator", [NOTICES, TOOLS, shapes.facts()])
def test_attainment_never_divides_a_level_by_its_target(indicator):
    target = attainment.target_for(indicator, NOW, shapes.values(shapes.TOOLS_VALUES))

    assert attainment.attainment(indicator, target, Decimal(50)) == attainment.Ratio(None, "")


def test_target_for_growth_is_this_years():
    last_year = shapes.values({(2025, 4): "51.0"})

    assert attainment.target_for(TOOLS, NOW, last_year) == (2026, Decimal("54.57"))
    assert attainment.target_for(TOOLS, Quarter(2025, 1), {}) == (2025, 50)
    assert attainment.target_for(TOOLS, Quarter(2027, 1), last_year) is None


@pytest.mark.parametrize(
    ("indicator", "quarter", "value", "reached"),
    [
        (CARD, NOW, "85.0", True),
        (CARD, NOW, "84.9", False),
        (SURVEY, NOW, "15.0", True),
        (SURVEY, NOW, "15.1", False),
        (replace(SCHOOL, direction=Direction.DOWN), Quarter(2026, 1), "10", False),
        (replace(SCHOOL, direction=Direction.DOWN), Quarter(2026, 4), "10", True),
        (replace(CARD, direction=Direction.KEEP), NOW, "85.0", False),
    ],
)
def test_has_reached_the_target(indicator, quarter, value, reached):
    target = attainment.target_for(indicator, quarter, {})[1]

    assert attainment.has_reached(indicator, target, quarter, Decimal(value)) is reached


@pytest.mark.parametrize(
    ("ratio", "word"),
    [
        ("1.10", "計画以上"),
        ("1.095", "計画以上"),
        ("1.094", "計画どおり"),
        ("0.80", "計画どおり"),
        ("0.7949", "やや遅れ"),
        ("0.50", "やや遅れ"),
        ("0.49", "遅れ"),
        ("0", "遅れ"),
        ("-3", "遅れ"),
    ],
)
def test_suggest_takes_the_word_of_the_shown_per_cent(ratio, word):
    assert attainment.suggest(Decimal(ratio), BANDS).word == word


def test_suggest_nothing_without_a_ratio_or_a_lowest_word():
    assert attainment.suggest(None, BANDS) is None
    assert attainment.suggest(Decimal("0.1"), BANDS[:3]) is None


@given(start=amounts, end=amounts)
def test_path_passes_through_baseline_and_target(start, end):
    line = replace(CARD, baseline_value=start, goals=(Goal(2027, end),))

    assert attainment.path_at(line, Quarter(2023, 4), {}) == start
    assert attainment.path_at(line, Quarter(2027, 4), {}) == end


@given(start=amounts, end=amounts, value=amounts, quarter=quarters)
def test_progress_of_falling_mirrors_rising(start, end, value, quarter):
    rising = replace(CARD, baseline_value=start, goals=(Goal(2027, end),))
    falling = replace(
        CARD, direction=Direction.DOWN, baseline_value=-start, goals=(Goal(2027, -end),)
    )

    assert attainment.progress_of(rising, quarter, value, {}) == attainment.progress_of(
        falling, quarter, -value, {}
    )


@given(start=amounts, end=amounts, quarter=quarters)
def test_progress_on_the_path_is_one(start, end, quarter):
    assume(start != end)
    line = replace(CARD, baseline_value=start, goals=(Goal(2027, end),))
    path = attainment.path_at(line, quarter, {})

    assert attainment.progress_of(line, quarter, path, {}) == 1


@given(st.decimals(min_value=-5, max_value=5, places=3))
def test_suggest_always_finds_a_word(ratio):
    assert attainment.suggest(ratio, BANDS) in BANDS
