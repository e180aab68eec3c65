"""What the papers call things: marks with their signs, departments, months, bars."""

from functools import lru_cache

from exchange.workbook.styles import DASHED, GREY_TEXT, MEDIUM, NONE, THIN, Look
from fiscal import wareki
from fiscal.calendar import Quarter
from initiatives.models import Initiative
from reports.mark import Mark
from reports.tree import Line

SIGNS = {
    "done": "済",
    "ahead": "◎",
    "ontrack": "○",
    "slip": "△",
    "late": "×",
    "na": "－",
    "none": "…",
}
FILLS = {"done": "E4E4E4", "ahead": "DDEBF7", "slip": "FFF2CC", "late": "F4B9A0"}
BOLD = ("ahead", "slip", "late")
GREY = ("na", "none")
PRELIMINARY = "（速）"
PRELIMINARY_NOTE = f"{PRELIMINARY}速報：受理前の報告"
PRINTED = Initiative.DepartmentsPrinted.YES.label


def mark(value: Mark | None, gap: str = " ") -> str:
    """A grade as sign and word: △ やや遅れ; （速） behind one whose report is not accepted yet."""
    if value is None:
        return "－"
    after = PRELIMINARY if value.is_preliminary else ""
    return f"{SIGNS[value.tone]}{gap}{value.word}{after}"


@lru_cache(maxsize=512)
def mark_look(tone: str, plain: Look) -> Look:
    """The look of a cell that carries a grade; ``plain`` is its look without one."""
    framed = {"late": MEDIUM, "none": DASHED}.get(tone, plain.edges)
    return plain.but(
        fill=FILLS.get(tone, plain.fill),
        pattern="solid",
        bold=plain.bold or tone in BOLD,
        colour=GREY_TEXT if tone in GREY else plain.colour,
        edges=framed if plain.edges in (THIN, NONE) else plain.edges,
    )


@lru_cache(maxsize=64)
def mark_fill(tone: str, plain: Look) -> Look:
    """Only the colour of a grade, where the frame belongs to a table's head or a card."""
    return plain.but(fill=FILLS.get(tone, plain.fill), pattern="solid")


def departments(line: Line, between: str = "\n") -> str:
    """Who answers for an initiative, the lead first; what the document does not print is said, not left blank."""
    names = between.join((*line.leads, *line.related))
    return names or not_printed(line)


def lead(line: Line) -> str:
    """The leading departments in one line."""
    return "、".join(line.leads) or not_printed(line)


def not_printed(line: Line) -> str:
    """（資料に記載なし）, with the section that reports if the office has assigned one."""
    words = line.departments_printed if line.departments_printed != PRINTED else "担当課未定"
    return f"（{words}）" + (f"\n報告：{line.reporter}" if line.reporter else "")


def month_end(quarter: Quarter) -> str:
    """９月末."""
    return f"{wareki.digits(quarter.months[1])}月末"


def quarter_end(year: int, number: int) -> str:
    """R8.9末, and R8末 for the end of the fiscal year."""
    short = wareki.fiscal_year_short(year)
    if number == 4:  # noqa: PLR2004
        return f"{short}末"
    return f"{short}.{Quarter(year, number).months[1]}末"
