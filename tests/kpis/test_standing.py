"""The six shapes of seed 001 as they stand at the end of September 2026, numbers computed by hand."""

from dataclasses import replace
from decimal import Decimal

import pytest

from fiscal.calendar import Quarter
from kpis.facts import Aggregation, Cycle, Direction, YearOnYear
from kpis.standing import State, standing
from tests.kpis import shapes
from tests.kpis.shapes import BANDS, CARD, LINE, NOTICES, NOW, SCHOOL, SURVEY, TOOLS

NOW_AT = (NOW.year, NOW.number)


def stand(facts, values, quarter=NOW, **fields):
    return standing(facts, shapes.readings(values, **fields), quarter, BANDS)


def word(now):
    return now.suggested.word if now.suggested else None


@pytest.mark.parametrize(
    ("facts", "values", "expected"),
    [
        (LINE, shapes.LINE_VALUES, ("870", "23025.375", "計画以上", "16,401件", "27,000件")),
        (CARD, shapes.CARD_VALUES, ("0.2", "80.95", "やや遅れ", "74.2％", "85.0％")),
        (SCHOOL, shapes.SCHOOL_VALUES, ("58", "104", "計画どおり", "82人", "250人")),
        (NOTICES, shapes.NOTICES_VALUES, ("1190", None, None, "なし", "18,000通")),
        (TOOLS, shapes.TOOLS_VALUES, ("1.1", "52.785", "計画以上", "51.0％（R7）", "54.6％（R8）")),
    ],
)
def test_standing_of_a_measured_shape(facts, values, expected):
    now = stand(facts, values)

    path = None if now.path is None else str(now.path.normalize())
    assert now.state is State.MEASURED
    assert (str(now.change), path, word(now), now.baseline, now.target) == expected


def test_standing_of_an_unmeasured_survey_is_not_zero():
    now = stand(SURVEY, {NOW_AT: None})

    assert (now.state, now.state.label, now.value) == (
        State.NOT_MEASURED,
        "今期は測定なし",
        None,
    )
    assert (now.not_measured_reason, now.path, now.progress, now.suggested) == (
        "調査の年ではない",
        None,
        None,
        None,
    )


def test_standing_tells_zero_unmeasured_and_empty_apart():
    states = [
        stand(SCHOOL, values).state for values in ({NOW_AT: "0"}, {NOW_AT: None}, {(2026, 1): "3"})
    ]

    assert states == [State.MEASURED, State.NOT_MEASURED, State.NO_VALUE]
    assert stand(SCHOOL, {NOW_AT: "0"}).progress == 0
    assert word(stand(SCHOOL, {NOW_AT: "0"})) == "遅れ"


def test_standing_of_a_reached_target():
    now = stand(CARD, {NOW_AT: "85.0"})

    assert (now.state, now.sentence) == (State.REACHED, "令和９年度の目標85.0％に達した。")


def test_standing_of_a_reached_target_is_on_plan_at_least():
    no_path = stand(NOTICES, {NOW_AT: "18000"})
    behind_path = stand(replace(CARD, goals=(*shapes.goals("70.0"),)), {NOW_AT: "74.0"})

    assert word(no_path) == "計画どおり"
    assert (behind_path.state, word(behind_path)) == (State.REACHED, "計画どおり")


def test_standing_leaves_later_values_out():
    now = stand(CARD, shapes.CARD_VALUES, Quarter(2025, 4))

    assert (now.value, now.points[-1].label, now.latest.value) == (
        Decimal("78.8"),
        "R7 第４",
        Decimal("78.8"),
    )


def test_standing_points_begin_with_the_baseline():
    points = stand(CARD, shapes.CARD_VALUES).points

    assert [(p.label, p.value, p.path and round(p.path, 2), p.note) for p in points[:2]] == [
        ("R5 年度末", Decimal("74.2"), None, "基準"),
        ("R7 第１", Decimal("77.5"), Decimal("77.58"), ""),
    ]
    assert (points[0].position, points[-1].position) == (2024.0, 2026.5)


def test_standing_points_do_not_repeat_a_measured_baseline():
    points = stand(CARD, {(2023, 4): "74.2", NOW_AT: "79.4"}).points

    assert [p.label for p in points] == ["R5 第４", "R8 第２"]


def test_standing_point_says_why_nothing_was_measured():
    point = stand(SURVEY, {NOW_AT: None}).points[-1]

    assert (point.value, point.path, point.note) == (None, None, "調査の年ではない")


def test_standing_change_of_a_year_begins_anew_in_april():
    assert stand(SCHOOL, {(2025, 4): "164", (2026, 1): "38"}, Quarter(2026, 1)).change is None
    assert stand(CARD, {(2025, 4): "78.8", (2026, 1): "78.7"}, Quarter(2026, 1)).change == Decimal(
        "-0.1"
    )


def test_standing_change_is_to_the_quarter_before_only():
    assert stand(CARD, {(2025, 4): "78.8", NOW_AT: "79.4"}).change is None


