"""The problems of an uploaded file as the rows of a table: where, and what to do."""

from dataclasses import dataclass

from exchange.planbook.spots import Spot
from exchange.planfile.problems import PlanFileError, Problem

SHOWN = 300


@dataclass(frozen=True)
class ProblemRow:
    """One problem. A workbook has sheet, row and column; a text file has the line and the path of keys."""

    sheet: str
    row: str
    column: str
    message: str


@dataclass(frozen=True)
class ProblemRows:
    """The first problems, in the order of the file, and how many there are; ``is_book`` says which places they have."""

    rows: list[ProblemRow]
    total: int
    is_book: bool

    @property
    def more(self) -> int:
        """How many are not shown."""
        return self.total - len(self.rows)


def problem_rows(error: PlanFileError) -> ProblemRows:
    """Return the problems of a file for a page."""
    ordered = sorted(error.problems, key=lambda problem: problem.place.line)
    is_book = any(isinstance(problem.place.line, Spot) for problem in ordered)
    return ProblemRows([_row(problem) for problem in ordered[:SHOWN]], len(ordered), is_book)


def _row(problem: Problem) -> ProblemRow:
    spot = problem.place.line
    if not isinstance(spot, Spot):
        return ProblemRow("", str(spot) if spot else "", problem.place.path, problem.message)
    column = spot.column
    named = f"{column.letter}　{column.heading}" if column.letter else ""
    return ProblemRow(column.sheet, str(spot.row) if spot.row else "", named, problem.message)
