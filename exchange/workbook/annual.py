"""年度評価: how each initiative went through the year, which direction it takes, and what the next plan changes."""

from exchange.workbook.grid import Grid, Part
from exchange.workbook.page import A3_LANDSCAPE, break_pages, set_up
from exchange.workbook.source import Source
from exchange.workbook.styles import CENTRE, HEAD, HEADLINE, STRONG, TEXT
from exchange.workbook.title import Heading, title_block
from exchange.workbook.words import mark, mark_look
from fiscal import wareki
from reports.annual_tree import Annual, AnnualLine

BEFORE, GRADE, AFTER = (15, 52, 27), 19, (70, 14, 100, 12)


def widths(source: Source) -> tuple[float, ...]:
    """The columns: one for each period of the year."""
    return (*BEFORE, *(GRADE for _ in _periods(source)), *AFTER)


def _periods(source: Source) -> tuple[str, ...]:
    annual = source.portfolio.annual
    return annual.periods if annual else ()


def write(grid: Grid, source: Source, part: str) -> None:
    """Fill the sheet."""
    annual, columns = source.portfolio.annual, len(widths(source))
    title_block(grid, source, Heading("年度評価", part))
    grid.add(Part(headline(annual), HEADLINE, columns), least=24, keep=True)
    grid.gap(4.5)
    heads = (
        *("コード", source.subject, "評価した課"),
        *(f"{name}の\n評価" for name in _periods(source)),
        *("指標（年度末）", "今後の\n方向性", "来年度の計画で変えること", "状態"),
    )
    head = grid.add(*(Part(text, HEAD) for text in heads), least=28.5, keep=True)
    for line in annual.lines if annual else ():
        grid.add(*_parts(line), least=26.25)
    if annual is None or not annual.lines:
        grid.add(Part("年度評価はまだありません。", CENTRE, columns), least=30)
    break_pages(grid, A3_LANDSCAPE, head_rows=head)
    set_up(grid, A3_LANDSCAPE, titles=f"1:{head}", freeze=f"C{head + 1}")


def headline(annual: Annual | None) -> str:
    """令和７年度の年度評価 23件　　継続 18件・拡充 ２件・見直し ３件."""
    if annual is None:
        return "年度評価はまだありません"
    counted = "・".join(f"{word} {wareki.digits(number)}件" for word, number in annual.outlooks)
    total = wareki.digits(annual.total)
    return f"{wareki.fiscal_year(annual.year)}の年度評価 {total}件　　{counted}"


def _parts(line: AnnualLine) -> tuple[Part, ...]:
    return (
        Part(line.code, CENTRE),
        Part(line.title, STRONG),
        Part(line.department or "－", TEXT),
        *(Part(mark(row), mark_look(row.tone, CENTRE)) for row in line.marks),
        Part("\n".join(line.kpis) or "－", TEXT),
        Part(line.outlook or "－", CENTRE),
        Part(line.next_year or "－", TEXT),
        Part(line.state, CENTRE),
    )