@pytest.mark.parametrize(
    ("facts", "values", "sentence"),
    [
        (
            LINE,
            shapes.LINE_VALUES,
            "目安23,025件を上回る。このままなら令和９年度 第２四半期に目標に届く（推計）。",
        ),
        (
            CARD,
            shapes.CARD_VALUES,
            "目安81.0％まで1.6ポイント。このままでは令和９年度末81.5％で、目標に3.5ポイント届かない（推計）。",
        ),
        (SCHOOL, shapes.SCHOOL_VALUES, "９月末までの累計。目安104人の92％、前年同期71人。"),
        (NOTICES, shapes.NOTICES_VALUES, "基準値がないため目安は引かない。"),
        (
            TOOLS,
            shapes.TOOLS_VALUES,
            "今年度の目標 54.6％（R7実績51.0％ の７％増）。初年度の目安50％は達成済。",
        ),
        (
            replace(SURVEY, next_measured_year=2027),
            {NOW_AT: None},
            "調査の年だけ測る指標。次回は令和９年度。減らす指標。",
        ),
        (
            SURVEY,
            {NOW_AT: None},
            "調査の年だけ測る指標。次回の時期は計画に記載がない。減らす指標。",
        ),
        (SURVEY, {NOW_AT: "17.5"}, "目安16.9％まで0.6ポイント。"),
        (SURVEY, {NOW_AT: "16.0"}, "目安16.9％より0.9ポイント良い。"),
        (SURVEY, {NOW_AT: "16.9"}, "目安16.9％と同じ。"),
        (CARD, {NOW_AT: None}, "今期は測定なし（調査の年ではない）。"),
        (CARD, {}, "まだ値がありません。"),
        (CARD, {(2026, 1): "79.2"}, "今期の値はまだありません。前の値はR8 第１ 79.2％。"),
    ],
)
def test_sentence_says_what_the_numbers_say(facts, values, sentence):
    assert stand(facts, values).sentence == sentence


def test_sentence_of_a_whole_year():
    now = stand(SCHOOL, {(2025, 4): "164", (2026, 4): "260"}, Quarter(2026, 4))

    assert now.sentence == (
        "年度の合計。目安208人の125％、前年度164人。令和９年度の目標250人に達した。"
    )


def test_sentence_of_a_year_without_baseline():
    notices = replace(NOTICES, aggregation=Aggregation.ANNUAL)

    assert stand(notices, {NOW_AT: "3240"}).sentence == (
        "９月末までの累計。基準値がないため目安は引かない。"
    )


@pytest.mark.parametrize(
    ("values", "quarter", "sentence"),
    [
        ({(2025, 3): "50.5"}, NOW, "前年度末の値がないため目安は引かない。"),
        (
            {},
            Quarter(2025, 3),
            "前年度の値がない初年度。初年度の目安50.0％を上回る。",
        ),
    ],
)
def test_sentence_of_growth_without_last_year(values, quarter, sentence):
    now = stand(TOOLS, {**values, (quarter.year, quarter.number): "51.0"}, quarter)

    assert now.sentence == sentence


def test_sentence_of_growth_in_points_that_missed_the_guide_and_reached_the_target():
    facts = replace(TOOLS, year_on_year=YearOnYear.POINTS)

    now = stand(facts, {(2025, 4): "48.0", NOW_AT: "55.0"})

    assert (now.state, now.sentence) == (
        State.REACHED,
        "今年度の目標 55.0％（R7実績48.0％ の７ポイント増）に達した。初年度の目安50％には届かなかった。",
    )


def test_sentence_of_what_is_kept():
    kept = replace(CARD, direction=Direction.KEEP, tolerance=Decimal(2), goals=shapes.goals("74.2"))

    assert (
        stand(kept, {NOW_AT: "75.0"}).sentence == "維持する値74.2％との差0.8ポイント、許容差の中。"
    )
    assert stand(kept, {NOW_AT: "79.2"}).sentence == (
        "維持する値74.2％との差5.0ポイント、許容差を超える。"
    )


def test_sentence_before_the_baseline_has_nothing_to_compare():
    assert stand(CARD, {(2023, 1): "70.0"}, Quarter(2023, 1)).sentence == ""


@pytest.mark.parametrize(
    ("facts", "values", "outlook"),
    [
        (
            CARD,
            shapes.CARD_VALUES,
            (
                "このままの伸びでは、令和９年度末は81.5％。目標まで3.5ポイント足りません。"
                "届くには、四半期ごとに0.93ポイントの伸びが要ります（今は0.35ポイント）。"
            ),
        ),
        (
            LINE,
            shapes.LINE_VALUES,
            "目安23,025件を上回る。このままなら令和９年度 第２四半期に目標に届く（推計）。",
        ),
        (
            SCHOOL,
            shapes.SCHOOL_VALUES,
            (
                "前年度と同じ進み方なら、令和８年度の合計は222人（推計）。"
                "９月末までの累計。目安104人の92％、前年同期71人。"
            ),
        ),
        (
            replace(SURVEY, cycle=Cycle.QUARTERLY),
            {(2025, 3): "17.0", (2025, 4): "17.2", (2026, 1): "17.3", (2026, 2): "17.6"},
            (
                "このままの伸びでは、令和９年度末は18.8％。目標まで3.8ポイント足りません。"
                "届くには、四半期ごとに0.43ポイントの減少が要ります（今は＋0.20ポイント）。"
            ),
        ),
        (NOTICES, shapes.NOTICES_VALUES, "基準値がないため目安は引かない。"),
    ],
)
def test_outlook_says_what_it_would_take(facts, values, outlook):
    assert stand(facts, values).outlook == outlook


def test_target_in_words_where_it_has_no_value_yet():
    assert stand(TOOLS, {}, Quarter(2027, 1)).target == "50.0％"
    assert stand(TOOLS, {(2025, 1): "50"}, Quarter(2027, 1)).target == "前年度比７％増"
    in_points = replace(TOOLS, year_on_year=YearOnYear.POINTS, direction=Direction.DOWN)
    assert stand(in_points, {(2025, 1): "50"}, NOW).target == "前年度比７ポイント減"
    assert stand(shapes.facts(), {}).target == "なし"


def test_standing_says_final_from_the_reading():
    assert stand(CARD, {NOW_AT: "79.4"}, is_final=True).is_final is True
    assert stand(CARD, {NOW_AT: "79.4"}).is_final is False
