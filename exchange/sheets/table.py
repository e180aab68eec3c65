"""One page of a 調査票 on paper: a title, the headings, a row for each line."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal

from openpyxl.utils import get_column_letter

from exchange.sheets import looks
from exchange.sheets.columns import KEY, MARK, VERSION, Column, Kind, Page, PageName
from exchange.sheets.lines import Line, elsewhere
from exchange.sheets.section import SectionSheet
from exchange.sheets.setting import Setting
from exchange.sheets.vocabulary import Vocabulary
from exchange.workbook import measure, page
from exchange.workbook.grid import Grid, Value
from exchange.workbook.styles import Look

FIRST_DAY = date(1899, 12, 30)  # Excel counts days from here
LEADS = {
    PageName.PROGRESS: (
        "◆の付いたうす黄色の欄に記入してください。「前回から変化なし」で○を選んだ行は、残りの記入は不要です。"
        "行の並びは変わっても構いませんが、行キーと版は変更しないでください。"
    ),
    PageName.KPI: (
        "数だけを記入します。測定しないときは「測定の区分」を選び、実績は空欄のままにします"
        "（０は「０だった」という意味になります）。"
    ),
    PageName.ITEMS: "変わったところだけを直してください。「完了」にするときは、完了日も記入します。",
    PageName.ANSWERS: "問いごとに一行で回答します。数を聞いているときは、数も記入します。出せないときは「区分」を選びます。",
}
NOTES = {
    PageName.PROGRESS: "※ 灰色の欄は、この調査票では記入できません。　※ 行キー・版は照合に使います。　※ 枠が太くなった欄は記入が必要です。",
    PageName.KPI: "※ 目安は、基準値から目標値までの道筋の今期の値です。",
    PageName.ITEMS: "※ 空欄は「資料に記載なし」のままとします。",
    PageName.ANSWERS: "※ 空欄は「未回答」です。「なかった」ときは、区分の「該当なし」を選びます。　※ 回答の取消しは、画面で行います。",
}
LEAST = {
    PageName.PROGRESS: 60.0,
    PageName.KPI: 30.0,
    PageName.ITEMS: 24.0,
    PageName.ANSWERS: 40.0,
}
PAPERS = {
    PageName.PROGRESS: page.A3_LANDSCAPE,
    PageName.KPI: page.A4_LANDSCAPE,
    PageName.ITEMS: page.A4_LANDSCAPE,
    PageName.ANSWERS: page.A4_LANDSCAPE,
}
FREEZE = {
    PageName.PROGRESS: "E4",
    PageName.KPI: "E4",
    PageName.ITEMS: "D4",
    PageName.ANSWERS: "D4",
}
EMPTY = {
    PageName.PROGRESS: "この課が報告するものはありません。",
    PageName.KPI: "この課が報告する指標はありません。",
    PageName.ITEMS: "この課の個別手続はありません。",
}
RIGHT_MM = 120


def write(
    grid: Grid, sheet: Page, setting: Setting, whole: SectionSheet, lines: list[Line]
) -> None:
    """Write a page with its lines."""
    words = whole.words
    decimals = {pk: what.decimals for pk, what in whole.measured(sheet.name).items()}
    _head(grid, sheet, setting)
    for line in lines:
        _row(grid, sheet, line, words, decimals.get(line.pk, 0))
    grid.open_rows([16.0], keep=True)
    grid.put(grid.row - 1, 1, NOTES[sheet.name] if lines else f"※ {EMPTY[sheet.name]}", looks.NOTE)
    page.set_up(grid, PAPERS[sheet.name], titles=f"1:{sheet.head_row}", freeze=FREEZE[sheet.name])
    page.foot(grid, setting.footer, setting.right_footer)
    if lines:
        last = get_column_letter(len(sheet.columns))
        grid.sheet.auto_filter.ref = f"A{sheet.head_row}:{last}{sheet.head_row + len(lines)}"


def _head(grid: Grid, sheet: Page, setting: Setting) -> None:
    right = _columns_for(grid, RIGHT_MM)
    grid.open_rows([24.0, 16.5])
    grid.put(
        1,
        1,
        f"進捗調査票　{sheet.title}　　{setting.section}",
        looks.TITLE,
        span=grid.columns - right,
    )
    grid.put(1, grid.columns - right + 1, setting.moment, looks.RIGHT, span=right)
    grid.put(2, 1, LEADS[sheet.name], looks.LEAD, span=grid.columns)
    headings = [column.heading for column in sheet.columns]
    height = max(
        measure.text_height(heading, width, looks.HEAD.size)
        for heading, width in zip(headings, grid.widths, strict=True)
    )
    row = grid.open_rows([max(height, 30.0)])
    for place, heading in enumerate(headings, 1):
        look = looks.INPUT_HEAD if heading.startswith(MARK) else looks.HEAD
        grid.put(row, place, heading, look)


def _columns_for(grid: Grid, millimetres: float) -> int:
    """How many columns at the right edge give so much room."""
    count, room = 0, 0.0
    while room < millimetres and count < grid.columns - 1:
        count += 1
        room += grid.widths[-count]
    return count


def _row(grid: Grid, sheet: Page, line: Line, words: Vocabulary, decimals: int) -> None:
    """Write one line, as high as its text needs but never merged over several rows."""
    cells = [
        _fitted(*_cell(column, line, words, decimals), column.width) for column in sheet.columns
    ]
    needed = LEAST[sheet.name]
    for (value, look), width in zip(cells, grid.widths, strict=True):
        if isinstance(value, str):
            needed = max(needed, measure.text_height(value, width, look.size))
    row = grid.open_rows([min(needed, measure.TALLEST_ROW)])
    for place, (value, look) in enumerate(cells, 1):
        grid.put(row, place, value, look)


def _fitted(value: Value, look: Look, width: float) -> tuple[Value, Look]:
    """A cell in a size in which the tallest row holds its text, as long as one can read it."""
    if isinstance(value, str):
        for size in looks.SMALLER:
            if measure.text_height(value, width, look.size) <= measure.TALLEST_ROW:
                break
            look = looks.smaller(look, size)
    return value, look


def _cell(column: Column, line: Line, words: Vocabulary, decimals: int) -> tuple[Value, Look]:
    if column.kind is None:
        facts: Mapping[str, Value] = {**line.facts, KEY: line.key, VERSION: line.version}
        return facts.get(column.name), looks.fact(column)
    if not line.values:
        return elsewhere(column.name), looks.locked(column, is_elsewhere=True)
    value = _value(column, line.values.get(column.name, ""), words)
    if line.lock or column.name not in line.values:
        return value, looks.locked(column, is_elsewhere=False)
    return value, looks.field(column, decimals)


def _value(column: Column, text: str, words: Vocabulary) -> Value:
    if not text:
        return None
    if column.kind is Kind.CHOICE:
        return words.word(column.options, text) or text
    if column.kind is Kind.DAY:
        return (date.fromisoformat(text) - FIRST_DAY).days
    return Decimal(text) if column.kind is Kind.NUMBER else text
