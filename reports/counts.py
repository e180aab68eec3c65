"""Counting where initiatives stand: overall, by category, and how far the reports have come. Pure."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from progress.workflow import State
from reports.standing import Stand, Standing
from reports.tree import CategoryRow, Count, Mark, Submission


@dataclass(frozen=True)
class Branch:
    """A category of the plan's tree, as counting needs it."""

    pk: int
    parent: int | None
    code: str
    label: str
    title: str


def count_marks(standing: Standing, rows: Sequence[Stand]) -> tuple[Count, ...]:
    """Every mark with its number now and before, in the scale's order; the numbers add up to the rows."""
    now = Counter(row.mark for row in rows)
    earlier = Counter(row.previous for row in rows)
    return tuple(
        Count(mark, now[mark], earlier[mark] if standing.has_previous else None)
        for mark in standing.words.marks
    )


def count_submission(rows: Iterable[Stand]) -> Submission:
    """How many reports are owed, and where they are."""
    states = [row.state for row in rows if row.is_expected]
    number = Counter(states)
    arrived = number[State.ACCEPTED], number[State.CONFIRMED], number[State.SUBMITTED]
    return Submission(len(states), *arrived, missing=len(states) - sum(arrived))


def delayed(standing: Standing, marks: Iterable[Mark | None]) -> int:
    """How many of the marks are delays."""
    return sum(mark in standing.words.delaying for mark in marks)


def count_categories(standing: Standing, branches: Sequence[Branch]) -> tuple[CategoryRow, ...]:
    """The tree from its first branch on, each with what it and all below it hold."""
    children: dict[int | None, list[Branch]] = {}
    for branch in branches:
        children.setdefault(branch.parent, []).append(branch)
    rows: dict[int, list[Stand]] = {}
    for row in standing.rows:
        rows.setdefault(row.category, []).append(row)

    def walk(branch: Branch, level: int) -> tuple[list[CategoryRow], list[Stand], int]:
        below: list[CategoryRow] = []
        held, early = list(rows.get(branch.pk, ())), standing.early[branch.pk]
        for child in children.get(branch.pk, ()):
            lines, more, more_early = walk(child, level + 1)
            below += lines
            held += more
            early += more_early
        counts = count_marks(standing, held)
        own = CategoryRow(
            branch.code, branch.label, branch.title, level, counts, len(held), early, bool(below)
        )
        return [own, *below], held, early

    return tuple(line for top in children.get(None, ()) for line in walk(top, 1)[0])
