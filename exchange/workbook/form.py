"""個票: one initiative on one page - what was promised, what was reported, how its indicators stand."""

from exchange.workbook import charts
from exchange.workbook.form_schedule import COLUMNS, schedule
from exchange.workbook.grid import Grid, Part
from exchange.workbook.kpi_chart import chart
from exchange.workbook.measure import POINT_MM
from exchange.workbook.numbers import kpi_number, kpi_value
from exchange.workbook.page import A4_PORTRAIT, set_up
from exchange.workbook.series import Layout
from exchange.workbook.source import Source
from exchange.workbook.styles import (
    BAND_FILL,
    GOTHIC_P,
    HEAD_FILL,
    MEDIUM,
    NONE,
    SHARE,
    TOP_FILL,
    Look,
)
from exchange.workbook.title import Heading, title_block
from exchange.workbook.words import mark, mark_look, not_printed
from fiscal import wareki
from reports.tree import CategoryRow, Kpi, Line

LABEL_MM, COLUMN_MM = 24.0, 5.5
WIDTHS = (LABEL_MM, *(COLUMN_MM for _ in range(COLUMNS)))
CHART_MM = 60.0
FINISHED = "完了（計画の策定前に完了。以後の報告なし）"
LABEL = Look(9.5, bold=True, fill=HEAD_FILL, across="center")
SUB = Look(8.5, bold=True, fill=BAND_FILL, across="center")
CELL, MIDDLE, PROSE, REPORT = Look(9.5), Look(9.5, across="center"), Look(9), Look(10)
CODE = Look(12, bold=True, across="center")
NAME = Look(12, bold=True, face=GOTHIC_P)
BAND = Look(10.5, bold=True, face=GOTHIC_P, fill=TOP_FILL)
GRADE = Look(9, across="center")
GRADE_NOW = GRADE.but(bold=True, edges=MEDIUM)
STATUS = Look(11, bold=True, across="center")
NOTE = Look(8, edges=NONE)
NUMBER = MIDDLE.but(wrap=False)


def write(grid: Grid, source: Source, part: str, line: Line, category: CategoryRow | None) -> None:
    """Fill the sheet but for its indicators."""
    office = f"報告：{line.reporter}" if line.reporter else ""
    promised(grid, source, Heading(f"{source.subject} 個票", part, office=office), line, category)
    labelled(grid, "目標・指標", line.goal, REPORT, least=20.25)
    grid.gap(5.25)
    reported(grid, source, line)


def write_finished(
    grid: Grid, source: Source, part: str, line: Line, category: CategoryRow | None
) -> None:
    """The sheet of an initiative that was complete before the plan began: it owes no report."""
    promised(grid, source, Heading(f"{source.subject} 個票", part), line, category)
    labelled(grid, "実施状況", FINISHED, REPORT)


def promised(
    grid: Grid, source: Source, heading: Heading, line: Line, category: CategoryRow | None
) -> None:
    """The head of the sheet: the title block, the document's words and the bars."""
    title_block(grid, source, heading)
    promise(grid, source, line, category)
    row = source.schedule_by_initiative().get(line.pk)
    if row is not None:
        schedule(grid, source, row, LABEL)


def finish(grid: Grid, kpis: list[Kpi], layout: Layout, values: object) -> None:
    """Add the indicators and set up the page."""
    for kpi in kpis:
        indicator(grid, kpi, layout, values)
    set_up(grid, A4_PORTRAIT, one_page=True, freeze="A5")


def labelled(grid: Grid, label: str, text: str, look: Look, *, least: float = 22.5) -> None:
    """A text beside its heading."""
    grid.add(Part(label, LABEL), Part(text, look, COLUMNS), least=least, keep=True)


def promise(grid: Grid, source: Source, line: Line, category: CategoryRow | None) -> None:
    """What the plan's document says."""
    said = source.promise(line.pk)
    grid.add(
        Part(source.subject, LABEL), Part(line.code, CODE, 4), Part(line.title, NAME, 24), least=24
    )
    name = f"{category.label}　{category.title}" if category else line.category_code
    grid.add(
        Part("分類", LABEL),
        Part(name, CELL, 14),
        Part("新規・継続", SUB, 4),
        Part(said.origin or "－", MIDDLE, 4),
        Part("計画書", SUB, 3),
        Part(f"p.{said.page}" if said.page else "－", MIDDLE, 3),
        least=18,
    )
    grid.add(
        Part("担当課", LABEL),
        Part("主担当", SUB, 4),
        Part("、".join(line.leads) or not_printed(line), CELL, 9),
        Part("関係", SUB, 3),
        Part("、".join(line.related) or "－", CELL, 12),
        least=18,
    )
    if said.situation:
        labelled(grid, source.situation_word, said.situation, PROSE)
    if said.direction:
        labelled(grid, source.direction_word, said.direction, PROSE)


