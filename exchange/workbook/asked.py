"""各課の回答: every question of the period with what each section answered, one under the other."""

from exchange.workbook.grid import Grid, Part
from exchange.workbook.numbers import kpi_number
from exchange.workbook.page import A4_LANDSCAPE, break_pages, set_up
from exchange.workbook.source import Source
from exchange.workbook.styles import BAND, CENTRE, HEAD, HEADLINE, STRONG, TEXT, Look
from exchange.workbook.title import Heading, title_block
from fiscal import wareki
from reports.answers import Answer, Asked

WIDTHS = (58.0, 130.0, 45.0, 40.0)
NONE = "この報告期に、各課への問いはありません。"


def write(grid: Grid, source: Source, part: str) -> None:
    """Fill the sheet."""
    title_block(grid, source, Heading("各課の回答", part))
    columns = len(WIDTHS)
    grid.add(Part(headline(source.answers), HEADLINE, columns), least=24, keep=True)
    grid.gap(4.5)
    heads = ("課", "回答", "数・区分", "状態")
    head = grid.add(*(Part(text, HEAD) for text in heads), least=20, keep=True)
    for asked in source.answers:
        grid.add(Part(_band(asked), BAND, columns), least=24, keep=True)
        for row in asked.rows:
            grid.add(*_parts(asked, row), least=20)
    break_pages(grid, A4_LANDSCAPE, head_rows=head)
    set_up(grid, A4_LANDSCAPE, titles=f"1:{head}", freeze=f"B{head + 1}")


def headline(answers: tuple[Asked, ...]) -> str:
    """各課への問い ３件　回答 58課／66課（延べ）."""
    if not answers:
        return NONE
    given, wanted = (
        sum(n) for n in zip(*((a.answered, len(a.rows)) for a in answers), strict=True)
    )
    words = f"{wareki.digits(given)}課／{wareki.digits(wanted)}課（延べ）"
    return f"各課への問い {wareki.digits(len(answers))}件　　回答 {words}"


def _band(asked: Asked) -> str:
    counts = f"回答 {asked.answered}／{len(asked.rows)}課"
    total = f"　{asked.number_label} 合計 {asked.total}" if asked.total else ""
    return f"{asked.number} {asked.title}　「{asked.question}」　{counts}{total}"


def _parts(asked: Asked, row: Answer) -> tuple[Part, ...]:
    number = Look(across="right", number=kpi_number(asked.decimals))
    value = Part(row.figure or "－", CENTRE) if row.number is None else Part(row.number, number)
    state = "回答済" if row.is_answered else "未回答"
    return Part(row.section, STRONG), Part(row.line or "－", TEXT), value, Part(state, CENTRE)
