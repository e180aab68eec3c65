"""Two inputs of one report side by side: what differs, and what comes out of a choice per field. Pure."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from progress.difference import Piece, compare

MINE, THEIRS = "mine", "theirs"

# What was typed or is stored, by the name of its control, each as the text a browser would send.
Data = Mapping[str, str]


@dataclass(frozen=True)
class Question:
    """A control of the form: its name, its label, and how its text reads; a grade also has a tone."""

    name: str
    label: str
    words: Callable[[str], str] = str
    tone: Callable[[str], str] = lambda _: ""


@dataclass(frozen=True)
class Side:
    """One of the two answers."""

    pieces: tuple[Piece, ...]
    tone: str
    is_kept: bool


@dataclass(frozen=True)
class Row:
    """A question that was answered in two ways."""

    name: str
    label: str
    mine: Side
    theirs: Side


@dataclass(frozen=True)
class Same:
    """A question on which both agree."""

    label: str
    words: str


def rows(questions: Sequence[Question], mine: Data, theirs: Data, base: Data) -> list[Row]:
    """Return what differs. Where only the other side moved away from what I had read, theirs is proposed."""
    return [
        _row(question, mine[question.name], theirs[question.name], base.get(question.name))
        for question in questions
        if mine[question.name] != theirs[question.name]
    ]


def _row(question: Question, mine: str, theirs: str, base: str | None) -> Row:
    difference = compare(question.words(theirs), question.words(mine))
    keeps_theirs = mine == base
    return Row(
        question.name,
        question.label,
        Side(difference.after, question.tone(mine), not keeps_theirs),
        Side(difference.before, question.tone(theirs), keeps_theirs),
    )


def same(questions: Sequence[Question], mine: Data, theirs: Data) -> list[Same]:
    """Return the answered questions on which both agree."""
    return [
        Same(question.label, question.words(mine[question.name]))
        for question in questions
        if mine[question.name] and mine[question.name] == theirs[question.name]
    ]


def merge(mine: Data, theirs: Data, kept: Mapping[str, str]) -> dict[str, str]:
    """Return the chosen answers; a question without a choice keeps mine."""
    return {
        name: theirs.get(name, "") if kept.get(name) == THEIRS else text
        for name, text in mine.items()
    }
