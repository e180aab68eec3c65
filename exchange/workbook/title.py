"""The head of every paper: 会議名, boxed 資料番号, title, 〔報告〕, 現在日 and 担当課 (as in seed 000's papers)."""

from dataclasses import dataclass

from exchange.workbook import measure
from exchange.workbook.grid import Grid
from exchange.workbook.page import foot
from exchange.workbook.source import Source
from exchange.workbook.styles import GOTHIC_P, MEDIUM, NONE, Look

ROWS = 4
BOX_MM, NARROW_MM = 28, 200
MEETING = Look(10.5, edges=NONE, wrap=False)
BOX = Look(12, bold=True, face=GOTHIC_P, across="center", edges=MEDIUM, wrap=False)
TITLE = Look(16, bold=True, face=GOTHIC_P, across="center", edges=NONE, wrap=False)
LEFT = Look(9.5, edges=NONE, wrap=False)
RIGHT = LEFT.but(across="right")
DEMO = "デモ用の架空データ"


@dataclass(frozen=True)
class Heading:
    """What differs from paper to paper. ``part`` follows the 資料番号: －１."""

    title: str
    part: str
    purpose: str = ""
    office: str = ""
    as_of: str = ""


def title_block(grid: Grid, source: Source, heading: Heading) -> None:
    """Write rows 1 to 4 and the footer."""
    occasion, head = source.occasion, source.portfolio.head
    boxed = columns_from_right(grid, BOX_MM) if occasion.document else 0
    office = responsible(source, heading)
    left = grid.columns - columns_from_right(grid, text_mm(office))
    grid.open_rows([21.0, 30.75, 16.5, 4.5])
    meeting = occasion.meeting or f"{head.plan_title}　{source.period}"
    grid.put(1, 1, meeting, MEETING, span=max(grid.columns - boxed - 1, 1))
    if boxed:
        first = grid.columns - boxed + 1
        grid.put(1, first, f"{occasion.document}{heading.part}", BOX, span=boxed)
    grid.put(2, 1, heading.title, TITLE, span=grid.columns)
    grid.put(3, 1, remarks(source, heading, sum(grid.widths)), LEFT, span=left)
    grid.put(3, left + 1, office, RIGHT, span=grid.columns - left)
    grid.kept.update((2, 3, 4))
    foot(
        grid,
        f"{source.as_of}　{head.municipality}{head.secretariat}",
        DEMO if head.is_demo else head.plan_title,
    )


def remarks(source: Source, heading: Heading, width: float) -> str:
    """〔報告〕　※ 速報（受理前の報告を含む）　※ 進捗の数値・記述はデモ用の架空データ; shorter on narrow paper."""
    is_narrow = width < NARROW_MM
    head = source.portfolio.head
    words = []
    if source.occasion.meeting:
        words.append(f"〔{heading.purpose or source.occasion.purpose}〕")
    if not head.is_final:
        words.append("※ 速報" if is_narrow else "※ 速報（受理前の報告を含む）")
    if head.is_demo:
        words.append(f"※ {DEMO}" if is_narrow else f"※ 進捗の数値・記述は{DEMO}")
    return "　".join(words)


def responsible(source: Source, heading: Heading) -> str:
    """令和８年９月末現在　　担当課：ＤＸ推進課〔内線００００〕."""
    head = source.portfolio.head
    extension = f"〔内線{head.secretariat_extension}〕" if head.secretariat_extension else ""
    office = heading.office or f"担当課：{head.secretariat}{extension}"
    return f"{heading.as_of or source.as_of}　　{office}"


def text_mm(text: str) -> float:
    """How much room a line of the third row takes."""
    return measure.ems(text) * RIGHT.size * measure.POINT_MM + measure.CELL_PADDING_MM * 2


def columns_from_right(grid: Grid, millimetres: float) -> int:
    """How many columns at the right edge give so much room; at least one column is left over."""
    total, count = 0.0, 0
    for width in reversed(grid.widths[1:]):
        total, count = total + width, count + 1
        if total >= millimetres:
            break
    return count
