"""個別項目: a list with its counts by section, on A4 landscape."""

from collections.abc import Sequence
from dataclasses import dataclass

from exchange.workbook import blank, writer
from exchange.workbook.grid import Grid, Part
from exchange.workbook.page import A4_LANDSCAPE, break_pages, foot, set_up
from exchange.workbook.styles import BAND, CENTRE, HEAD, NONE, NOTE, STRONG, TEXT, Look, Styles
from exchange.workbook.title import DEMO, LEFT, TITLE
from initiatives.item_counts import Section, Tally
from initiatives.item_rows import Row, used_columns

WIDTH = 273
SHEET = "個別項目"
RIGHT = LEFT.but(across="right")
FIGURE = Look(across="right")
DONE = CENTRE.but(fill="E4E4E4")


@dataclass(frozen=True)
class Column:
    """A heading, the row's own value, its width in millimetres and its look."""

    heading: str
    field: str
    width: float
    look: Look


# The name takes what the others leave.
NAME = Column("名称", "name", 0, STRONG)
COLUMNS = (
    Column("番号", "number", 12, CENTRE),
    NAME,
    Column("担当課", "section", 46, TEXT),
    Column("状況", "status", 26, CENTRE),
    Column("完了の時期", "done", 34, CENTRE),
    Column("数値", "value", 24, FIGURE),
    Column("割合", "share", 16, FIGURE),
    Column("備考", "note", 46, TEXT),
)
ALWAYS = frozenset({"number", "name", "status"})
COUNT_SPAN = 2


@dataclass(frozen=True)
class Setting:
    """What stands around the table."""

    plan: str
    owner: str
    title: str
    office: str
    moment: str
    narrowed: str
    is_demo: bool


def render(
    setting: Setting, rows: Sequence[Row], sections: Sequence[Section], total: Tally
) -> bytes:
    """The workbook as a file."""
    book = blank.workbook(creator=setting.office, title=f"{setting.plan} {setting.title}")
    columns = columns_of(rows)
    grid = Grid(book.create_sheet(SHEET), Styles(book), widths(columns))
    head = _head(grid, setting, total, columns)
    for row in rows:
        _row(grid, row, columns)
    if not rows:
        grid.add(Part("当てはまる項目はありません。", CENTRE, grid.columns), least=24)
    _counts(grid, sections, total)
    foot(grid, setting.office, DEMO if setting.is_demo else setting.plan)
    break_pages(grid, A4_LANDSCAPE, head_rows=head)
    set_up(grid, A4_LANDSCAPE, titles=f"1:{head}", freeze=f"C{head + 1}")
    return writer.save(book, [grid])


def columns_of(rows: Sequence[Row]) -> tuple[Column, ...]:
    """The columns in which the rows have something to say."""
    used = ALWAYS | used_columns(rows)
    return tuple(column for column in COLUMNS if column.field in used)


def widths(columns: Sequence[Column]) -> tuple[float, ...]:
    """Their widths, over the whole paper."""
    left = WIDTH - sum(column.width for column in columns)
    return tuple(column.width or left for column in columns)


def _head(grid: Grid, setting: Setting, total: Tally, columns: Sequence[Column]) -> int:
    whole = grid.columns
    grid.add(Part(f"{setting.plan}　{setting.owner}", LEFT, whole), least=18)
    grid.add(Part(setting.title, TITLE.but(wrap=True), whole), least=30, keep=True)
    grid.add(Part(total.words, LEFT, 2), Part(_moment(setting), RIGHT, whole - 2), keep=True)
    return grid.add(*(Part(column.heading, HEAD) for column in columns), least=20, keep=True)


def _moment(setting: Setting) -> str:
    demo = f"※ {DEMO}" if setting.is_demo else ""
    return "　".join(filter(None, (setting.narrowed, setting.moment, demo)))


def _row(grid: Grid, row: Row, columns: Sequence[Column]) -> None:
    parts = []
    for column in columns:
        is_done = column.field == "status" and row.tone == "accepted"
        parts.append(Part(getattr(row, column.field), DONE if is_done else column.look))
    grid.add(*parts)


def _counts(grid: Grid, sections: Sequence[Section], total: Tally) -> None:
    """The counts by section below the rows, always of the whole list, and how they are counted."""
    if len(sections) > 1:
        _by_section(grid, sections, total)
    rule = "※「対象外」は「全」に数えない。件数は一覧の全体のもの。"
    grid.add(Part(rule, NOTE.but(edges=NONE), grid.columns), keep=True)


def _by_section(grid: Grid, sections: Sequence[Section], total: Tally) -> None:
    rest = grid.columns - COUNT_SPAN
    grid.gap(9)
    grid.add(Part("担当課ごとの件数", BAND, COUNT_SPAN), Part("件数", BAND, rest), least=18)
    for section in sections:
        grid.add(
            Part(section.name, TEXT, COUNT_SPAN), Part(section.tally.words, TEXT, rest), keep=True
        )
    grid.add(Part("計", STRONG, COUNT_SPAN), Part(total.words, STRONG, rest), keep=True)
