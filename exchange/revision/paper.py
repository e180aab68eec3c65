"""新旧対照表 as a paper: A4 landscape, 旧 left, changed parts underlined, the reason beside each row."""

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from openpyxl import Workbook
from openpyxl.utils.indexed_list import IndexedList

from exchange.papers import occasion
from exchange.revision.editions import Line, Table
from exchange.workbook import measure, title, writer
from exchange.workbook.grid import Grid, Marked, Part
from exchange.workbook.page import A4_LANDSCAPE, break_pages, foot, set_up
from exchange.workbook.source import Occasion
from exchange.workbook.styles import BAND, CENTRE, HEAD, NONE, NOTE, Look, Styles, font
from fiscal import wareki
from initiatives.models import Plan, PlanAmendment
from meetings.models import Meeting
from organizations.models import Department
from progress.difference import Piece

WIDTHS = (10, 42, 88, 88, 45)
TEXT = Look(9.5, upright="top")
NUMBER = CENTRE.but(size=9.5, upright="top")
REASON = Look(9, upright="top")
LEAD = Look(9.5, edges=NONE)
NOTHING = "この間に、計画の内容は変わっていません。"
FOOTNOTE = "※ 下線は改定部分。文言は計画書の表記（全角・半角を含む）のとおり。"
SHEET = "新旧対照表"


@dataclass(frozen=True)
class Head:
    """What stands above the table and in the footer."""

    plan: str
    subject: str
    day: str
    office: str
    old: str
    new: str
    municipality: str
    is_demo: bool
    is_draft: bool
    lead: str = ""
    occasion: Occasion = field(default_factory=Occasion)


def head_of(plan: Plan, *, first: date, last: date, initiative: str, today: date) -> Head:
    """Return the head of a table between two days."""
    subject = f"（{initiative}）" if initiative else ""
    old, new = columns_of(first, last)
    return Head(
        old=old,
        new=new,
        subject=f"{plan.title} 新旧対照表{subject}",
        day=f"作成日 {wareki.full_date(today)}",
        is_draft=False,
        **_common(plan),
    )


def columns_of(first: date, last: date) -> tuple[str, str]:
    """Return the words above the two texts of a table between two days."""
    return f"旧（{wareki.full_date(first)}）", f"新（{wareki.full_date(last)}）"


def head_of_draft(amendment: PlanAmendment, meeting: Meeting | None) -> Head:
    """Return the head of the table of a 改定案, for a meeting or for none."""
    in_force = amendment.state == PlanAmendment.State.IN_FORCE
    return Head(
        old="旧（改定前）" if in_force else "旧（現行）",
        new="新（改定後）" if in_force else "新（改定案）",
        subject=f"{amendment.plan.title} 新旧対照表{'' if in_force else '（改定案）'}",
        day=f"施行日 {wareki.full_date(amendment.in_force_on)}{'' if in_force else '（案）'}",
        lead=f"{amendment.title}　{amendment.reason}".replace("\n", " "),
        is_draft=not in_force,
        occasion=occasion(meeting),
        **_common(amendment.plan),
    )


def _common(plan: Plan) -> dict[str, Any]:
    office = Department.objects.filter(
        municipality=plan.municipality_id, is_secretariat=True, valid_to=None
    ).first()
    extension = f"〔内線{office.extension}〕" if office and office.extension else ""
    return {
        "plan": plan.title,
        "office": f"担当課：{office.name}{extension}" if office else "",
        "municipality": plan.municipality.name,
        "is_demo": plan.municipality.is_demo,
    }


def render(head: Head, table: Table) -> bytes:
    """The paper as a file."""
    book = Workbook()
    del book["Sheet"]
    normal = font(10.5)
    book._fonts = IndexedList([normal])
    book._named_styles["Normal"].font = normal
    book.properties.title, book.properties.creator = head.subject, head.municipality
    grid = Grid(book.create_sheet(SHEET), Styles(book), WIDTHS)
    write(grid, head, table)
    return writer.save(book, [grid])


def write(grid: Grid, head: Head, table: Table) -> None:
    """Fill the sheet."""
    _title(grid, head)
    if head.lead:
        grid.add(Part(head.lead, LEAD, len(WIDTHS)), least=15.75, keep=True)
    words = ("番号", "箇所", head.old, head.new, "改定の理由")
    top = grid.add(*(Part(text, HEAD) for text in words), least=24, keep=bool(head.lead))
    for section in table.sections:
        grid.add(Part(section.title, BAND, len(WIDTHS)), least=16.5)
        for place, line in enumerate(section.lines):
            _line(grid, line, keep=place == 0)
    if not table.sections:
        grid.add(Part(NOTHING, CENTRE, len(WIDTHS)), least=30)
    grid.add(Part(FOOTNOTE, NOTE, len(WIDTHS)), keep=True)
    break_pages(grid, A4_LANDSCAPE, head_rows=top)
    set_up(grid, A4_LANDSCAPE, titles=f"1:{top}", freeze=f"C{top + 1}")


def _title(grid: Grid, head: Head) -> None:
    grid.open_rows([21.0, 30.75, 16.5, 4.5])
    grid.put(1, 1, head.occasion.meeting or head.plan, title.MEETING, span=4)
    boxed = head.occasion.document or ("案" if head.is_draft else "")
    if boxed:
        grid.put(1, 5, boxed, title.BOX)
    grid.put(2, 1, head.subject, title.TITLE, span=len(WIDTHS))
    purpose = f"〔{head.occasion.purpose}〕　" if head.occasion.meeting else ""
    demo = f"※ 改定の内容は{title.DEMO}" if head.is_demo else ""
    grid.put(3, 1, purpose + demo, title.LEFT, span=3)
    grid.put(3, 4, f"{head.day}　　{head.office}", title.RIGHT, span=2)
    grid.kept.update((2, 3, 4))
    right = title.DEMO if head.is_demo else head.plan
    foot(grid, f"{head.day}　{head.municipality}", right)


def _line(grid: Grid, line: Line, *, keep: bool) -> None:
    grid.add(
        Part(line.number, NUMBER),
        Part(line.place, TEXT),
        Part(marked(line.row.old), TEXT),
        Part(marked(line.row.new), TEXT),
        Part(line.reason, REASON),
        least=measure.ROW_PADDING + 18,
        keep=keep,
    )


def marked(pieces: tuple[Piece, ...]) -> Marked:
    """Return a text whose changed parts are underlined."""
    return Marked.of([(piece.text, piece.changed) for piece in pieces], TEXT.size)
