"""The chapters of a plan that belong to no single 取組事項: statements, frameworks, glossary."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby

from django.db.models import Exists, OuterRef, Prefetch, Q

from initiatives.models import (
    Framework,
    GlossaryTerm,
    ItemList,
    Plan,
    PlanStatement,
    Term,
    TermLink,
)

Kind = PlanStatement.Kind
FORMS = {Kind.PRINCIPLE: "list", Kind.GOAL: "list", Kind.ROLE: "roles"}


@dataclass(frozen=True)
class Chapter:
    """All statements of one kind; ``form`` is how they are drawn: texts, numbered items (12箇条), or a table of roles."""

    anchor: str
    name: str
    statements: tuple[PlanStatement, ...]
    form: str

    @property
    def is_list(self) -> bool:
        """Whether the statements are numbered items."""
        return self.form == "list"

    @property
    def is_roles(self) -> bool:
        """Whether the statements are a table of roles."""
        return self.form == "roles"


@dataclass(frozen=True)
class Opening:
    """What stands at the head of the plan's page: its creed in one sentence, and what it wants to reach."""

    creed: str
    creed_word: str
    goals: tuple[PlanStatement, ...]


def read(plan: Plan) -> tuple[Opening, tuple[Chapter, ...]]:
    """Return how the plan opens, and all statements by chapter (one query)."""
    statements = list(plan.statements.order_by("order"))
    return _opening(statements), tuple(_chapters(statements))


def _opening(statements: Iterable[PlanStatement]) -> Opening:
    """The catchphrase, else the 基本方針 marked "headline", the vision, or the first 基本方針."""
    rows = list(statements)
    ranked = [
        *(row for row in rows if row.kind == Kind.CATCHPHRASE),
        *(row for row in rows if row.kind == Kind.POLICY and row.key == "headline"),
        *(row for kind in (Kind.VISION, Kind.POLICY) for row in rows if row.kind == kind),
    ]
    creed = next(iter(ranked), None)
    goals = tuple(row for row in rows if row.kind == Kind.GOAL)
    return Opening(creed.text, creed.get_kind_display(), goals) if creed else Opening("", "", goals)


def _chapters(statements: Iterable[PlanStatement]) -> Iterable[Chapter]:
    """The kinds in the order in which the document first speaks of them."""
    rows = list(statements)
    order = list(dict.fromkeys(row.kind for row in rows))
    grouped = groupby(sorted(rows, key=lambda row: order.index(row.kind)), key=lambda row: row.kind)
    for kind, members in grouped:
        yield Chapter(
            anchor_of(kind), Kind(kind).label, tuple(members), FORMS.get(Kind(kind), "texts")
        )


@dataclass(frozen=True)
class Appendices:
    """Which lists a plan has behind its chapters; a link to none of them leads nowhere."""

    items: bool
    frameworks: bool
    glossary: bool
    notes: bool


def appendices(plan: Plan) -> Appendices:
    """Return what stands behind the chapters of a plan (one query)."""
    lists = ItemList.objects.filter(
        Q(initiative__plan=OuterRef("pk")) | Q(category__plan=OuterRef("pk"))
    )
    links = TermLink.objects.filter(
        Q(initiative__plan=OuterRef("pk")) | Q(category__plan=OuterRef("pk"))
    )
    terms = GlossaryTerm.objects.filter(plan=OuterRef("pk"))
    rows = Plan.objects.filter(pk=plan.pk).order_by()
    items, frameworks, glossary = rows.values_list(Exists(lists), Exists(links), Exists(terms))[0]
    return Appendices(items, frameworks, glossary, bool(plan.notes))


def anchor_of(kind: str) -> str:
    """The place of a chapter on the page of the chapters."""
    return f"chapter-{kind.replace('_', '-')}"


def frameworks_of(plan: Plan) -> Iterable[Framework]:
    """The frameworks the plan answers to, with the plan's own links only (three queries)."""
    links = TermLink.objects.filter(Q(initiative__plan=plan) | Q(category__plan=plan))
    told = links.select_related("initiative__category", "category")
    return Framework.objects.filter(pk__in=links.values("term__framework")).prefetch_related(
        Prefetch("terms", Term.objects.prefetch_related(Prefetch("links", told, to_attr="own")))
    )
