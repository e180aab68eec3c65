"""Arithmetic on the counts of the tree, so that every paper says the same. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass

from progress.models import ProgressReport
from reports.mark import Mark
from reports.tree import Count, Line, Portfolio

DONE_WORD = ProgressReport.Implementation.DONE.label
# 「計画どおり」以上 among those that carry a grade; 評価対象外 and 未提出 say nothing about the plan.
GOOD = ("done", "ahead", "ontrack")
GRADED = (*GOOD, "slip", "late")
STEPS = ("late", "slip", "ontrack", "ahead", "done")  # from bad to good


@dataclass(frozen=True)
class Share:
    """A part of a whole; without a whole there is no share."""

    part: int
    whole: int

    @property
    def value(self) -> float | None:
        """The share as a fraction of one."""
        return self.part / self.whole if self.whole else None


def share(counts: Iterable[Count]) -> Share:
    """How many are 「計画どおり」以上, of those graded or done."""
    numbers = [(count.mark.tone, count.number) for count in counts]
    return _share(numbers)


def share_before(counts: Iterable[Count]) -> Share | None:
    """The same a period earlier, or None when there was none."""
    rows = list(counts)
    if any(count.previous is None for count in rows):
        return None
    return _share([(count.mark.tone, count.previous or 0) for count in rows])


def _share(numbers: list[tuple[str, int]]) -> Share:
    return Share(
        sum(number for tone, number in numbers if tone in GOOD),
        sum(number for tone, number in numbers if tone in GRADED),
    )


def points(counts: tuple[Count, ...]) -> float | None:
    """The change of the share in percentage points, to one decimal."""
    now, before = share(counts).value, share_before(counts)
    if now is None or before is None or before.value is None:
        return None
    return round((now - before.value) * 100, 1)


def step(mark: Mark | None) -> int | None:
    """The place of a grade between 遅れ and 計画以上; None for what is no grade."""
    return STEPS.index(mark.tone) if mark is not None and mark.tone in STEPS else None


def movement(line: Line) -> int | None:
    """Above 0 when the grade rose, below when it fell; None when one of both is no grade."""
    now, before = step(line.mark), step(line.previous)
    return None if now is None or before is None else now - before


@dataclass(frozen=True)
class Changes:
    """The changes of a period, sorted into the sections of the paper."""

    risen: tuple[Line, ...]
    fallen: tuple[Line, ...]
    other: tuple[Line, ...]
    completed: tuple[Line, ...]
    unchanged: int
    missing: int

    @property
    def newly_late(self) -> int:
        """How many have become 遅れ."""
        return sum(line.mark.tone == "late" for line in self.fallen)


def changes(portfolio: Portfolio) -> Changes:
    """Sort the changes of grade, and find what was reported as 完了 in the period."""
    completed = tuple(line for line in portfolio.lines if is_newly_done(line))
    done = {line.pk for line in completed}
    moves = [(line, movement(line)) for line in portfolio.changes if line.pk not in done]
    return Changes(
        risen=tuple(line for line, move in moves if move is not None and move > 0),
        fallen=tuple(line for line, move in moves if move is not None and move < 0),
        other=tuple(line for line, move in moves if not move),
        completed=completed,
        unchanged=sum(line.mark == line.previous for line in portfolio.lines),
        missing=sum(line.mark.tone == "none" for line in portfolio.lines),
    )


def is_newly_done(line: Line) -> bool:
    """Whether the report of this very period says 完了."""
    before = line.previous.tone if line.previous else ""
    return line.mark.tone == "done" and before != "done" and line.implementation == DONE_WORD


def arrow(line: Line) -> str:
    """The movement as a sign; － where there is nothing to compare."""
    move = movement(line)
    if move is None:
        return "－"
    return "→" if move == 0 else "↑" if move > 0 else "↓"
