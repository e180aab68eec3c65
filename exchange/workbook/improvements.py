"""業務改善報告: what staff improved this fiscal year, the good examples first and with the office's reason."""

from collections.abc import Sequence

from exchange.workbook.grid import Grid, Part
from exchange.workbook.page import A4_LANDSCAPE, break_pages, set_up
from exchange.workbook.source import Source
from exchange.workbook.styles import BAND, BAND_FILL, CENTRE, HEAD, HEADLINE, STRONG, TEXT, Look
from exchange.workbook.title import Heading, title_block
from fiscal import wareki
from reports.tree import Improvement

WIDTHS = (18, 26, 42, 49, 55, 43, 20, 20)
HEADS = ("日", "課", "件名", "改善前の状況", "改善の内容", "効果", "効果の\n数値", "取組事項")
WHY = Look(9, bold=True, fill=BAND_FILL, across="center")


def write(grid: Grid, source: Source, part: str) -> None:
    """Fill the sheet."""
    rows = source.portfolio.improvements
    title_block(grid, source, Heading("業務改善報告", part))
    grid.add(Part(headline(source), HEADLINE, len(WIDTHS)), least=24, keep=True)
    grid.gap(4.5)
    head = grid.add(*(Part(text, HEAD) for text in HEADS), least=28.5, keep=True)
    _group(grid, "優良事例", [row for row in rows if row.good_reason])
    _group(grid, "そのほか", [row for row in rows if not row.good_reason])
    if not rows:
        grid.add(Part("掲載した業務改善報告はありません。", CENTRE, len(WIDTHS)), least=30)
    break_pages(grid, A4_LANDSCAPE, head_rows=head)
    set_up(grid, A4_LANDSCAPE, titles=f"1:{head}", freeze=f"D{head + 1}")


def headline(source: Source) -> str:
    """令和８年度に掲載した業務改善報告 12件　　うち優良事例 ３件."""
    tree = source.portfolio
    counted = wareki.digits(tree.improvements_total)
    good = wareki.digits(tree.improvements_good)
    year = wareki.fiscal_year(tree.head.year)
    return f"{year}に掲載した業務改善報告 {counted}件　　うち優良事例 {good}件"


def _group(grid: Grid, name: str, rows: Sequence[Improvement]) -> None:
    if not rows:
        return
    grid.add(Part(f"{name}　{wareki.digits(len(rows))}件", BAND, len(WIDTHS)), least=18)
    for place, row in enumerate(rows):
        _row(grid, row, is_first=not place)


def _row(grid: Grid, row: Improvement, *, is_first: bool) -> None:
    """One improvement, and beneath it why it is a good example."""
    grid.add(
        Part(wareki.month_day(row.made_on), CENTRE),
        Part(row.department, TEXT),
        Part(f"{row.title}\n（{row.kind}）", STRONG),
        Part(row.before, TEXT),
        Part(row.done, TEXT),
        Part(row.effect, TEXT),
        Part(row.measured or "－", CENTRE),
        Part(row.initiative_label or "－", CENTRE),
        least=30,
        keep=is_first,
    )
    if row.good_reason:
        grid.add(
            Part("優良事例とした理由", WHY, 2),
            Part(row.good_reason, STRONG, len(WIDTHS) - 2),
            least=20,
            keep=True,
        )
