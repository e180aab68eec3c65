"""A plan through time: its steps laid over its years, the revisions it records, the plans before and after it."""

from collections.abc import Sequence
from dataclasses import dataclass

from fiscal import wareki
from initiatives.models import Plan, PlanRevision, PlanStep


@dataclass(frozen=True)
class Step:
    """A step of the whole plan; ``before``, ``width`` and ``after`` are columns of years, width 0 without years."""

    label: str
    title: str
    text: str
    page: str
    years: str
    before: int
    width: int
    after: int


@dataclass(frozen=True)
class Course:
    """Everything of a plan that has a date."""

    steps: tuple[Step, ...]
    revisions: tuple[PlanRevision, ...]
    successors: tuple[Plan, ...]


def read(plan: Plan) -> Course:
    """Read the course of a plan (three queries)."""
    return Course(
        steps(plan),
        tuple(plan.revisions.order_by("number")),
        tuple(plan.successors.order_by("first_year", "pk")),
    )


def steps(plan: Plan) -> tuple[Step, ...]:
    """Return the steps of a plan over the years of its 工程表 (one query)."""
    years = plan.schedule_years
    return tuple(_step(row, years) for row in plan.steps.order_by("number"))


def _step(row: PlanStep, years: Sequence[int]) -> Step:
    first, last = row.first_year or row.last_year, row.last_year or row.first_year
    if first is None or last is None:
        return Step(row.label, row.title, row.text, row.page, "時期の記載なし", len(years), 0, 0)
    begin, end = max(first, years[0]), min(last, years[-1])
    return Step(
        row.label,
        row.title,
        row.text,
        row.page,
        wareki.fiscal_years(first, last),
        begin - years[0],
        max(end - begin + 1, 0),
        years[-1] - end,
    )
