"""系譜: what a category, a 取組方針 or a 取組事項 was in the plan before, and what became of it in the next."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Q
from django.urls import reverse

from initiatives.models import Category, CategoryPolicy, Initiative, Plan, Succession
from initiatives.numbering import printed_number

_PLAN = ("title", "slug", "initiative_word")
_CATEGORY = ("code", "label", "title", *(f"plan__{name}" for name in _PLAN))
_INITIATIVE = (
    "number",
    "title",
    "completed_year",
    "category__label",
    *(f"plan__{name}" for name in _PLAN),
)
_POLICY = ("code", "label", "departments_printed", *(f"category__{name}" for name in _CATEGORY))
# What is read of the other end of a line: plans carry long lists nobody asks for here.
_FIELDS = (
    "kind",
    "origin",
    "note",
    "order",
    *(f"{end}category__{name}" for end in ("", "from_") for name in _CATEGORY),
    *(f"{end}initiative__{name}" for end in ("", "from_") for name in _INITIATIVE),
    *(f"from_policy__{name}" for name in _POLICY),
)
_RELATED = (
    "category__plan",
    "initiative__plan",
    "initiative__category",
    "from_category__plan",
    "from_policy__category__plan",
    "from_initiative__plan",
    "from_initiative__category",
)


@dataclass(frozen=True)
class Relative:
    """An ancestor or a descendant: where it is, how it is connected, and on whose word."""

    plan: str
    plan_url: str
    level: str
    label: str
    title: str
    url: str
    kind: str
    origin: str
    note: str
    is_finished: bool


@dataclass(frozen=True)
class Descent:
    """The lines from the plan before and to the plan after; the category's own where the row has none."""

    before: tuple[Relative, ...]
    after: tuple[Relative, ...]
    of_category: str = ""

    def __bool__(self) -> bool:
        return bool(self.before or self.after)


def of_initiative(initiative: Initiative) -> Descent:
    """Read the line of a 取組事項, else that of its category (one query)."""
    category = initiative.category
    rows = _read(
        Q(initiative=initiative)
        | Q(from_initiative=initiative)
        | Q(category=category)
        | Q(from_category=category)
    )
    own = _descent(
        [row for row in rows if row.initiative_id == initiative.pk],
        [row for row in rows if row.from_initiative_id == initiative.pk],
    )
    if own:
        return own
    inherited = _descent(
        [row for row in rows if row.category_id == category.pk],
        [row for row in rows if row.from_category_id == category.pk],
    )
    return Descent(inherited.before, inherited.after, str(category))


def of_category(category: Category) -> Descent:
    """Read the line of a category (one query)."""
    rows = _read(Q(category=category) | Q(from_category=category))
    return _descent(
        [row for row in rows if row.category_id == category.pk],
        [row for row in rows if row.from_category_id == category.pk],
    )


def after_policies(category: Category) -> dict[int, list[Relative]]:
    """What became of the 取組方針 of a category, by their key (one query)."""
    found: dict[int, list[Relative]] = defaultdict(list)
    for row in _read(Q(from_policy__category=category)):
        found[row.from_policy_id or 0].append(_descendant(row))
    return found


def after_categories(plan: Plan) -> dict[int, list[Relative]]:
    """What became of the categories of a plan, by their key (one query)."""
    found: dict[int, list[Relative]] = defaultdict(list)
    for row in _read(Q(from_category__plan=plan)):
        found[row.from_category_id or 0].append(_descendant(row))
    return found


def category_url(plan: Plan, code: str) -> str:
    """The page of a category."""
    return reverse("reports:category-show", args=[plan.slug, code])


def _read(wanted: Q) -> list[Succession]:
    rows = Succession.objects.filter(wanted).select_related(*_RELATED).only(*_FIELDS)
    return list(rows.order_by("order", "pk"))


def _descent(up: Iterable[Succession], down: Iterable[Succession]) -> Descent:
    return Descent(tuple(map(_ancestor, up)), tuple(map(_descendant, down)))


def _ancestor(row: Succession) -> Relative:
    one = row.from_category or row.from_policy or row.from_initiative
    assert one is not None  # noqa: S101 - the database holds exactly one
    return _relative(row, one)


def _descendant(row: Succession) -> Relative:
    one = row.category or row.initiative
    assert one is not None  # noqa: S101 - the database holds exactly one
    return _relative(row, one)


def _relative(row: Succession, one: Category | CategoryPolicy | Initiative) -> Relative:
    plan, level, label, title, url = _place(one)
    return Relative(
        plan=plan.title,
        plan_url=plan.get_absolute_url(),
        level=level,
        label=label,
        title=title,
        url=url,
        kind=row.get_kind_display(),
        origin=row.get_origin_display(),
        note=row.note,
        is_finished=isinstance(one, Initiative) and one.completed_year is not None,
    )


def _place(one: Category | CategoryPolicy | Initiative) -> tuple[Plan, str, str, str, str]:
    """The plan, the kind of thing, its label and title, and where to read it."""
    if isinstance(one, Initiative):
        number = printed_number(one.category.label, one.number)
        return one.plan, one.plan.initiative_word, number, one.title, one.get_absolute_url()
    if isinstance(one, Category):
        return one.plan, "分類", one.label, one.title, category_url(one.plan, one.code)
    category = one.category
    url = f"{category_url(category.plan, category.code)}#{policy_anchor(one.code)}"
    title = f"{one.label} {one.departments_printed}"
    return category.plan, "取組方針", category.label, title, url


def policy_anchor(code: str) -> str:
    """The place of a 取組方針 on the page of its category."""
    return f"policy-{code}"