def reported(grid: Grid, source: Source, line: Line) -> None:
    """What the section reported in the period, in its own words."""
    months = wareki.quarter_months(source.quarter)
    title = f"{source.period}（{months}）の報告　― {source.as_of} ―"
    grid.add(Part(title, BAND, COLUMNS + 1), least=18)
    before = line.previous.tone if line.previous else ""
    grid.add(
        Part("実施状況", LABEL),
        Part(line.implementation or "－", STATUS, 5),
        Part("前回の評価", SUB, 4),
        Part(mark(line.previous), mark_look(before, GRADE), 5),
        Part("今回の評価", SUB, 4),
        Part(mark(line.mark), mark_look(line.mark.tone, GRADE_NOW), 5),
        Part("報告", SUB, 2),
        Part(line.state or "－", GRADE, 3),
        least=22.5,
    )
    following = wareki.quarter_months(source.quarter.next_round)
    since = f"\n{wareki.digits(line.delayed_periods)}期続けて" if line.delayed_periods > 1 else ""
    labelled(grid, "今期の実績", line.result, REPORT, least=24)
    for label, text in ((f"遅れ等の理由{since}", line.reason), ("見通し", line.recovery)):
        if text:
            labelled(grid, label, text, REPORT, least=24)
    labelled(grid, "課題", line.issue, REPORT, least=24)
    labelled(grid, f"今後の取組\n（{following}）", line.next_action, REPORT, least=30)
    labelled(grid, "今後の方向性", line.future, REPORT)
    if line.request:
        labelled(grid, "推進本部に\n求めること", line.request, REPORT.but(bold=True), least=30)


def indicator(grid: Grid, kpi: Kpi, layout: Layout, values: object) -> None:
    """The figures of an indicator, its chart and the formula of its rate."""
    number = NUMBER.but(number=f'{kpi_number(kpi.decimals)}"{kpi.unit}"')
    start, end = (
        wareki.fiscal_year_short(year) if year else ""
        for year in (kpi.baseline_year, kpi.target_year)
    )
    first = grid.add(
        Part(f"指標\n{kpi.name}", LABEL),
        Part(f"基準値\n{start}", SUB, 3),
        Part("－" if kpi.baseline_value is None else kpi.baseline_value, number, 3),
        Part(f"目標\n{end}", SUB, 3),
        Part(kpi.target or "－", MIDDLE, 4),
        Part("計画値", SUB, 2),
        Part("－" if kpi.path is None else kpi.path, number, 3),
        Part("実績", SUB, 2),
        Part(kpi_value(kpi), number.but(bold=True), 3),
        Part("率", SUB, 2),
        Part("－" if kpi.progress is None else kpi.progress, NUMBER.but(number=SHARE), 3),
        least=27,
    )
    drawn = chart(values, layout, kpi, f"{kpi.name}（{kpi.unit}）")
    if drawn is not None:
        row = grid.open_rows([CHART_MM / POINT_MM + 6], keep=True)
        width = sum(WIDTHS) - LABEL_MM - 2
        charts.put(grid, drawn, charts.Place(1, row - 1, width, CHART_MM, 1, 1))
        grid.put(row, 1, "推移", LABEL)
        grid.put(row, 2, None, CELL, span=COLUMNS)
    texts = (kpi.sentence, kpi.progress_formula, unmeasured(kpi))
    note = "\n".join(text for text in texts if text)
    if note:
        grid.add(Part("", NOTE), Part(note, NOTE, COLUMNS), keep=True)
    grid.kept.add(first)


def unmeasured(kpi: Kpi) -> str:
    """Why there is no value."""
    reason = kpi.not_measured_reason
    return f"{kpi.absent}：{reason}" if reason and reason not in kpi.sentence else ""
