"""KPI一覧: every indicator against its path, and a chart of each."""

import math
from functools import lru_cache
from typing import Any

from exchange.workbook import charts
from exchange.workbook.grid import Grid, Part, Value
from exchange.workbook.kpi_chart import chart
from exchange.workbook.measure import POINT_MM
from exchange.workbook.numbers import kpi_number, kpi_value, point_at, previous_value
from exchange.workbook.page import A3_LANDSCAPE, break_pages, set_up
from exchange.workbook.series import Layout
from exchange.workbook.source import Source
from exchange.workbook.styles import CENTRE, HEAD, NOTE, SECTION, SHARE, STRONG, TEXT, Look
from exchange.workbook.title import ROWS, Heading, title_block
from exchange.workbook.words import mark, mark_look, month_end
from fiscal import wareki
from kpis.models import Indicator
from reports.tree import Kpi

WIDTHS = (9, 54, 15, 22, 10, 11, 19, 16, 12.5, 19, 14, 18, 18, 17, 16.5, 45, 23, 25, 36)
CELL, MIDDLE, NAME = TEXT.but(size=10), CENTRE.but(size=10), STRONG.but(size=10)
FORMULA = TEXT.but(size=8)
RATE = MIDDLE.but(bold=True, number=SHARE)
ONE_PAGE, CHARTS_AT_MOST, IN_A_ROW, GAP_MM = 6, 24, 3, 3
CHART_MM, HEIGHT_MM = 131, (54, 65)
GROWTH = Indicator.Aggregation.YEAR_ON_YEAR.label
NOTES = (
    "率は計画の道筋に対する進み具合（道筋＝基準年度末と目標年度末を直線で結んだ値）。算式は各行のとおり。"
    "参考判定は率による機械的な判定で、評価は担当課の判断により、これと異なることがある。\n"
    "「測定なし」「該当なし」「集計中」「未定」は０ではない。「値なし」は未入力。"
    "　　グラフ：■と太線 実績　　破線 計画の道筋　　◆ 目標　　▲ 年度途中"
)


def write(grid: Grid, source: Source, part: str, layout: Layout, values: Any) -> None:
    """Fill the sheet; ``values`` is the sheet of the numbers behind the charts."""
    kpis = source.portfolio.kpis
    title_block(grid, source, Heading(f"ＫＰＩ一覧（{wareki.digits(len(kpis))}指標）", part))
    grid.add(*(Part(text, HEAD) for text in heads(source)), least=30)
    for number, kpi in enumerate(kpis, 1):
        grid.add(*cells(number, kpi, source), least=27)
    if not kpis:
        grid.add(Part("この計画に指標はありません。", CENTRE, len(WIDTHS)), least=30)
    grid.add(Part(NOTES, NOTE, len(WIDTHS)), keep=True)
    draw(grid, source, layout, values)
    one_page = len(kpis) <= ONE_PAGE
    if not one_page:
        break_pages(grid, A3_LANDSCAPE, head_rows=ROWS + 1)
    set_up(grid, A3_LANDSCAPE, one_page=one_page, titles=f"1:{ROWS + 1}", freeze=f"C{ROWS + 2}")


def heads(source: Source) -> tuple[str, ...]:
    """The words above the columns."""
    quarter = source.quarter
    return (
        "№",
        "指標名",
        "取組\nコード",
        "主担当課",
        "単位",
        "向き",
        "集計の型",
        "基準値",
        "基準\n年度",
        "目標値",
        "目標\n年度",
        f"前回実績\n（{month_end(quarter.previous_round)}）",
        f"今回実績\n（{month_end(quarter)}）",
        "今回の\n計画値",
        "率",
        "率の算式",
        "算式による\n参考判定",
        "評価",
        "備考",
    )


