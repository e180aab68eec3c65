"""One sheet of paper being written: parts of rows, merged where they span, as high as their text needs."""

import math
from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import groupby
from typing import Any, Self

from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.utils import get_column_letter

from exchange.workbook import measure
from exchange.workbook.styles import Look, Styles

Value = str | int | float | Decimal | None
FORMULA_STARTS = ("=", "+", "-", "@")
NOT_IN_XML = str.maketrans({"\ufffe": None, "\uffff": None, "\r": None})


def clean(text: str) -> str:
    """Take out what a workbook may not hold: control characters pasted from elsewhere, carriage returns."""
    cleaned: str = ILLEGAL_CHARACTERS_RE.sub("", text.translate(NOT_IN_XML))
    return cleaned


class Marked(str):  # noqa: SLOT000 - a few hundred of them
    """A text of which some stretches are underlined; measured and compared like any other text."""

    runs: tuple[tuple[str, bool], ...]
    size: float

    @classmethod
    def of(cls, runs: Iterable[tuple[str, bool]], size: float) -> Self:
        """Return the text of its runs (words, and whether they are underlined) in letters of a size."""
        kept = tuple((clean(text), underlined) for text, underlined in runs)
        made = cls("".join(text for text, _ in kept))
        made.runs, made.size = kept, size
        return made


@dataclass(frozen=True)
class Part:
    """A value over so many columns in a look; without a look the columns stay untouched."""

    value: Value = None
    look: Look | None = None
    span: int = 1


@dataclass
class Grid:
    """A sheet that grows downwards. ``widths`` are millimetres; ``row`` is the next free row.

    ``heights`` and ``kept`` (rows that may not be parted from the row above) are what page breaks need; ``cells``
    (row → column → style number and value) and ``merged`` (row, column, span, deep) are what the writer needs.
    """

    sheet: Any
    styles: Styles
    widths: tuple[float, ...]
    row: int = 1
    heights: list[float] = field(default_factory=list)
    kept: set[int] = field(default_factory=set)
    cells: dict[int, dict[int, tuple[int, Value]]] = field(default_factory=dict)
    merged: list[tuple[int, int, int, int]] = field(default_factory=list)
    last_column: int = 1

    def __post_init__(self) -> None:
        first = 1
        for width, columns in groupby(self.widths):
            last = first + len(list(columns)) - 1
            dimension = self.sheet.column_dimensions[get_column_letter(first)]
            dimension.min, dimension.max = first, last
            dimension.width = measure.column_width(width)
            first = last + 1

    @property
    def columns(self) -> int:
        """How many columns are printed."""
        return len(self.widths)

    def width_of(self, column: int, span: int) -> float:
        """The width of neighbouring columns in millimetres."""
        return sum(self.widths[column - 1 : column - 1 + span])

    def column_at(self, millimetres: float) -> tuple[int, float]:
        """The zero-based column that stands so far from the left edge, and how far into it."""
        column = 0
        while column < self.columns - 1 and millimetres >= self.widths[column]:
            millimetres -= self.widths[column]
            column += 1
        return column, millimetres

    def put(
        self, row: int, column: int, value: Value, look: Look, *, span: int = 1, deep: int = 1
    ) -> None:
        """Write a value at a place, merged over columns and rows; every cell of the area gets the frame."""
        blank = (self.styles.number(look), None)
        for r in range(row, row + deep):
            cells = self.cells.setdefault(r, {})
            for c in range(column, column + span):
                cells[c] = blank
        if span > 1 or deep > 1:
            self.merged.append((row, column, span, deep))
        self.last_column = max(self.last_column, column + span - 1)
        if value is not None:
            self.cells[row][column] = self._filled(value, look)

    def _filled(self, value: Value, look: Look) -> tuple[int, Value]:
        if not isinstance(value, str):
            return self.styles.number(look), value
        text = value if isinstance(value, Marked) else clean(value)
        # Always a text and never a formula; the quote keeps it one when somebody edits the cell.
        is_like_formula = text.startswith(FORMULA_STARTS)
        return self.styles.number(look, quoted=is_like_formula), text or None

    def add(
        self, *parts: Part, least: float = 15.0, height: float | None = None, keep: bool = False
    ) -> int:
        """Write a row of parts from the first column on and return its number.

        The height follows the highest text unless given. What no single row can hold (409 pt) goes over
        several rows, merged downwards.
        """
        needed = height if height is not None else self.needed(parts, least)
        deep = math.ceil(needed / measure.TALLEST_ROW) if needed > measure.TALLEST_ROW else 1
        first = self.row
        self.open_rows([needed / deep] * deep, keep=keep)
        column = 1
        for part in parts:
            if part.look is not None:
                self.put(first, column, part.value, part.look, span=part.span, deep=deep)
            column += part.span
        return first

    def needed(self, parts: tuple[Part, ...], least: float) -> float:
        """The height of the highest text of a row."""
        column, needed = 1, least
        for part in parts:
            if isinstance(part.value, str) and part.look is not None and part.look.wrap:
                width = self.width_of(column, part.span)
                needed = max(needed, measure.text_height(part.value, width, part.look.size))
            column += part.span
        return needed

    def open_rows(self, heights: list[float], *, keep: bool = False) -> int:
        """Make rows of these heights without content, kept together; return the first."""
        first = self.row
        for offset, height in enumerate(heights):
            pixels = measure.whole_pixels(height)
            self.heights.append(pixels)
            if keep or offset:
                self.kept.add(first + offset)
        self.row += len(heights)
        return first

    def gap(self, height: float) -> None:
        """An empty strip that stays with what stands above it."""
        self.open_rows([height], keep=True)
