"""Who reports for the initiatives of a plan today, read once for everything that asks section by section."""

from collections.abc import Collection
from datetime import date
from typing import NamedTuple

from initiatives.models import Initiative, Plan
from initiatives.queries import reporters, reporters_through

UNASSIGNED = "担当未定"


class Reporter(NamedTuple):
    """A section, or nobody yet: then ``pk`` is None and the name says so. A tuple, because it is a key of counts."""

    pk: int | None
    name: str


def reporters_of(plan: Plan, today: date) -> dict[int, Reporter]:
    """The reporter of each active initiative, in the order of the plan (two queries)."""
    active = Initiative.objects.filter(plan=plan).active()
    found = {pk: Reporter(*section) for pk, section in reporters(active, today).items()}
    nobody = Reporter(None, UNASSIGNED)
    return {
        pk: found.get(pk, nobody) for pk in active.order_by("order").values_list("pk", flat=True)
    }


def reporters_then(plan: Plan, days: Collection[date]) -> dict[date, dict[int, Reporter]]:
    """Who reported for the active initiatives on days of the past, where somebody did (one query)."""
    active = Initiative.objects.filter(plan=plan).active()
    return {
        day: {pk: Reporter(*section) for pk, section in found.items()}
        for day, found in reporters_through(active, days).items()
    }
