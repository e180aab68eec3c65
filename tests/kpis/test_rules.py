"""指標の決めごと in words, for each shape of the plan."""

from dataclasses import replace
from decimal import Decimal

import pytest

from kpis.facts import Aggregation, Direction, YearOnYear
from kpis.models import Indicator
from kpis.rules import band_words, rules
from kpis.standing import standing
from tests.kpis import shapes
from tests.kpis.shapes import BANDS, CARD, NOTICES, NOW, SCHOOL, TOOLS

LEVEL = "（実績 − 基準値）÷（目安 − 基準値）。目安は、基準年度末の値と目標年度末の値を結ぶ直線"


def told(facts):
    indicator = Indicator(aggregation=facts.aggregation, cycle=facts.cycle)
    return dict(rules(indicator, facts, standing(facts, [], NOW, BANDS), BANDS))


@pytest.mark.parametrize(
    ("facts", "target", "formula"),
    [
        (CARD, "令和９年度目標値 85.0％", LEVEL),
        (replace(CARD, aggregation=Aggregation.CUMULATIVE), "令和９年度目標値 85.0％", LEVEL),
        (
            SCHOOL,
            "令和９年度目標値 250人",
            "実績 ÷ 目安。目安は、年度ごとの目安を四半期で按分した値",
        ),
        (
            replace(SCHOOL, direction=Direction.DOWN),
            "令和９年度目標値 250人",
            "（基準の按分 − 実績）÷（基準の按分 − 目安）。目安と基準は、四半期で按分した値",
        ),
        (
            TOOLS,
            "前年度比７％増（前年度の値に対する割合と読む）、初年度の目安 50.0％",
            "（実績 − 前年度末の値）÷（目安 − 前年度末の値）。目安は、前年度末の値と今年度の目標を結ぶ直線",
        ),
        (
            replace(TOOLS, year_on_year=YearOnYear.POINTS, first_year_guide=None),
            "前年度比７ポイント増（前年度の値に足す）",
            "（実績 − 前年度末の値）÷（目安 − 前年度末の値）。目安は、前年度末の値と今年度の目標を結ぶ直線",
        ),
        (
            replace(CARD, direction=Direction.KEEP),
            "令和９年度目標値 85.0％",
            "維持する値との差が許容差の中なら100％、超えると 許容差 ÷ 差",
        ),
        (shapes.facts(), "なし", LEVEL),
    ],
)
def test_rules_word_target_and_formula(facts, target, formula):
    said = told(facts)

    assert (said["目標値"], said["進み具合"]) == (target, formula)


def test_rules_say_what_the_plan_does_not():
    assert told(NOTICES)["基準値"] == "計画に記載なし"
    assert told(CARD)["基準値"] == "令和５年度実績値 74.2％"


def test_rules_leave_out_what_is_empty():
    assert list(told(CARD)) == [
        "方向",
        "集計",
        "基準値",
        "目標値",
        "測定の周期",
        "進み具合",
        "参考の評価",
    ]
    assert told(replace(CARD, tolerance=Decimal("0.5")))["許容差"] == "±0.5％"


def test_rules_name_direction_and_precision():
    assert (told(CARD)["方向"], told(CARD)["集計"]) == ("増やす", "時点値、小数第１位")
    assert told(SCHOOL)["集計"] == "単年度、整数"


def test_band_words_without_bounds_are_empty():
    assert band_words(()) == ""
    assert band_words(BANDS[3:]) == ""
