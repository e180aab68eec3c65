"""お知らせ: what happened to the own section's reports, and which periods have begun. Newest first."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.utils import timezone

from fiscal import wareki
from organizations.models import Department
from progress.models import ReportEvent, ReportingPeriod
from progress.naming import DID, number_of
from progress.workflow import Action

LIMIT = 10
TOLD = (Action.CONFIRM, Action.ACCEPT, Action.RETURN, Action.REOPEN, Action.CORRECT)


@dataclass(frozen=True)
class News:
    """One piece of news; ``said`` are the words somebody wrote with it."""

    day: date
    number: str
    text: str
    said: str = ""


def news_for(municipality_id: int, sections: Sequence[Department], today: date) -> list[News]:
    """The newest ten for a person's sections (two queries)."""
    rows = [*_events(sections), *_periods(municipality_id, today)]
    return sorted(rows, key=lambda row: row.day, reverse=True)[:LIMIT]


def _events(sections: Sequence[Department]) -> list[News]:
    if not sections:
        return []
    events = (
        ReportEvent.objects.filter(
            report__department__in=[section.pk for section in sections], action__in=TOLD
        )
        .select_related("by", "report__period", "report__initiative__category")
        .order_by("-at", "-pk")[:LIMIT]
    )
    return [
        News(
            timezone.localtime(event.at).date(),
            number_of(event.report.initiative),
            f"{wareki.round_name(event.report.period.as_quarter)}の報告："
            f"{event.by}さんが{DID[Action(event.action)]}。",
            event.comment,
        )
        for event in events
    ]


def _periods(municipality_id: int, today: date) -> list[News]:
    periods = (
        ReportingPeriod.objects.begun_by(today)
        .filter(plan__municipality_id=municipality_id)
        .order_by("-opens_on", "-pk")[:LIMIT]
    )
    return [
        News(
            period.opens_on,
            "",
            f"{period}の報告期が始まりました。基準日は{wareki.month_day(period.as_of)}、"
            f"報告期限は{wareki.month_day_weekday(period.due_on)}です。",
            period.message,
        )
        for period in periods
    ]
