"""業務改善報告 beside a plan: those the city hall has published in the fiscal year, up to the 基準日."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q, Window

from fiscal.calendar import fiscal_year_start
from initiatives.models import Plan
from initiatives.numbering import printed_number
from progress.improvements import measured
from progress.models import Improvement, ReportingPeriod
from reports import tree

_COLUMNS = (
    "pk",
    "kind",
    "title",
    "made_on",
    "department__name",
    "before",
    "done",
    "effect",
    "amount",
    "unit",
    "good_reason",
    "initiative_id",
    "initiative__category__label",
    "initiative__number",
    "initiative__title",
    "total",
    "good",
)


@dataclass(frozen=True)
class Improvements:
    """Good examples first, then the newest; a shortened list holds good examples only."""

    rows: tuple[tree.Improvement, ...]
    total: int
    good: int


def read(plan: Plan, period: ReportingPeriod, limit: int | None) -> Improvements:
    """Read them with their numbers (one query)."""
    found = (
        Improvement.objects.listed()
        .filter(municipality=plan.municipality_id)
        .made_between(fiscal_year_start(period.year), period.as_of)
        .annotate(
            total=Window(Count("pk")),
            good=Window(Count("pk", filter=Q(is_good_example=True))),
        )
        .order_by("-is_good_example", "-made_on", "-pk")
        .values(*_COLUMNS)
    )
    rows = list(found[:limit])
    if not rows:
        return Improvements((), 0, 0)
    shown = rows if limit is None else [row for row in rows if row["good_reason"]]
    return Improvements(tuple(map(_row, shown)), rows[0]["total"], rows[0]["good"])


def _row(row: dict[str, Any]) -> tree.Improvement:
    label, number = row["initiative__category__label"], row["initiative__number"]
    return tree.Improvement(
        pk=row["pk"],
        kind=Improvement.Kind(row["kind"]).label,
        title=row["title"],
        made_on=row["made_on"],
        department=row["department__name"],
        before=row["before"],
        done=row["done"],
        effect=row["effect"],
        measured=measured(row["amount"], row["unit"]),
        good_reason=row["good_reason"],
        initiative_pk=row["initiative_id"],
        initiative_label=printed_number(label, number) if label else "",
        initiative_title=row["initiative__title"] or "",
    )
