"""The 取組方針 of a plan that promises no single 取組事項 but says what each section will do (石巻市DX推進方針)."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby

from initiatives.models import Category, CategoryPolicy, Plan, TermLink
from reports import descent, plan_tree
from reports.descent import Relative


@dataclass(frozen=True)
class Duty:
    """One 取組方針 as a line: ア 総務課, with its place on the page of the category."""

    label: str
    sections: str
    url: str


@dataclass(frozen=True)
class Heading:
    """The 取組方針 under one printed heading."""

    text: str
    duties: tuple[Duty, ...]


@dataclass(frozen=True)
class Group:
    """One category: its 取組方針, how many laws it names, and what became of it."""

    anchor: str
    url: str
    label: str
    title: str
    background: str
    headings: tuple[Heading, ...]
    laws: int
    after: tuple[Relative, ...]


@dataclass(frozen=True)
class Part:
    """One branch of the tree."""

    anchor: str
    heading: str
    groups: tuple[Group, ...]


def read(plan: Plan, categories: Sequence[Category]) -> tuple[Part, ...]:
    """Read the 取組方針 by branch (three queries); nothing for a plan without any."""
    policies: dict[int, list[CategoryPolicy]] = defaultdict(list)
    rows = CategoryPolicy.objects.filter(category__plan=plan).order_by("order", "pk")
    for row in rows.defer("text", "points"):
        policies[row.category_id].append(row)
    if not policies:
        return ()
    after = descent.after_categories(plan)
    laws = _laws(plan)
    roots, between = plan_tree.branches(categories)
    groups: dict[int, list[Group]] = defaultdict(list)
    for category in categories:
        if category.pk in policies:
            groups[roots[category.pk]].append(
                Group(
                    plan_tree.anchor_of(category.code),
                    descent.category_url(plan.slug, category.code),
                    category.label,
                    f"{between[category.pk]}{category.title}",
                    category.background,
                    tuple(_headings(plan, category, policies[category.pk])),
                    laws[category.pk],
                    tuple(after.get(category.pk, ())),
                )
            )
    return tuple(
        Part(f"part-{top.code}", f"{top.label}　{top.title}", tuple(groups[top.pk]))
        for top in categories
        if top.pk in groups
    )


def _laws(plan: Plan) -> Counter[int | None]:
    """How many laws each category names (one query)."""
    rows = TermLink.objects.filter(category__plan=plan).order_by()
    return Counter(rows.values_list("category_id", flat=True))


def _headings(
    plan: Plan, category: Category, policies: Iterable[CategoryPolicy]
) -> Iterable[Heading]:
    url = descent.category_url(plan.slug, category.code)
    for text, rows in groupby(policies, key=lambda row: row.heading):
        yield Heading(
            text,
            tuple(
                Duty(row.label, row.departments_printed, f"{url}#{descent.policy_anchor(row.code)}")
                for row in rows
            ),
        )
