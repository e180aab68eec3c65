"""関連計画から見た取組: the initiatives of a plan by the terms of a framework, on A4 landscape."""

from dataclasses import dataclass

from exchange.workbook import blank, writer
from exchange.workbook.grid import Grid, Part
from exchange.workbook.page import A4_LANDSCAPE, break_pages, foot, set_up
from exchange.workbook.styles import BAND, CENTRE, HEAD, NOTE, TEXT, Look, Styles
from exchange.workbook.title import DEMO, LEFT, TITLE
from exchange.workbook.words import PRELIMINARY_NOTE, mark, mark_look
from reports.crosswalk import Answer, Crosswalk, TermRow

WIDTHS = (15, 58, 30, 25, 72, 43, 30)
HEADS = ("番号", "取組事項", "担当課", "評価", "実績", "指標", "対応の根拠")
RIGHT = LEFT.but(across="right")
SMALL = Look(8)
SHEET = "関連計画から見た取組"


@dataclass(frozen=True)
class Setting:
    """What stands around the table."""

    plan: str
    office: str
    moment: str
    is_demo: bool


def render(table: Crosswalk, setting: Setting) -> bytes:
    """The workbook as a file."""
    book = blank.workbook(creator=setting.office, title=f"{setting.plan} {table.framework}")
    grid = Grid(book.create_sheet(SHEET), Styles(book), WIDTHS)
    write(grid, table, setting)
    return writer.save(book, [grid])


def write(grid: Grid, table: Crosswalk, setting: Setting) -> None:
    """Fill the sheet: head, one band for each term, its lines, the counting rule."""
    columns = len(WIDTHS)
    grid.add(Part(setting.plan, LEFT, columns), least=18)
    grid.add(Part(f"{table.framework}から見た取組", TITLE, columns), least=30, keep=True)
    counted = f"対応する取組事項 {table.answering}件（再掲を除く）　対応なし {table.silent}件"
    grid.add(Part(counted, LEFT, 3), Part(setting.moment, RIGHT, columns - 3), keep=True)
    if table.framework.to_verify:
        grid.add(Part(f"要確認：{table.framework.to_verify}", NOTE, columns), keep=True)
    head = grid.add(*(Part(text, HEAD) for text in HEADS), least=20, keep=True)
    for term in table.terms:
        _term(grid, term)
    if not table.terms:
        grid.add(Part("この枠組みには、まだ項目が登録されていません。", CENTRE, columns), least=30)
    rule = "※（再掲）は上の項目に既に出ている取組事項で、件数に数えない。読み取り（要確認）は計画書に明記がないもの。"
    grid.add(Part(f"{rule}　{PRELIMINARY_NOTE}", NOTE, columns), keep=True)
    foot(grid, setting.office, DEMO if setting.is_demo else setting.plan)
    break_pages(grid, A4_LANDSCAPE, head_rows=head)
    set_up(grid, A4_LANDSCAPE, titles=f"1:{head}", freeze=f"C{head + 1}")


def _term(grid: Grid, term: TermRow) -> None:
    grid.add(Part(f"{term.name}　{len(term.answers)}件", BAND, len(WIDTHS)), least=18)
    for place, answer in enumerate(term.answers):
        _answer(grid, answer, is_first=not place)
    if not term.answers:
        grid.add(Part("対応するものはありません。", TEXT, len(WIDTHS)), keep=True)


def _answer(grid: Grid, answer: Answer, *, is_first: bool) -> None:
    told = answer.told
    part = f"（{answer.part}）" if answer.part else ""
    again = "（再掲）" if answer.is_again else ""
    via = f"（分類{answer.via}による）" if answer.via else ""
    graded = mark_look(told.mark.tone, CENTRE) if told.mark else CENTRE
    grid.add(
        Part(answer.label, CENTRE),
        Part(f"{answer.title}{part}{again}", TEXT),
        Part(told.section or "―", TEXT),
        Part(mark(told.mark) if told.mark else "―", graded),
        Part(told.result or "―", TEXT),
        Part("\n".join(told.values) or "―", TEXT),
        Part("\n".join(filter(None, (f"{answer.origin}{via}", answer.note))), SMALL),
        keep=is_first,
    )
