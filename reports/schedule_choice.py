"""Which 取組事項 the 工程表 shows."""

from enum import StrEnum

from django.db.models import Exists, OuterRef
from django.http import Http404

from initiatives.models import Milestone, Plan
from progress.models import ReportingPeriod
from reports import standing

LATE_TONES = frozenset({"slip", "late"})


class Choice(StrEnum):
    """Which initiatives the page shows, as its address says it."""

    ALL = ""
    ACTIVE = "active"
    LATE = "late"
    DUE = "due"


def choice_of(text: str) -> Choice:
    """Return the choice an address names.

    Raises:
        Http404: there is no such choice.
    """
    try:
        return Choice(text)
    except ValueError as error:
        raise Http404 from error


def pick(plan: Plan, period: ReportingPeriod | None, choice: Choice) -> list[int]:
    """Return the initiatives of a choice in the plan's order (one query, five for 遅れ・やや遅れ)."""
    rows = plan.initiatives.order_by("order", "pk")
    if choice is Choice.ACTIVE:
        rows = rows.active()
    if choice is Choice.DUE:
        year = period.year if period else None
        rows = rows.filter(
            Exists(Milestone.objects.filter(initiative=OuterRef("pk"), due_year=year))
        )
    keys = list(rows.values_list("pk", flat=True))
    if choice is Choice.LATE:
        marks = standing.marks(plan, period) if period else {}
        keys = [pk for pk in keys if pk in marks and marks[pk].tone in LATE_TONES]
    return keys
