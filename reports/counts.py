"""Counting where initiatives stand: overall, by category, and how far the reports have come. Pure."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from progress.workflow import State
from reports.mark import Mark
from reports.standing import Stand, Standing
from reports.tree import CategoryRow, Count, Submission


@dataclass(frozen=True)
class Branch:
    """A category of the plan's tree, as counting needs it."""

    pk: int
    parent: int | None
    code: str
    label: str
    title: str
    short_title: str


@dataclass(frozen=True)
class Tally:
    """How many initiatives carry each mark, now and before."""

    now: Counter[Mark]
    earlier: Counter[Mark | None]
    preliminary: Counter[Mark]

    @classmethod
    def of(cls, rows: Iterable[Stand]) -> "Tally":
        """Count rows."""
        pairs = [(row.mark, row.previous) for row in rows]
        return cls(
            Counter(now for now, _ in pairs),
            Counter(earlier for _, earlier in pairs),
            Counter(now for now, _ in pairs if now.is_preliminary),
        )

    def __add__(self, other: "Tally") -> "Tally":
        return Tally(
            self.now + other.now,
            self.earlier + other.earlier,
            self.preliminary + other.preliminary,
        )

    def counts(self, standing: Standing) -> tuple[Count, ...]:
        """Every mark with its number now and before, in the scale's order; the numbers add up to the rows."""
        return tuple(
            Count(
                mark,
                self.now[mark],
                self.earlier[mark] if standing.has_previous else None,
                self.preliminary[mark],
            )
            for mark in standing.words.marks
        )


def count_submission(rows: Iterable[Stand]) -> Submission:
    """How many reports are owed, and where they are."""
    states = [row.state for row in rows if row.is_expected]
    number = Counter(states)
    arrived = number[State.ACCEPTED], number[State.CONFIRMED], number[State.SUBMITTED]
    return Submission(len(states), *arrived, missing=len(states) - sum(arrived))


def count_delayed(standing: Standing, counts: Iterable[Count]) -> tuple[int, int | None]:
    """How many are delayed, now and before (None: no earlier period)."""
    delays = [count for count in counts if count.mark in standing.words.delaying]
    earlier = [count.previous for count in delays if count.previous is not None]
    return sum(count.number for count in delays), sum(earlier) if standing.has_previous else None


def count_categories(standing: Standing, branches: Sequence[Branch]) -> tuple[CategoryRow, ...]:
    """The tree from its first branch on, each with what it and all below it hold."""
    children: dict[int | None, list[Branch]] = {}
    for branch in branches:
        children.setdefault(branch.parent, []).append(branch)
    rows: dict[int, list[Stand]] = {}
    for row in standing.rows:
        rows.setdefault(row.category, []).append(row)

    def walk(branch: Branch, level: int) -> tuple[list[CategoryRow], Tally, int]:
        below: list[CategoryRow] = []
        tally, early = Tally.of(rows.get(branch.pk, ())), standing.early[branch.pk]
        for child in children.get(branch.pk, ()):
            lines, more, more_early = walk(child, level + 1)
            below += lines
            tally += more
            early += more_early
        total, counts = tally.now.total(), tally.counts(standing)
        own = CategoryRow(
            branch.code,
            branch.label,
            branch.title,
            level,
            counts,
            total,
            early,
            has_children=bool(below),
            short_title=branch.short_title or branch.title,
        )
        return [own, *below], tally, early

    return tuple(line for top in children.get(None, ()) for line in walk(top, 1)[0])
