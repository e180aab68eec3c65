"""各課の回答: sections × answers of one initiative, and through the periods, on A4 landscape."""

from dataclasses import dataclass
from decimal import Decimal

from exchange.workbook import blank, writer
from exchange.workbook.grid import Grid, Part
from exchange.workbook.numbers import kpi_number
from exchange.workbook.page import A4_LANDSCAPE, break_pages, foot, set_up
from exchange.workbook.styles import CENTRE, HEAD, STRONG, TEXT, Look, Styles
from exchange.workbook.title import DEMO, LEFT, TITLE
from fiscal import wareki
from progress.answer_matrix import Cell, Matrix

ANSWERS, THROUGH = "各課の回答", "課×期"
WIDTHS = (46.0, 86.0, 26.0, 75.0, 40.0)
SECTION_WIDTH, PERIOD_WIDTH = 73.0, 40.0
RIGHT = LEFT.but(across="right")


@dataclass(frozen=True)
class Setting:
    """What stands around the tables."""

    plan: str
    owner: str
    office: str
    moment: str
    is_demo: bool


def render(setting: Setting, matrix: Matrix) -> bytes:
    """The workbook as a file."""
    book = blank.workbook(creator=setting.office, title=f"{setting.plan} {ANSWERS}")
    styles = Styles(book)
    figure = Look(across="right", number=kpi_number(matrix.question.decimals))
    first = Grid(book.create_sheet(ANSWERS), styles, WIDTHS)
    _answers(first, setting, matrix, figure)
    widths = (SECTION_WIDTH, *(PERIOD_WIDTH for _ in matrix.sums))
    second = Grid(book.create_sheet(THROUGH), styles, widths)
    _through(second, setting, matrix, figure)
    return writer.save(book, [first, second])


def _head(grid: Grid, setting: Setting, matrix: Matrix, headings: tuple[str, ...]) -> int:
    """Title, question and headings; return the row of the headings."""
    whole = grid.columns
    demo = f"※ {DEMO}" if setting.is_demo else ""
    moment = "　".join(filter(None, (str(matrix.period), setting.moment, demo)))
    counts = f"回答 {matrix.now.words}課"
    total = f"　合計 {matrix.now.figure}" if matrix.now.figure else ""
    grid.add(Part(f"{setting.plan}　{setting.owner}", LEFT, whole), least=18)
    grid.add(
        Part(f"{ANSWERS}：{matrix.question}", TITLE.but(wrap=True), whole), least=30, keep=True
    )
    grid.add(Part(moment, LEFT, whole), keep=True)
    grid.add(Part(counts + total, LEFT, whole), keep=True)
    return grid.add(*(Part(heading, HEAD) for heading in headings), least=20, keep=True)


def _finish(grid: Grid, setting: Setting, head: int) -> None:
    foot(grid, setting.office, DEMO if setting.is_demo else setting.plan)
    break_pages(grid, A4_LANDSCAPE, head_rows=head)
    set_up(grid, A4_LANDSCAPE, titles=f"1:{head}", freeze=f"B{head + 1}")


def _answers(grid: Grid, setting: Setting, matrix: Matrix, figure: Look) -> None:
    question = matrix.question
    unit = f"（{question.unit}）" if question.unit else ""
    number = f"{question.number_label}{unit}" if question.has_number else "区分"
    head = _head(grid, setting, matrix, ("課", str(question), number, "前期の回答", "回答した人"))
    for row in matrix.present:
        before = row.before or Cell()
        grid.add(
            Part(row.name, STRONG),
            Part(row.now.line if row.now.is_answered else row.now.short, TEXT),
            _figure(row.now, figure),
            Part(" ".join(filter(None, (before.line, before.figure))), TEXT),
            Part(row.now.who, TEXT),
        )
    if not matrix.present:
        grid.add(Part("聞く課がありません。", CENTRE, grid.columns), least=24)
    _finish(grid, setting, head)


def _through(grid: Grid, setting: Setting, matrix: Matrix, figure: Look) -> None:
    rounds = (wareki.quarter(total.period.as_quarter) for total in matrix.sums)
    head = _head(grid, setting, matrix, ("課", *rounds))
    for row in matrix.rows:
        cells = (_figure(cell, figure, cell.short) for cell in row.cells)
        grid.add(Part(row.name, STRONG), *cells)
    grid.add(Part("回答した課", STRONG), *(Part(f"{row.words}課", CENTRE) for row in matrix.sums))
    if matrix.question.has_number:
        totals = (_number(row.total, figure) for row in matrix.sums)
        grid.add(Part("合計", STRONG), *totals)
    _finish(grid, setting, head)


def _figure(cell: Cell, look: Look, otherwise: str = "") -> Part:
    if cell.number is not None:
        return _number(cell.number, look)
    return Part(cell.figure or otherwise, CENTRE)


def _number(value: Decimal | None, look: Look) -> Part:
    return Part(value, look)
