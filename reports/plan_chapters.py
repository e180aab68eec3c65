"""The chapters of a plan that belong to no single 取組事項: statements, frameworks, glossary."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby

from django.db.models import Prefetch, Q

from initiatives.models import Framework, Plan, PlanStatement, Term, TermLink

Kind = PlanStatement.Kind


@dataclass(frozen=True)
class Chapter:
    """All statements of one kind. ``is_list`` draws them as numbered items (12箇条)."""

    anchor: str
    name: str
    statements: tuple[PlanStatement, ...]
    is_list: bool


def read(plan: Plan) -> tuple[str, tuple[Chapter, ...]]:
    """Return the 基本方針 in one sentence, and all statements by chapter (one query)."""
    statements = list(plan.statements.order_by("order"))
    return _creed(statements), tuple(_chapters(statements))


def _creed(statements: Iterable[PlanStatement]) -> str:
    """The 基本方針 in one sentence: the passage marked "headline", else the first."""
    policies = [row for row in statements if row.kind == Kind.POLICY]
    return next(
        (row.text for row in policies if row.key == "headline"),
        policies[0].text if policies else "",
    )


def _chapters(statements: Iterable[PlanStatement]) -> Iterable[Chapter]:
    """The kinds in the order in which the document first speaks of them."""
    rows = list(statements)
    order = list(dict.fromkeys(row.kind for row in rows))
    grouped = groupby(sorted(rows, key=lambda row: order.index(row.kind)), key=lambda row: row.kind)
    for kind, members in grouped:
        yield Chapter(
            f"chapter-{kind.replace('_', '-')}",
            Kind(kind).label,
            tuple(members),
            kind == Kind.PRINCIPLE,
        )


def frameworks_of(plan: Plan) -> Iterable[Framework]:
    """The frameworks the plan is read against, with the plan's own links only (three queries)."""
    links = TermLink.objects.filter(
        Q(initiative__plan=plan) | Q(category__plan=plan)
    ).select_related("initiative__category", "category")
    return Framework.objects.filter(
        Q(municipality__isnull=True) | Q(municipality=plan.municipality_id)
    ).prefetch_related(
        Prefetch("terms", Term.objects.prefetch_related(Prefetch("links", links, to_attr="own")))
    )
