"""Who answers for initiatives on a day: the sections the document prints, or those that took over from them."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Exists, OuterRef, Q, QuerySet

from initiatives.models import Initiative, Responsibility
from initiatives.queries import current_on

DOCUMENT = Responsibility.Origin.DOCUMENT
# What the document prints, and what carries it on after a reorganisation; not what the office assigned by itself.
PRINTED = Q(origin=DOCUMENT) | Q(carries__origin=DOCUMENT)
ASSIGNED = Q(origin=Responsibility.Origin.OFFICE) & (
    Q(carries__isnull=True) | Q(carries__origin=Responsibility.Origin.OFFICE)
)


@dataclass(frozen=True)
class Sections:
    """The names of the sections that answer for an initiative; one that leads is not named again."""

    leads: list[str] = field(default_factory=list)
    related: list[str] = field(default_factory=list)

    def add(self, name: str, *, is_lead: bool) -> None:
        """Take a name in, once; the leads come first."""
        if name not in self.leads and name not in (self.leads if is_lead else self.related):
            (self.leads if is_lead else self.related).append(name)


def printed_on(day: date) -> QuerySet[Responsibility]:
    """The duties of the document as they are held on a day, in the printed order."""
    carried = Responsibility.objects.filter(current_on(day), carries=OuterRef("pk"))
    return (
        Responsibility.objects.filter(PRINTED, current_on(day))
        .exclude(Exists(carried))
        .order_by("order", "pk")
    )


def sections_on(
    initiatives: Collection[int] | QuerySet[Initiative], day: date
) -> dict[int, Sections]:
    """Name the sections that answer for initiatives on a day (one query)."""
    found: dict[int, Sections] = defaultdict(Sections)
    rows = printed_on(day).filter(initiative__in=initiatives)
    told = rows.values_list("initiative_id", "role", "department__name")
    # The leads first, so that a section that also stands among the others is not named twice.
    for pk, role, name in sorted(told, key=lambda row: row[1] != Responsibility.Role.LEAD):
        found[pk].add(name, is_lead=role == Responsibility.Role.LEAD)
    return found


def took_over(duties: Iterable[Responsibility]) -> dict[int, str]:
    """Return who took over each printed duty among rows read with their department: the last to do so. No query."""
    latest = sorted(duties, key=lambda duty: duty.valid_from or date.min)
    return {duty.carries_id: str(duty.department) for duty in latest if duty.carries_id}
