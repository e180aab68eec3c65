"""指標の決めごと: how an indicator is measured and reckoned, in words. Pure of the database's queries."""

from fiscal import wareki
from fiscal.calendar import QUARTERLY
from kpis import attainment, figures
from kpis.facts import Aggregation, Band, Direction, IndicatorFacts, YearOnYear
from kpis.models import Indicator
from kpis.standing import Standing

DIRECTIONS = {Direction.UP: "増やす", Direction.DOWN: "減らす", Direction.KEEP: "保つ"}
LEVEL_FORMULA = (
    "（実績 − 基準値）÷（目安 − 基準値）。目安は、基準年度末の値と目標年度末の値を結ぶ直線"
)
FORMULAS = {
    Aggregation.POINT: LEVEL_FORMULA,
    Aggregation.CUMULATIVE: LEVEL_FORMULA,
    Aggregation.ANNUAL: "実績 ÷ 目安。目安は、年度ごとの目安を四半期で按分した値",
    Aggregation.YEAR_ON_YEAR: (
        "（実績 − 前年度末の値）÷（目安 − 前年度末の値）。目安は、前年度末の値と今年度の目標を結ぶ直線"
    ),
}
FALLING_YEAR = "（基準の按分 − 実績）÷（基準の按分 − 目安）。目安と基準は、四半期で按分した値"
KEPT = "維持する値との差が許容差の中なら100％、超えると 許容差 ÷ 差"

Rule = tuple[str, str]


def rules(
    indicator: Indicator, facts: IndicatorFacts, now: Standing, bands: tuple[Band, ...]
) -> list[Rule]:
    """Return name and wording of every rule; what the plan does not say is said to be missing."""
    lines = [
        ("方向", DIRECTIONS[facts.direction]),
        ("集計", f"{indicator.get_aggregation_display()}、{_decimals(facts)}"),
        ("基準値", _baseline(facts)),
        ("目標値", _target(facts, now)),
        ("測定の周期", _cycle(indicator, now.quarter.span)),
        ("値の求め方", indicator.definition),
        ("数値の確定", indicator.finalised),
        ("許容差", f"±{figures.closer(facts.tolerance, facts.decimals)}{facts.unit}")
        if facts.tolerance
        else ("許容差", ""),
        ("進み具合", _formula(facts)),
        ("今期の計算", now.progress_formula),
        ("達成率", now.attainment_formula),
        ("参考の評価", band_words(bands)),
        ("計画書の頁", indicator.page),
        ("要確認", indicator.to_verify),
    ]
    return [(name, text) for name, text in lines if text]


def band_words(bands: tuple[Band, ...]) -> str:
    """Return 110％以上 計画以上、80％以上 計画どおり、…、50％未満 遅れ."""
    words, least = [], ""
    for band in bands:
        if band.lower is not None:
            least = figures.digits(band.lower)
            words.append(f"{least}％以上 {band.word}")
        elif least:
            words.append(f"{least}％未満 {band.word}")
    return "、".join(words)


def _decimals(facts: IndicatorFacts) -> str:
    return f"小数第{wareki.digits(facts.decimals)}位" if facts.decimals else "整数"


def _baseline(facts: IndicatorFacts) -> str:
    if facts.baseline_year is None or facts.baseline_value is None:
        return "計画に記載なし"
    year = wareki.fiscal_year(facts.baseline_year)
    return f"{year}実績値 {figures.with_unit(facts.baseline_value, facts)}"


def _target(facts: IndicatorFacts, now: Standing) -> str:
    words = [_growth(facts)] if any(goal.is_growth for goal in facts.goals) else []
    words += [
        f"{wareki.fiscal_year(goal.year)}目標値 {figures.with_unit(goal.value, facts)}"
        for goal in facts.goals
        if not goal.is_growth and goal.year is not None
    ]
    if facts.first_year_guide is not None:
        words.append(f"初年度の目安 {figures.with_unit(facts.first_year_guide, facts)}")
    return "、".join(words) or now.target


def _growth(facts: IndicatorFacts) -> str:
    goal = next(goal for goal in facts.goals if goal.is_growth)
    is_relative = facts.year_on_year == YearOnYear.RELATIVE
    reading = "前年度の値に対する割合と読む" if is_relative else "前年度の値に足す"
    return f"前年度比{figures.growth(goal.value, facts)}（{reading}）"


def _cycle(indicator: Indicator, span: str) -> str:
    # 四半期ごと is the word for "with every report"; other plans report more seldom.
    with_reports = indicator.cycle == Indicator.Cycle.QUARTERLY and span != QUARTERLY
    words = "報告期ごと" if with_reports else indicator.get_cycle_display()
    if indicator.next_measured_year:
        return f"{words}。次回は{wareki.fiscal_year(indicator.next_measured_year)}"
    return words


def _formula(facts: IndicatorFacts) -> str:
    if facts.direction == Direction.KEEP:
        return KEPT
    if attainment.growth_goal(facts, facts.years[0]) is not None:
        return FORMULAS[Aggregation.YEAR_ON_YEAR]
    if facts.aggregation == Aggregation.ANNUAL and facts.direction == Direction.DOWN:
        return FALLING_YEAR
    return FORMULAS[facts.aggregation]
