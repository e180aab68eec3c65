"""Which 提出 of a report counts for 期限内: the first one that the section has not taken back itself.

A report that was returned keeps the day of its first 提出: the section was on time, and the office asked for more.
A 提出 that was withdrawn (引戻し) counts as never made, so that nobody is on time with an empty report.
"""

from collections.abc import Collection, Iterable
from datetime import datetime
from itertools import groupby

from progress.models import ReportEvent, ReportingPeriod
from progress.workflow import Action

SENDING = (Action.SUBMIT, Action.WITHDRAW)


def counted(events: Iterable[tuple[str, datetime]]) -> datetime | None:
    """Return when a report was handed in, out of its events (action, moment) in their order."""
    standing: list[datetime] = []
    for action, at in events:
        if action == Action.SUBMIT:
            standing.append(at)
        elif action == Action.WITHDRAW and standing:
            standing.pop()
    return standing[0] if standing else None


def taken_back(periods: Collection[ReportingPeriod]) -> dict[int, datetime | None]:
    """Read when the reports of some periods were handed in that were ever withdrawn (one query).

    Of all others the first 提出 counts, which the database finds itself.
    """
    withdrawn = ReportEvent.objects.filter(action=Action.WITHDRAW, report__period__in=periods)
    rows = (
        ReportEvent.objects.filter(report__in=withdrawn.order_by().values("report"))
        .filter(action__in=SENDING)
        .order_by("report", "at", "pk")
        .values_list("report_id", "action", "at")
    )
    return {
        pk: counted((action, at) for _, action, at in events)
        for pk, events in groupby(rows, key=lambda row: row[0])
    }
