"""How cells look. A look is made once and shared: assigning style objects cell by cell is what makes openpyxl slow."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from openpyxl.styles import Alignment, Border, Font, PatternFill, Protection, Side
from openpyxl.styles.cell_style import StyleArray
from openpyxl.styles.numbers import BUILTIN_FORMATS_MAX_SIZE, BUILTIN_FORMATS_REVERSE

GOTHIC = "BIZ UDゴシック"  # fixed pitch: measured text
GOTHIC_P = "BIZ UDPゴシック"  # titles and big figures only

HEAD_FILL, BAND_FILL, TOP_FILL, NOW_FILL = "DCE3EE", "EDF0F5", "C3CFE2", "B8C7E0"
GREY_FILL, GREY_TEXT = "F2F2F2", "404040"

CHANGE = '"＋"0;"▲"0;"±0"'
CHANGE_OR_NOTHING = '"＋"0;"▲"0;'
COUNT_OR_DASH = '0;;"－"'
SHARE = "0.0%"
POINTS_OR_NOTHING = '"＋"0.0;"▲"0.0;'

Edges = tuple[str, str, str, str]
NONE: Edges = ("", "", "", "")
THIN: Edges = ("thin",) * 4
MEDIUM: Edges = ("medium",) * 4
DASHED: Edges = ("dashed",) * 4
HEAD_EDGES: Edges = ("thin", "thin", "medium", "medium")


@dataclass(frozen=True, eq=False)
class Look:
    """Font, fill, frame, alignment and number format of a cell. ``edges``: left, right, top, bottom.

    ``is_open`` lets people write in it although its sheet is protected.
    """

    size: float = 9
    bold: bool = False
    face: str = GOTHIC
    colour: str = "000000"
    fill: str = ""
    pattern: str = "solid"
    across: str = "left"
    upright: str = "center"
    wrap: bool = True
    edges: Edges = THIN
    number: str = "General"
    is_open: bool = False

    def but(self, **changes: Any) -> "Look":
        """The same look with some changes. Keep the result: every look becomes a style of the file."""
        return replace(self, **changes)


TEXT = Look()
CENTRE = Look(across="center")
STRONG = Look(bold=True)
NOTE = Look(8.5, edges=NONE, upright="top")
HEAD = Look(9.5, bold=True, fill=HEAD_FILL, across="center", edges=HEAD_EDGES)
SUBHEAD = HEAD.but(size=9, edges=THIN)
TOP_BAND = Look(
    11, bold=True, face=GOTHIC_P, fill=TOP_FILL, edges=("thin", "thin", "medium", "thin")
)
BAND = Look(10, bold=True, fill=BAND_FILL)
SECTION = Look(10.5, bold=True, face=GOTHIC_P, edges=NONE, upright="bottom", wrap=False)
HEADLINE = Look(11.5, bold=True, face=GOTHIC_P, across="center", edges=MEDIUM)


class Styles:
    """The looks of one workbook as numbers of openpyxl's shared style table."""

    def __init__(self, book: Any) -> None:
        self._book = book
        self._numbers: dict[tuple[Look, bool], int] = {}
        self._parts: dict[Any, int] = {}

    def number(self, look: Look, *, quoted: bool = False) -> int:
        """The number of a look; ``quoted`` marks a text that begins like a formula."""
        key = (look, quoted)
        found = self._numbers.get(key)
        if found is None:
            found = int(self._book._cell_styles.add(self._array(look, quoted)))
            self._numbers[key] = found
        return found

    def _array(self, look: Look, quoted: bool) -> Any:
        book = self._book
        array = StyleArray()
        letters = (look.size, look.bold, look.face, look.colour)
        array.fontId = self._part(book._fonts, letters, lambda: font(*letters))
        array.fillId = self._part(book._fills, (look.fill, look.pattern), lambda: fill(look))
        array.borderId = self._part(book._borders, look.edges, lambda: border(look.edges))
        place = (look.across, look.upright, look.wrap)
        array.alignmentId = self._part(book._alignments, place, lambda: alignment(*place))
        array.numFmtId = self._number_format(look.number)
        if look.is_open:
            array.protectionId = self._part(
                book._protections, "open", lambda: Protection(locked=False)
            )
        array.quotePrefix = int(quoted)
        return array

    def _number_format(self, text: str) -> int:
        if text in BUILTIN_FORMATS_REVERSE:
            return int(BUILTIN_FORMATS_REVERSE[text])
        # The workbook's own formats are numbered after the built-in ones.
        return int(BUILTIN_FORMATS_MAX_SIZE) + self._part(
            self._book._number_formats, text, lambda: text
        )

    def _part(self, shared: Any, key: Any, make: Callable[[], Any]) -> int:
        """The place of a font, fill, frame … in the workbook's own list."""
        full = (id(shared), key)
        if full not in self._parts:
            self._parts[full] = int(shared.add(make()))
        return self._parts[full]


def font(size: float, bold: bool = False, face: str = GOTHIC, colour: str = "000000") -> Font:
    """A Japanese font: the character set keeps other programs from choosing a Latin substitute."""
    return Font(name=face, charset=128, family=3, size=size, bold=bold, color=colour)


def fill(look: Look) -> PatternFill:
    """The fill of a look; none without a colour."""
    return PatternFill(look.pattern, fgColor=look.fill) if look.fill else PatternFill()


def border(edges: Edges) -> Border:
    """The frame of a cell."""
    left, right, top, bottom = (Side(style=edge or None) for edge in edges)
    return Border(left=left, right=right, top=top, bottom=bottom)


def alignment(across: str, upright: str, wrap: bool) -> Alignment:
    """Where the text stands in the cell."""
    return Alignment(horizontal=across, vertical=upright, wrap_text=wrap)
