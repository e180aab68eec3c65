"""The plan as its document shows it: its 取組事項 with their marks, goals and sections."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import NamedTuple

from django.db.models import Q
from django.urls import reverse

from fiscal import clock, wareki
from initiatives import search
from initiatives.models import Category, Initiative, Plan, Responsibility
from initiatives.numbering import printed_number
from initiatives.queries import current_on
from kpis import goals
from kpis.goals import GoalText
from organizations.lineage import with_present_name
from progress.models import ReportingPeriod
from reports import standing
from reports.mark import Mark
from reports.marks import DONE
from reports.sheet_promise import unprinted

TONES = ("done", "ahead", "ontrack", "slip", "late", "na", "none")
# What the page prints of a 取組事項; its long texts stand on the 個票.
FIELDS = (
    "plan_id",
    "category_id",
    "code",
    "number",
    "title",
    "aliases",
    "origin",
    "completed_year",
    "departments_printed",
    "repeat_of_id",
    "valid_from",
    "valid_to",
    "page",
)
BEFORE_REPORTS = Mark("none", "報告前")


class Duty(NamedTuple):
    """A section that answers for a 取組事項."""

    section: int
    name: str
    role: str
    origin: str
    carried_origin: str | None
    carries: int | None
    pk: int


@dataclass(frozen=True)
class Item:
    """One 取組事項 in the table. ``number`` is empty for what was complete before the plan began.

    ``goals`` are read for the shown ones only (``with_goals``).
    """

    pk: int
    url: str
    number: str
    title: str
    is_new: bool
    mark: Mark
    sections: str
    assigned: str
    goals: tuple[GoalText, ...]
    finished: str
    repeats: str = ""
    revised: str = ""


@dataclass(frozen=True)
class Contents:
    """What the plan promises, arranged; ``order`` are the keys in the plan's order."""

    plan: Plan
    categories: tuple[Category, ...]
    items: Mapping[int, Item]
    members: Mapping[int, tuple[int, ...]]
    haystacks: Mapping[int, tuple[str, ...]]
    departments: Mapping[int, frozenset[int]]
    section_names: Mapping[int, str]

    @property
    def counted(self) -> list[Item]:
        """The initiatives that count: each once, however often it is printed (再掲)."""
        return [item for item in self.items.values() if not item.repeats]

    @property
    def order(self) -> list[int]:
        """All initiatives in the order of the tree."""
        return [pk for category in self.categories for pk in self.members.get(category.pk, ())]


def read(plan: Plan, period: ReportingPeriod | None) -> Contents:
    """Read a plan's categories and 取組事項 with the marks of a period (seven queries)."""
    categories = tuple(plan.categories.order_by("order", "pk"))
    initiatives = list(plan.initiatives.only(*FIELDS).order_by("order", "pk"))
    marks = standing.marks(plan, period) if period else {}
    duties = _duties(plan)
    labels = {category.pk: category.label for category in categories}
    members: dict[int, list[int]] = defaultdict(list)
    for row in initiatives:
        members[row.category_id].append(row.pk)
    return Contents(
        plan=plan,
        categories=categories,
        items={
            row.pk: _item(row, labels, marks.get(row.pk), duties[row.pk]) for row in initiatives
        },
        members={pk: tuple(keys) for pk, keys in members.items()},
        haystacks={row.pk: _haystack(row, labels) for row in initiatives},
        departments={pk: frozenset(duty.section for duty in rows) for pk, rows in duties.items()},
        section_names={duty.section: duty.name for rows in duties.values() for duty in rows},
    )


def _duties(plan: Plan) -> dict[int, list[Duty]]:
    """Who answers for each 取組事項 of a plan (one query)."""
    found: dict[int, list[Duty]] = defaultdict(list)
    rows = (
        Responsibility.objects.filter(initiative__plan=plan)
        .filter(Q(origin=Responsibility.Origin.DOCUMENT) | current_on(clock.today()))
        .order_by("order", "pk")
        .values_list(
            "initiative_id",
            "department_id",
            "department__name",
            "role",
            "origin",
            "carries__origin",
            "carries",
            "pk",
        )
    )
    for pk, *duty in rows:
        found[pk].append(Duty._make(duty))
    return found


def with_goals(contents: Contents, shown: Sequence[int]) -> Contents:
    """Return the contents with the goals of what is shown (two queries)."""
    aims = goals.read(shown)
    told = {pk: replace(contents.items[pk], goals=aims.get(pk, ())) for pk in shown}
    return replace(contents, items={**contents.items, **told})


def _haystack(row: Initiative, labels: Mapping[int, str]) -> tuple[str, ...]:
    return (row.title, row.code, printed_number(labels[row.category_id], row.number), *row.aliases)


def _item(
    row: Initiative,
    labels: Mapping[int, str],
    mark: Mark | None,
    duties: Sequence[Duty],
) -> Item:
    year = row.completed_year
    now = {duty.carries: duty.name for duty in duties if duty.carries}
    leads = [
        with_present_name(duty.name, now.get(duty.pk))
        for duty in duties
        if duty.role == "lead" and duty.origin == "document"
    ]
    assigned = [duty.name for duty in duties if (duty.carried_origin or duty.origin) == "office"]
    page = f"（計画書 {row.page}ページ）" if row.page else ""
    return Item(
        pk=row.pk,
        url=reverse("reports:initiative-show", args=[row.pk]),
        number=printed_number(labels[row.category_id], row.number) if year is None else "",
        title=row.title,
        is_new=row.origin == Initiative.Origin.NEW,
        mark=mark or (BEFORE_REPORTS if year is None else DONE),
        sections="・".join(leads) or unprinted(row),
        assigned="・".join(dict.fromkeys(assigned)),
        goals=(),
        finished="" if year is None else f"{wareki.fiscal_year(year)}までに完了{page}",
        repeats=reverse("reports:initiative-show", args=[row.repeat_of_id])
        if row.repeat_of_id
        else "",
        revised=revised(row),
    )


def revised(row: Initiative) -> str:
    """Since when, or until when, a revision has made a 取組事項 part of the plan."""
    words = []
    if row.valid_from is not None:
        words.append(f"{wareki.full_date(row.valid_from)}の改定で追加")
    if row.valid_to is not None:
        words.append(f"{wareki.full_date(row.valid_to + timedelta(days=1))}の改定で廃止")
    return "、".join(words)


def key_of(contents: Contents) -> list[Mark]:
    """Return the marks the map uses, each once, from 完了 to 未提出."""
    used = dict.fromkeys(contents.items[pk].mark for pk in contents.order)
    return sorted(used, key=lambda mark: TONES.index(mark.tone))


def find(contents: Contents, query: str, category: int | None, department: int | None) -> list[int]:
    """Return the initiatives that answer to words, a branch of the tree and a section."""
    words = search.words_of(query)
    branch = branch_of(contents.categories, category) if category else None
    inside = {
        pk
        for key, keys in contents.members.items()
        if branch is None or key in branch
        for pk in keys
    }
    return [
        pk
        for pk in contents.order
        if pk in inside
        and (department is None or department in contents.departments.get(pk, ()))
        and search.matches(words, contents.haystacks[pk])
    ]


def branch_of(categories: Iterable[Category], root: int) -> set[int]:
    """Return a category and everything below it; parents stand before their children."""
    found = {root}
    for category in categories:
        if category.parent_id in found:
            found.add(category.pk)
    return found
