"""All plans of a city hall, each with how large it is and what came before and after it."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, QuerySet

from fiscal import wareki
from initiatives import running
from initiatives.models import Category, CategoryPolicy, Initiative, Plan, PlanRevision


@dataclass(frozen=True)
class Size:
    """One number of a plan with the plan's own word: 取組事項 30."""

    word: str
    number: int


@dataclass(frozen=True)
class Row:
    """One plan; ``line`` are the columns of years before, in and after its period."""

    plan: Plan
    period: str
    is_current: bool
    sizes: tuple[Size, ...]
    successors: tuple[Plan, ...]
    line: tuple[int, int, int]


@dataclass(frozen=True)
class PlanList:
    """The plans, the one in force first; ``years`` head the drawing of their periods."""

    rows: tuple[Row, ...]
    years: range

    @property
    def by_time(self) -> list[Row]:
        """The plans as they followed each other."""
        return sorted(self.rows, key=lambda row: (row.plan.first_year, row.plan.pk))


def read(plans: Iterable[Plan], today: date) -> PlanList:
    """Read the list (five queries)."""
    rows = running.in_order(plans, today)
    keys = [plan.pk for plan in rows]
    sizes = _sizes(rows)
    years = range(
        min((plan.first_year for plan in rows), default=0),
        max((plan.last_year for plan in rows), default=-1) + 1,
    )
    return PlanList(
        tuple(
            Row(
                plan=plan,
                period=wareki.fiscal_years(plan.first_year, plan.last_year),
                is_current=running.is_running(plan, today),
                sizes=tuple(sizes[plan.pk]),
                successors=tuple(row for row in rows if row.predecessor_id == plan.pk),
                line=_line(plan, years),
            )
            for plan in rows
        ),
        years if keys else range(0),
    )


def _line(plan: Plan, years: range) -> tuple[int, int, int]:
    return (
        plan.first_year - years.start,
        plan.last_year - plan.first_year + 1,
        years.stop - 1 - plan.last_year,
    )


def _sizes(plans: Sequence[Plan]) -> dict[int, list[Size]]:
    """How many categories of each level, initiatives (再掲 once), 取組方針 and revisions the plans have."""
    keys = [plan.pk for plan in plans]
    levels = _levels(keys)
    initiatives = _count(Initiative.objects.filter(repeat_of=None), "plan", keys)
    policies = _count(CategoryPolicy.objects.all(), "category__plan", keys)
    revisions = _count(PlanRevision.objects.all(), "plan", keys)
    return {
        plan.pk: [
            size
            for size in (
                *(
                    Size(_level_name(plan, level), number)
                    for level, number in sorted(levels.get(plan.pk, Counter()).items())
                ),
                Size(plan.initiative_word, initiatives[plan.pk]),
                Size("取組方針", policies[plan.pk]),
                Size("改定", revisions[plan.pk]),
            )
            if size.number
        ]
        for plan in plans
    }


def _count(rows: QuerySet[Any], path: str, keys: Collection[int]) -> Counter[int]:
    found = rows.filter(**{f"{path}__in": keys}).order_by().values_list(path)
    return Counter(dict(found.annotate(number=Count("pk"))))


def _levels(keys: Collection[int]) -> Mapping[int, Counter[int]]:
    """How many categories stand on each level of the trees; parents stand before their children."""
    rows = Category.objects.filter(plan__in=keys).order_by("order", "pk")
    depth: dict[int, int] = {}
    found: dict[int, Counter[int]] = {}
    for pk, plan, parent in rows.values_list("pk", "plan_id", "parent_id"):
        depth[pk] = depth.get(parent or 0, -1) + 1
        found.setdefault(plan, Counter())[depth[pk]] += 1
    return found


def _level_name(plan: Plan, level: int) -> str:
    names = plan.level_names
    return names[level] if level < len(names) else "分類"
