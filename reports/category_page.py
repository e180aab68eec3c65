"""One category of a plan with everything the plan says of it: background, laws, 取組方針, lists, 取組事項, 系譜."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from initiatives.models import Category, CategoryPolicy, Initiative, TermLink
from initiatives.numbering import printed_number
from reports import descent, sheet_items
from reports.descent import Descent, Relative


@dataclass(frozen=True)
class Policy:
    """A 取組方針: what these sections will do, and what became of it."""

    anchor: str
    row: CategoryPolicy
    after: tuple[Relative, ...]


@dataclass(frozen=True)
class Heading:
    """The 取組方針 under one printed heading."""

    text: str
    policies: tuple[Policy, ...]


@dataclass(frozen=True)
class Member:
    """A 取組事項 or a category below, as a line of the page."""

    label: str
    title: str
    url: str
    note: str


@dataclass(frozen=True)
class CategoryPage:
    """Everything the page prints."""

    category: Category
    level: str
    links: tuple[TermLink, ...]
    headings: tuple[Heading, ...]
    tables: tuple[sheet_items.Table, ...]
    children: tuple[Member, ...]
    members: tuple[Member, ...]
    descent: Descent


def read(category: Category, today: date) -> CategoryPage:
    """Read a category (ten queries)."""
    plan = category.plan
    depth = 0 if category.parent is None else 1 if category.parent.parent_id is None else 2
    names = plan.level_names
    links = category.term_links.select_related("term__framework")
    children = category.children.order_by("order", "pk")
    return CategoryPage(
        category=category,
        level=names[depth] if depth < len(names) else "分類",
        links=tuple(links.order_by("term__framework__order", "term__order", "pk")),
        headings=tuple(_headings(category)),
        tables=sheet_items.read(category, today),
        children=tuple(
            Member(row.label, row.title, descent.category_url(plan.slug, row.code), "")
            for row in children
        ),
        members=tuple(_members(category)),
        descent=descent.of_category(category),
    )


def _headings(category: Category) -> Iterable[Heading]:
    """The 取組方針 in their printed order, by heading (two queries)."""
    after = descent.after_policies(category)
    rows = category.policies.order_by("order", "pk")
    for text, policies in groupby(rows, key=lambda row: row.heading):
        yield Heading(
            text,
            tuple(
                Policy(descent.policy_anchor(row.code), row, tuple(after.get(row.pk, ())))
                for row in policies
            ),
        )


def _members(category: Category) -> Iterable[Member]:
    rows = Initiative.objects.filter(category=category).order_by("order", "pk")
    for row in rows.only("pk", "number", "title", "completed_year", "repeat_of"):
        note = "策定までに完了" if row.completed_year is not None else ""
        yield Member(
            "" if note else printed_number(category.label, row.number),
            row.title,
            row.get_absolute_url(),
            "再掲" if row.repeat_of_id else note,
        )