def cells(number: int, kpi: Kpi, source: Source) -> tuple[Part, ...]:
    """One indicator."""
    plain, bold = value_look(kpi.decimals, bold=False), value_look(kpi.decimals, bold=True)
    return (
        Part(number, MIDDLE),
        Part(kpi.name, NAME),
        Part(kpi.initiative_code, MIDDLE),
        Part(kpi.reporter or "－", CELL),
        Part(kpi.unit, MIDDLE),
        Part(kpi.direction, MIDDLE),
        Part(kpi.aggregation, MIDDLE),
        Part("－" if kpi.baseline_value is None else kpi.baseline_value, plain),
        Part(year(kpi.baseline_year), MIDDLE),
        Part(target(kpi), plain),
        Part(year(kpi.target_year), MIDDLE),
        Part(previous_value(kpi, source.quarter), plain),
        Part(kpi_value(kpi), bold),
        Part("－" if kpi.path is None else kpi.path, plain),
        Part("－" if kpi.progress is None else kpi.progress, RATE),
        Part(kpi.progress_formula, FORMULA),
        Part(kpi.suggested.word if kpi.suggested else "－", MIDDLE),
        Part(mark(kpi.mark), mark_look(kpi.mark.tone, MIDDLE)),
        Part(remarks(kpi, source), FORMULA),
    )


def target(kpi: Kpi) -> Value:
    """The target as a number, or in words where it is a growth over the year before."""
    if kpi.target_value is None or kpi.aggregation == GROWTH:
        return kpi.target or "－"
    return kpi.target_value


def year(value: int | None) -> str:
    """R9."""
    return "－" if value is None else wareki.fiscal_year_short(value)


def why_absent(kpi: Kpi) -> str:
    """今期は測定なし：調査の年ではない; nothing where there is a value, or nothing was entered."""
    if not kpi.absent:
        return ""
    return f"今期は{kpi.absent}" + (
        f"：{kpi.not_measured_reason}" if kpi.not_measured_reason else ""
    )


def remarks(kpi: Kpi, source: Source) -> str:
    """Why there is no value, how far to trust it, and what is to be verified."""
    point = point_at(kpi, source.quarter)
    note = point.note if point is not None and point.note != kpi.not_measured_reason else ""
    reason = why_absent(kpi)
    verify = f"要確認：{kpi.to_verify}" if kpi.to_verify else ""
    early = "速報（受理前の値）" if kpi.is_preliminary else ""
    return "\n".join(text for text in (early, reason, note, verify) if text)


@lru_cache(maxsize=16)
def value_look(decimals: int, *, bold: bool) -> Look:
    """A value with so many decimals."""
    return TEXT.but(size=10, bold=bold, across="right", number=kpi_number(decimals))


def draw(grid: Grid, source: Source, layout: Layout, values: Any) -> None:
    """Charts three in a row under the table, with room for them on the paper."""
    drawn = [
        found
        for number, kpi in enumerate(source.portfolio.kpis[:CHARTS_AT_MOST], 1)
        if (found := chart(values, layout, kpi, f"{number}　{kpi.name}（{kpi.unit}）")) is not None
    ]
    if not drawn:
        return
    grid.add(Part("指標別の推移（数値は別表）", SECTION, len(WIDTHS)), least=24)
    rows = math.ceil(min(len(drawn), ONE_PAGE) / IN_A_ROW)
    left = (A3_LANDSCAPE.room - sum(grid.heights)) / rows * POINT_MM - GAP_MM
    width, height = CHART_MM, min(max(left, HEIGHT_MM[0]), HEIGHT_MM[1])
    step = (sum(WIDTHS) - width) / (IN_A_ROW - 1)
    for first in range(0, len(drawn), IN_A_ROW):
        row = grid.open_rows([(height + GAP_MM) / POINT_MM], keep=first == 0)
        for place, one in enumerate(drawn[first : first + IN_A_ROW]):
            column, right = grid.column_at(step * place)
            charts.put(grid, one, charts.Place(column, row - 1, width, height, right))
