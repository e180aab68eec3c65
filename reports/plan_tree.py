"""The 取組事項 of a plan arranged by the branches of its tree, whatever its depth."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from initiatives.models import Category, Plan
from reports.descent import category_url
from reports.plan_page import Contents, Item


@dataclass(frozen=True)
class Group:
    """One category with its 取組事項; ``span`` is how many table rows its heading covers."""

    anchor: str
    url: str
    label: str
    title: str
    background: str
    items: tuple[Item, ...]

    @property
    def span(self) -> int:
        """The rows of the table that belong to the category."""
        return len(self.items)

    @property
    def words(self) -> str:
        """The marks in words, for those who do not see the shapes."""
        return "、".join(f"{item.title} {item.mark.word}" for item in self.items)


@dataclass(frozen=True)
class Part:
    """One branch of the plan's tree: A 市民サービスの利便性の向上."""

    anchor: str
    label: str
    title: str
    short_title: str
    groups: tuple[Group, ...]

    @property
    def heading(self) -> str:
        """The label and the title: A 「市民サービスの…」."""
        return f"{self.label}　{self.title}".strip()


def arrange(contents: Contents, shown: Iterable[int]) -> tuple[Part, ...]:
    """Return the parts of the tree that hold the given initiatives."""
    wanted = set(shown)
    roots, between = branches(contents.categories)
    groups: dict[int, list[Group]] = defaultdict(list)
    for category in contents.categories:
        members = contents.members.get(category.pk, ())
        items = tuple(contents.items[pk] for pk in members if pk in wanted)
        if items:
            group = _group(contents.plan, category, items, between[category.pk])
            groups[roots[category.pk]].append(group)
    tops = [category for category in contents.categories if category.pk in groups]
    if all(category.parent_id is None for category in contents.categories):
        return _flat(contents.plan, [group for top in tops for group in groups[top.pk]])
    return tuple(_part(top, groups[top.pk]) for top in tops)


def branches(categories: Iterable[Category]) -> tuple[dict[int, int], dict[int, str]]:
    """The top of each category's branch, and the headings between the two; parents stand before their children."""
    rows = {category.pk: category for category in categories}
    roots: dict[int, int] = {}
    between: dict[int, str] = {}
    for pk, category in rows.items():
        parent = rows.get(category.parent_id or 0)
        roots[pk] = roots.get(parent.pk, parent.pk) if parent else pk
        above = between.get(parent.pk, "") if parent else ""
        between[pk] = f"{above}{parent} ＞ " if parent and parent.parent_id else above
    return roots, between


def _part(top: Category, groups: Sequence[Group]) -> Part:
    short = top.short_title or top.title
    return Part(f"part-{top.code}", top.label, top.title, short, tuple(groups))


def _group(plan: Plan, category: Category, items: tuple[Item, ...], above: str) -> Group:
    return Group(
        anchor_of(category.code),
        category_url(plan.slug, category.code),
        category.label,
        f"{above}{category.title}",
        category.background,
        items,
    )


def anchor_of(code: str) -> str:
    """The place of a category on the page of the plan."""
    return f"category-{code}"


def _flat(plan: Plan, groups: Sequence[Group]) -> tuple[Part, ...]:
    """A tree of one level is one part: a heading for each category alone would say everything twice."""
    if not groups:
        return ()
    name = next(iter(plan.level_names), "分類")
    return (
        Part(
            "part-all", "", f"{name}ごとの{plan.initiative_word}", f"{name}ごとの今", tuple(groups)
        ),
    )
