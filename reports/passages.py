"""Everything the plans of a city hall say, as passages that can be searched: read with one query for each kind."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from django.db.models import Q
from django.urls import reverse

from fiscal import wareki
from initiatives import misprints
from initiatives.models import (
    Category,
    CategoryPolicy,
    GlossaryTerm,
    Initiative,
    InitiativeItem,
    ItemList,
    Milestone,
    Plan,
    PlanStatement,
    ScheduleBar,
)
from initiatives.numbering import printed_number
from kpis.models import Indicator
from reports import descent, glossary
from reports.plan_chapters import anchor_of

KINDS: Mapping[str, str] = dict(PlanStatement.Kind.choices)


class Passage(NamedTuple):
    """One place in a plan: what it is, under which heading it stands, its page and its texts."""

    plan: int
    kind: str
    where: str
    page: str
    title: str
    url: str
    texts: tuple[str, ...]


@dataclass(frozen=True)
class _Plans:
    """The plans that are read, and the headings of their trees."""

    rows: Mapping[int, Plan]
    headings: Mapping[int, str]
    chapters: Mapping[int, str]

    @classmethod
    def of(cls, plans: Iterable[Plan], categories: Iterable[Category]) -> "_Plans":
        rows = {plan.pk: plan for plan in plans}
        chapters = {
            pk: reverse("reports:chapter-list", args=[row.slug]) for pk, row in rows.items()
        }
        return cls(rows, _headings(categories), chapters)

    def category(self, plan: int, code: str) -> str:
        return descent.category_url(self.rows[plan].slug, code)


def read(plans: Collection[Plan]) -> list[Passage]:
    """Read every passage, plan by plan in the given order (ten queries)."""
    keys = [plan.pk for plan in plans]
    categories = list(Category.objects.filter(plan__in=keys).order_by("order", "pk"))
    world = _Plans.of(plans, categories)
    found = [
        *_categories(world, categories),
        *_policies(world),
        *_initiatives(world),
        *_items(world),
        *_statements(world),
        *_terms(world),
    ]
    read_as = [_as_meant(passage, world.rows[passage.plan]) for passage in found]
    return sorted(read_as, key=lambda passage: keys.index(passage.plan))


def _as_meant(passage: Passage, plan: Plan) -> Passage:
    """A passage with a misprint is found by what was meant too; the printed words stay before it."""
    meant = misprints.readings(passage.texts, plan.misprints)
    return passage._replace(texts=(*passage.texts, *meant)) if meant else passage


def _headings(categories: Iterable[Category]) -> dict[int, str]:
    """A ＞ A-①: the way to each category; parents stand before their children."""
    found: dict[int, str] = {}
    for row in categories:
        above = f"{found[row.parent_id]} ＞ " if row.parent_id in found else ""
        found[row.pk] = f"{above}{row.label} {row.title}"
    return found


def _categories(world: _Plans, categories: Iterable[Category]) -> Iterator[Passage]:
    for row in categories:
        yield Passage(
            row.plan_id,
            "分類",
            world.headings.get(row.parent_id or 0, ""),
            row.page,
            f"{row.label} {row.title}",
            world.category(row.plan_id, row.code),
            (row.short_title, row.background),
        )


def _policies(world: _Plans) -> Iterator[Passage]:
    rows = CategoryPolicy.objects.filter(category__plan__in=world.rows).select_related("category")
    for row in rows.order_by("order", "pk"):
        url = world.category(row.category.plan_id, row.category.code)
        yield Passage(
            row.category.plan_id,
            "取組方針",
            world.headings[row.category_id],
            row.page,
            f"{row.label} {row.departments_printed}",
            f"{url}#{descent.policy_anchor(row.code)}",
            (row.heading, row.text, *row.points),
        )


def _initiatives(world: _Plans) -> Iterator[Passage]:
    """取組事項 with their 工程, 目標事項 and the names of their indicators (four queries)."""
    more: dict[int, list[str]] = {}
    for model, field in ((ScheduleBar, "text"), (Milestone, "text"), (Indicator, "name")):
        rows = model.objects.filter(initiative__plan__in=world.rows).order_by()
        for pk, text in rows.values_list("initiative_id", field):
            more.setdefault(pk, []).append(text)
    initiatives = Initiative.objects.filter(plan__in=world.rows).select_related("category")
    for row in initiatives.order_by("order", "pk"):
        number = printed_number(row.category.label, row.number)
        label = "" if row.completed_year is not None else f"{number} "
        yield Passage(
            row.plan_id,
            world.rows[row.plan_id].initiative_word,
            world.headings[row.category_id],
            row.page,
            f"{label}{row.title}",
            row.get_absolute_url(),
            (number, row.code, *row.aliases, row.situation, row.direction, *more.get(row.pk, ())),
        )


def _items(world: _Plans) -> Iterator[Passage]:
    """個別項目, one passage for each list (two queries)."""
    lists = ItemList.objects.filter(
        Q(initiative__plan__in=world.rows) | Q(category__plan__in=world.rows)
    ).select_related("initiative", "category")
    names: dict[int, list[str]] = defaultdict(list)
    items = InitiativeItem.objects.filter(list__in=lists.values("pk")).order_by("number")
    for pk, *texts in items.values_list(
        "list_id", "name", "department__name", "department_printed", "note"
    ):
        names[pk] += filter(None, texts)
    for row in lists.order_by("order", "pk"):
        owner = row.initiative or row.category
        assert owner is not None  # noqa: S101 - the database holds exactly one
        heading = row.category_id or (row.initiative.category_id if row.initiative else 0)
        url = (
            row.initiative.get_absolute_url()
            if row.initiative
            else world.category(owner.plan_id, owner.code)
        )
        above = f"{world.headings[heading]}{f' ＞ {owner.title}' if row.initiative else ''}"
        yield Passage(
            owner.plan_id, "個別項目", above, row.page, row.title, url, (row.note, *names[row.pk])
        )


def _statements(world: _Plans) -> Iterator[Passage]:
    rows = PlanStatement.objects.filter(plan__in=world.rows).order_by("order")
    for plan, kind, title, text, page in rows.values_list(
        "plan_id", "kind", "title", "text", "page"
    ):
        name, url = KINDS[kind], f"{world.chapters[plan]}#{anchor_of(kind)}"
        yield Passage(plan, "計画の記述", name, page, title or name, url, (text,))


def _terms(world: _Plans) -> Iterator[Passage]:
    for row in GlossaryTerm.objects.filter(plan__in=world.rows).order_by("order"):
        number = "" if row.number is None else f"注{wareki.digits(row.number)}"
        url = f"{world.chapters[row.plan_id]}#{glossary.anchor(row.pk)}"
        texts = (*row.aliases, row.definition)
        yield Passage(row.plan_id, "用語", number, row.page, row.term, url, texts)
