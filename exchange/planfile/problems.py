"""What is wrong with a plan file, and where: every problem is one Japanese line with its place."""

from collections.abc import Sequence
from dataclasses import dataclass


class Position(int):
    """Where something stands in a file that is no text: it sorts like a line, and says itself where it is."""

    @property
    def words(self) -> str:
        """The position for people."""
        raise NotImplementedError


@dataclass(frozen=True)
class Place:
    """A spot in the file: the line (0 means the whole file) and the path of keys, counted from 1."""

    line: int = 0
    path: str = ""

    @property
    def words(self) -> str:
        """The line for people: 12行目; nothing for the whole file."""
        if isinstance(self.line, Position):
            return self.line.words
        return f"{self.line}行目" if self.line else ""


@dataclass(frozen=True)
class Problem:
    """One thing to mend."""

    place: Place
    message: str

    def sentence(self, name: str) -> str:
        """Return the line a person reads: ``plan.yaml 12行目 plan.first_year：…``."""
        # A cell is found by its row and heading; the path of keys means nothing in a workbook.
        path = "" if isinstance(self.place.line, Position) else self.place.path
        spot = " ".join(part for part in (name, self.place.words, path) if part)
        return f"{spot}：{self.message}"


class PlanFileError(Exception):
    """A plan file that cannot be taken; ``problems`` holds all that was found, nothing was written."""

    def __init__(self, name: str, problems: Sequence[Problem]) -> None:
        self.name = name
        self.problems = tuple(problems)
        super().__init__("\n".join(self.sentences))

    @property
    def sentences(self) -> list[str]:
        """The problems as lines, in the order of the file."""
        ordered = sorted(self.problems, key=lambda problem: problem.place.line)
        return [problem.sentence(self.name) for problem in ordered]
