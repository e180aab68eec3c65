"""前回からの変化: what rose, fell, was finished, and how the indicators moved since the period before."""

from functools import lru_cache

from exchange.workbook import figures
from exchange.workbook.grid import Grid, Part
from exchange.workbook.numbers import kpi_number, kpi_value, previous_value
from exchange.workbook.page import A4_LANDSCAPE, break_pages, set_up
from exchange.workbook.source import Source
from exchange.workbook.styles import CENTRE, HEADLINE, SECTION, SUBHEAD, TEXT, Look
from exchange.workbook.title import ROWS, Heading, title_block
from exchange.workbook.words import lead, mark, mark_look, month_end
from fiscal import wareki
from reports.tree import Kpi, Line

WIDTHS = (17, 64, 33, 27, 8, 27, 67, 30)
CELL, MIDDLE = TEXT.but(size=9.5), CENTRE.but(size=9.5)
MIDDLE_BOLD = MIDDLE.but(bold=True)


def write(grid: Grid, source: Source, part: str) -> None:
    """Fill the sheet."""
    quarter = source.quarter
    moves = figures.changes(source.portfolio)
    before, now = month_end(quarter.previous_round), month_end(quarter)
    as_of = f"{wareki.year_month(quarter.previous_round.end)}末 → {now}現在"
    title_block(grid, source, Heading("前回からの変化", part, as_of=as_of))
    grid.add(Part(headline(moves), HEADLINE, len(WIDTHS)), least=24, keep=True)
    section(grid, "１　評価が上がった取組", ("前回", "今回", "今期の実績"), source.subject)
    rows(grid, [(line, line.result) for line in moves.risen])
    section(
        grid,
        "２　評価が下がった取組（新たに「遅れ」となったものを含む）",
        ("前回", "今回", "理由"),
        source.subject,
    )
    rows(grid, [(line, newly_late(line) + line.reason) for line in moves.fallen])
    section(
        grid,
        "３　そのほかの変化（評価対象外、初めての評価など）",
        ("前回", "今回", "理由・状態"),
        source.subject,
    )
    rows(grid, [(line, line.reason or line.state) for line in moves.other])
    section(grid, "４　今期に完了した取組", ("前回", "今回", "今期の実績"), source.subject)
    rows(grid, [(line, line.result) for line in moves.completed])
    heads = (f"前回（{before}）", f"今回（{now}）", "目安との関係")
    section(grid, "５　ＫＰＩの動き", heads, subject="指標名（単位）")
    kpi_rows(grid, source)
    break_pages(grid, A4_LANDSCAPE, head_rows=ROWS)
    set_up(grid, A4_LANDSCAPE, titles=f"1:{ROWS}", freeze=f"C{ROWS + 2}")


def headline(moves: figures.Changes) -> str:
    """上昇 ４取組　／　下降 ２取組　／　…."""
    words = (
        ("上昇", len(moves.risen)),
        ("下降", len(moves.fallen)),
        ("新たに「遅れ」", moves.newly_late),
        ("完了", len(moves.completed)),
        ("変化なし", moves.unchanged),
        ("未提出", moves.missing),
    )
    return "　／　".join(f"{word} {number:,}取組" for word, number in words)


def newly_late(line: Line) -> str:
    """A flag before the reason of what has become 遅れ."""
    return "【新たに遅れ】" if line.mark.tone == "late" else ""


def section(grid: Grid, title: str, heads: tuple[str, str, str], subject: str) -> None:
    """A heading with the head of its table; never the last rows of a page."""
    grid.add(Part(title, SECTION, len(WIDTHS)), least=20.25)
    before, now, why = heads
    grid.add(
        Part("コード", SUBHEAD),
        Part(subject, SUBHEAD),
        Part("主担当課", SUBHEAD),
        Part(before, SUBHEAD),
        Part("", SUBHEAD),
        Part(now, SUBHEAD),
        Part(why, SUBHEAD, 2),
        keep=True,
    )


def rows(grid: Grid, found: list[tuple[Line, str]]) -> None:
    """The initiatives of a section."""
    for place, (line, why) in enumerate(found):
        before = line.previous.tone if line.previous else ""
        grid.add(
            Part(line.code, MIDDLE),
            Part(line.title, CELL),
            Part(lead(line), CELL),
            Part(mark(line.previous), mark_look(before, MIDDLE)),
            Part("→", MIDDLE),
            Part(mark(line.mark), mark_look(line.mark.tone, MIDDLE)),
            Part(why, CELL, 2),
            least=24,
            keep=place == 0,
        )
    if not found:
        nothing(grid, "該当なし")


def nothing(grid: Grid, text: str) -> None:
    """A row that says so, instead of an empty table."""
    grid.add(Part(text, MIDDLE, len(WIDTHS)), least=20.25, keep=True)


def kpi_rows(grid: Grid, source: Source) -> None:
    """The indicators with the value before and now."""
    for place, kpi in enumerate(source.portfolio.kpis):
        number = kpi_number(kpi.decimals)
        grid.add(
            Part(kpi.initiative_code, MIDDLE),
            Part(f"{kpi.name}（{kpi.unit}）", CELL),
            Part(kpi.reporter or "－", CELL),
            Part(previous_value(kpi, source.quarter), middle(number, bold=False)),
            Part("→", MIDDLE),
            Part(kpi_value(kpi), middle(number, bold=True)),
            Part(relation(kpi), CELL, 2),
            least=24,
            keep=place == 0,
        )
    if not source.portfolio.kpis:
        nothing(grid, "指標なし")


@lru_cache(maxsize=32)
def middle(number: str, *, bold: bool) -> Look:
    """A centred number; one look for each format."""
    return CENTRE.but(size=10, bold=bold, number=number)


def relation(kpi: Kpi) -> str:
    """Where the value stands, in the tree's own sentence."""
    return kpi.sentence or kpi.not_measured_reason or kpi.absent
