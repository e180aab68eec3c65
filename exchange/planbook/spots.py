"""Where something stands in a workbook."""

from dataclasses import dataclass

from exchange.planfile.problems import Position

SHEETS, ROWS, COLUMNS = 1_000, 10_000_000, 1_000


@dataclass(frozen=True)
class Column:
    """A column of an uploaded sheet; letter and heading are those of the file, whatever their order."""

    sheet: str
    sheet_number: int
    number: int = 0
    letter: str = ""
    heading: str = ""


class Spot(Position):
    """A cell, a row or a whole sheet. It sorts like the line of a text file, whose place it takes in the tree."""

    column: Column
    row: int

    @classmethod
    def at(cls, column: Column, row: int = 0) -> "Spot":
        """Return the spot of a cell; without a column letter it means the row, without a row the sheet."""
        spot = cls((column.sheet_number * ROWS + row) * COLUMNS + column.number)
        spot.column, spot.row = column, row
        return spot

    @property
    def words(self) -> str:
        """シート「工程」12行目 Ｅ列「開始年度」, as far as it is known."""
        parts = [f"シート「{self.column.sheet}」"]
        if self.row:
            parts.append(f"{self.row}行目")
        if self.column.letter:
            parts.append(f" {self.column.letter}列「{self.column.heading}」")
        return "".join(parts)
