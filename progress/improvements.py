"""業務改善報告 as pages show them: found, counted and summed up."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from django.db.models import Q

from fiscal import wareki
from fiscal.calendar import fiscal_year_of
from initiatives import search
from initiatives.models import Initiative
from organizations.desk import Desk
from organizations.roles import Permission
from progress.improvement_access import sections_of
from progress.improvement_workflow import State
from progress.models import Improvement, ImprovementQuerySet
from progress.naming import number_of
from progress.queries import never_empty

_TEXTS = ("title", "before", "done", "effect", "good_reason")
SHOWN = 5


@dataclass(frozen=True)
class Fact:
    """What the list has to know of every improvement to narrow, count and sum; ``texts`` only for a search."""

    pk: int
    year: int
    department: int
    section: str
    state: str
    is_good: bool
    amount: Decimal | None
    unit: str
    texts: tuple[str, ...]


@dataclass(frozen=True)
class Row:
    """One line of the list."""

    improvement: Improvement
    measured: str
    number: str


class Begun(NamedTuple):
    """One the section has begun and the office has not published."""

    pk: int
    title: str
    section: str
    made_on: date
    state: str
    return_reason: str

    @property
    def workflow_state(self) -> State:
        """The state as the workflow knows it."""
        return State(self.state)

    @property
    def is_returned(self) -> bool:
        """Whether the office has given it back."""
        return self.state == State.RETURNED


@dataclass(frozen=True)
class Own:
    """What waits on マイページ: the section's unpublished ones, and how many the office has to judge."""

    writes: bool
    rows: tuple[Begun, ...]
    total: int
    waiting: int

    @property
    def more(self) -> int:
        """How many of the section's are not shown."""
        return self.total - len(self.rows)


def facts_of(improvements: ImprovementQuerySet, *, searching: bool) -> list[Fact]:
    """Read everything a list needs before it is cut into pages, newest first (one query)."""
    rows = improvements.order_by("-made_on", "-pk").values_list(
        "pk",
        "made_on",
        "department_id",
        "department__name",
        "state",
        "is_good_example",
        "amount",
        "unit",
        *(_TEXTS if searching else ()),
    )
    return [
        Fact(pk, fiscal_year_of(day), section, name, state, good, amount, unit, tuple(texts))
        for pk, day, section, name, state, good, amount, unit, *texts in rows
    ]


def find(facts: Sequence[Fact], asked: Mapping[str, str]) -> list[Fact]:
    """Return what was asked for, whatever width or kana the words are typed in."""
    words = search.words_of(asked["q"])
    return [
        fact
        for fact in facts
        if (not asked["year"] or str(fact.year) == asked["year"])
        and (not asked["department"] or str(fact.department) == asked["department"])
        and (not asked["good"] or fact.is_good)
        and (not asked["state"] or fact.state == asked["state"])
        and search.matches(words, (*fact.texts, fact.section))
    ]


def in_words(facts: Sequence[Fact]) -> str:
    """掲載 12件（うち優良事例３件）。効果の合計 320時間／年、1,200枚／年。"""
    listed = [fact for fact in facts if fact.state == State.LISTED]
    good = sum(fact.is_good for fact in listed)
    sums: dict[str, Decimal] = defaultdict(Decimal)
    for fact in listed:
        if fact.amount is not None:
            sums[fact.unit] += fact.amount
    counted = f"掲載 {wareki.digits(len(listed))}件（うち優良事例 {wareki.digits(good)}件）"
    told = "、".join(f"{plain(total)}{unit}" for unit, total in sums.items())
    return f"{counted}。効果の合計 {told}。" if told else f"{counted}。"


def plain(amount: Decimal) -> str:
    """A number without idle zeros: 1,200 or 1.5."""
    whole = amount.normalize()
    return f"{whole:,f}"


def measured(amount: Decimal | None, unit: str) -> str:
    """What an improvement saves, or nothing: 120時間／年."""
    return "" if amount is None else f"{plain(amount)}{unit}"


def stored(row: Improvement) -> list[tuple[str, str]]:
    """What a stored improvement says, label by label, for whoever typed something else meanwhile."""
    told = {
        "件名": row.title,
        "実施日・提案日": wareki.full_date(row.made_on),
        "改善前の状況": row.before,
        "改善の内容": row.done,
        "効果": row.effect,
        "効果の数値": measured(row.amount, row.unit),
    }
    return [(label, text) for label, text in told.items() if text]


def rows_of(pks: Sequence[int]) -> list[Row]:
    """The improvements of one page, in their order (one query)."""
    related = ("department", "initiative__category")
    found = Improvement.objects.select_related(*related).in_bulk(never_empty(pks))
    rows = [found[pk] for pk in pks if pk in found]
    return [
        Row(
            row, measured(row.amount, row.unit), number_of(row.initiative) if row.initiative else ""
        )
        for row in rows
    ]


def published_on(initiative: Initiative) -> list[Row]:
    """The published improvements of an initiative, newest first (one query)."""
    rows = Improvement.objects.listed().filter(initiative=initiative).select_related("department")
    return [Row(row, measured(row.amount, row.unit), "") for row in rows]


def own(desk: Desk) -> Own:
    """What a person's own page says of improvements (one query at most)."""
    sections = {section.pk for section in sections_of(desk)}
    is_office = desk.may(Permission.REVIEW)
    if not sections and not is_office:
        return Own(writes=False, rows=(), total=0, waiting=0)
    wanted = Q(department__in=sections) & ~Q(state=State.LISTED)
    if is_office:
        wanted |= Q(state=State.SUBMITTED)
    found = Improvement.objects.visible_to(desk.user).filter(wanted).order_by("-made_on", "-pk")
    columns = ("pk", "title", "department__name", "made_on", "state", "return_reason")
    rows = [(pk, Begun(*row)) for pk, *row in found.values_list("department_id", *columns)]
    mine = tuple(row for pk, row in rows if pk in sections)
    sent = sum(row.state == State.SUBMITTED for _, row in rows)
    return Own(bool(sections), mine[:SHOWN], len(mine), sent if is_office else 0)
