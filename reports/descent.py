"""系譜: what a category, a 取組方針 or a 取組事項 was in the plan before, and what became of it in the next."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Q
from django.urls import reverse

from initiatives.models import Category, Initiative, Plan, Succession
from initiatives.numbering import printed_number

KINDS = dict(Succession.Kind.choices)
ORIGINS = dict(Succession.Origin.choices)
# What is read of the ends of a line: plain values, because plans carry long lists nobody asks for here.
_PLAN = ("plan__title", "plan__slug")
_ENDS = {
    "initiative": (
        "number",
        "title",
        "completed_year",
        "category__label",
        "plan__initiative_word",
        *_PLAN,
    ),
    "category": ("code", "label", "title", *_PLAN),
    "policy": (
        "code",
        "label",
        "departments_printed",
        *(f"category__{name}" for name in ("code", "label", *_PLAN)),
    ),
}
DOWN = ("category", "initiative")
UP = ("from_category", "from_policy", "from_initiative")
Row = dict[str, Any]


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
        | Q(from_category=category),
        UP + DOWN,
    )
    own = _descent(rows, "initiative", initiative.pk)
    if own:
        return own
    inherited = _descent(rows, "category", category.pk)
    return Descent(inherited.before, inherited.after, str(category))


def of_category(category: Category) -> Descent:
    """Read the line of a category (one query)."""
    rows = _read(Q(category=category) | Q(from_category=category), UP + DOWN)
    return _descent(rows, "category", category.pk)


def after_policies(category: Category) -> dict[int, list[Relative]]:
    """What became of the 取組方針 of a category, by their key (one query)."""
    return _after("from_policy_id", Q(from_policy__category=category))


def after_categories(plan: Plan) -> dict[int, list[Relative]]:
    """What became of the categories of a plan, by their key (one query)."""
    return _after("from_category_id", Q(from_category__plan=plan))


def category_url(plan: str, code: str) -> str:
    """The page of a category of the plan with a slug."""
    return reverse("reports:category-show", args=[plan, code])


def policy_anchor(code: str) -> str:
    """The place of a 取組方針 on the page of its category."""
    return f"policy-{code}"


def _after(by: str, wanted: Q) -> dict[int, list[Relative]]:
    found: dict[int, list[Relative]] = defaultdict(list)
    for row in _read(wanted, DOWN, by):
        found[row[by]].append(_relative(row, DOWN))
    return found


def _read(wanted: Q, ends: Sequence[str], *by: str) -> list[Row]:
    names = [f"{end}__{name}" for end in ends for name in _ENDS[end.removeprefix("from_")]]
    keys = dict.fromkeys((*by, *(f"{end}_id" for end in ends)))
    rows = Succession.objects.filter(wanted).order_by("order", "pk")
    return list(rows.values("kind", "origin", "note", *keys, *names))


def _descent(rows: Sequence[Row], end: str, pk: int) -> Descent:
    return Descent(
        tuple(_relative(row, UP) for row in rows if row[f"{end}_id"] == pk),
        tuple(_relative(row, DOWN) for row in rows if row[f"from_{end}_id"] == pk),
    )


def _relative(row: Row, ends: Sequence[str]) -> Relative:
    """The end of a line, of which the database holds exactly one in each direction."""
    end = next(end for end in ends if row[f"{end}_id"] is not None)
    level, label, title, url, plan = _place(row, end)
    return Relative(
        plan=row[f"{plan}__title"],
        plan_url=reverse("reports:plan-show", args=[row[f"{plan}__slug"]]),
        level=level,
        label=label,
        title=title,
        url=url,
        kind=KINDS[row["kind"]],
        origin=ORIGINS[row["origin"]],
        note=row["note"],
        is_finished=row.get(f"{end}__completed_year") is not None,
    )


def _place(row: Row, end: str) -> tuple[str, str, str, str, str]:
    """The kind of thing at an end, its label and title, where to read it, and where its plan stands in the row."""
    plan = f"{end}__plan"
    if end.endswith("initiative"):
        number = printed_number(row[f"{end}__category__label"], row[f"{end}__number"])
        url = reverse("reports:initiative-show", args=[row[f"{end}_id"]])
        return row[f"{plan}__initiative_word"], number, row[f"{end}__title"], url, plan
    code, label = row[f"{end}__code"], row[f"{end}__label"]
    if end.endswith("category"):
        url = category_url(row[f"{plan}__slug"], code)
        return "分類", label, row[f"{end}__title"], url, plan
    plan = f"{end}__category__plan"
    url = (
        f"{category_url(row[f'{plan}__slug'], row[f'{end}__category__code'])}#{policy_anchor(code)}"
    )
    title = f"{label} {row[f'{end}__departments_printed']}"
    return "取組方針", row[f"{end}__category__label"], title, url, plan
