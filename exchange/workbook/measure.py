"""How much room a text takes on paper, so that no row is too low: neither Excel nor LibreOffice fits merged cells.

BIZ UDゴシック is fixed pitch (half-width 0.5 em, full-width 1 em), therefore lines can be counted.
"""

import math
import unicodedata

POINT_MM = 0.3528
CELL_PADDING_MM = 1.6
KINSOKU = 1.04  # 禁則: a wrapped line is seldom filled to its end
LINE_PITCH, ROW_PADDING = 1.3, 5.0
DENSE_PITCH, DENSE_PADDING = 1.25, 4.0
PIXEL = 0.75
TALLEST_ROW = 408.75
DIGIT_MM = 7 * 25.4 / 96  # one unit of column width: a digit of the Normal font, 7 px


def ems(text: str) -> float:
    """The width of one line of text in em."""
    if text.isascii():
        return len(text) / 2
    try:
        # In CP932 every half-width character is one byte and every full-width one is two.
        return len(text.encode("cp932")) / 2
    except UnicodeEncodeError:
        return sum(1 if unicodedata.east_asian_width(c) in "WFA" else 0.5 for c in text)


def line_count(text: str, width_mm: float, points: float) -> int:
    """How many lines a text fills in a column."""
    room = max(width_mm - CELL_PADDING_MM, 1.0) / (points * POINT_MM)
    if "\n" not in text and len(text) <= room:
        return 1
    widths = (ems(paragraph) for paragraph in text.split("\n"))
    return sum(1 if width <= room else math.ceil(width * KINSOKU / room) for width in widths)


def text_height(text: str, width_mm: float, points: float, *, dense: bool = False) -> float:
    """The height in points that a text needs, before rounding to pixels."""
    lines = line_count(text, width_mm, points)
    extra = points / 4 if lines > 2 else 0  # noqa: PLR2004
    pitch, padding = (DENSE_PITCH, DENSE_PADDING) if dense else (LINE_PITCH, ROW_PADDING)
    return lines * points * pitch + padding + extra


def whole_pixels(points: float) -> float:
    """Round a height up to whole pixels: 15.5 would become 15 and a chart would lose its bottom line."""
    return math.ceil(points / PIXEL - 1e-9) * PIXEL


def column_width(millimetres: float) -> float:
    """A width in millimetres as the file states it."""
    return millimetres / DIGIT_MM
