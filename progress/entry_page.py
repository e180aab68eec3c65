"""What the entry page says around its form: whose turn it is, until when, what was saved, what comes next."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils import timezone

from fiscal import clock, wareki
from initiatives.models import Responsibility
from initiatives.queries import current_on
from progress import answer_matrix, checking, evidence, route
from progress.access import Entry
from progress.annual.expected import last_year_of
from progress.annual.prefill import taken_over
from progress.checking import Draft, Known
from progress.checks import Finding
from progress.deadline import Deadline
from progress.entry import EntrySheet, prefilled
from progress.extensions import Extensions
from progress.models import AnnualReview, ProgressReport, SectionAnswer
from progress.naming import number_of
from progress.report_page import closed_because, deeds
from progress.tasks import Chip, chip_of
from progress.workflow import Action, State

SENT_BACK = (Action.RETURN, Action.REOPEN)


@dataclass(frozen=True)
class Title:
    """The head of the page."""

    number: str
    title: str
    what: str
    chip: Chip
    leads: str
    related: str
    deadline: Deadline
    extended: str


def title(entry: Entry, today: date) -> Title:
    """Return the head of the page."""
    period = entry.period
    quarter = period.as_quarter
    rows = (
        Responsibility.objects.filter(current_on(today), initiative=entry.initiative)
        .select_related("department")
        .order_by("origin", "order", "pk")
    )
    section = entry.department.pk if entry.department else None
    extensions = Extensions.read([period.pk], section)
    names: dict[str, list[str]] = {"lead": [], "related": []}
    for row in rows:
        names[row.role].append(row.department.name)
    return Title(
        number=number_of(entry.initiative),
        title=entry.initiative.title,
        what=f"{wareki.round_name(quarter)}（{wareki.quarter_months(quarter)}）の進捗報告",
        chip=chip_of(entry.report),
        leads="、".join(dict.fromkeys(names["lead"])),
        related="、".join(dict.fromkeys(names["related"])),
        deadline=Deadline.of(extensions.due(period, section), today),
        extended=extensions.words(period, section),
    )


def saved_words(report: ProgressReport | AnnualReview | SectionAnswer | None, reader: int) -> str:
    """Return when and by whom the draft was saved last: 今日 14:32 に保存しました。"""
    if report is None or report.saved_at is None:
        return "まだ何も保存していません。"
    at = timezone.localtime(report.saved_at)
    day = "今日" if at.date() == clock.today() else wareki.month_day(at.date())
    who = "" if report.saved_by_id == reader else f"{report.saved_by}さんが"
    return f"{day} {at.hour}:{at.minute:02d} に{who}保存しました。"


def is_open(entry: Entry) -> bool:
    """Whether the person may write in the report now."""
    return Action.SAVE in entry.allowed and not closed_because(entry, Action.SAVE)


def next_step(entry: Entry) -> str:
    """Return what follows a 提出; nothing while no section reports for the initiative."""
    if entry.department is None:
        return ""
    return route.next_step(entry.period.plan, entry.department, clock.today())


def findings(entry: Entry, sheet: EntrySheet) -> tuple[Finding, ...]:
    """Return what the checks find in a report as its page shows it: as typed, or as stored."""
    typed = sheet.form.is_bound
    draft = Draft(
        entry.initiative.pk,
        sheet.content() if typed else prefilled(entry),
        entry.report.pk if entry.report else None,
        {row.indicator.pk: row for row in sheet.entered()} if typed else {},
    )
    known = Known(
        sheet.measured.sheets.get(entry.initiative.pk, ()), sheet.measured.bands, entry.previous
    )
    return checking.look_at_one(entry.period, draft, clock.today(), known)


def context(entry: Entry, sheet: EntrySheet, reader: int) -> dict[str, Any]:
    """Return everything the entry page and the page of a report that was sent show."""
    today = clock.today()
    sheet.tell(findings(entry, sheet))
    return {
        "entry": entry,
        "sheet": sheet,
        "form": sheet.form,
        "title": title(entry, today),
        "evidence": evidence.gather(entry),
        "answers": answer_matrix.head(entry.initiative, entry.period, today),
        "last_year": _last_year(entry),
        "sent_back": _sent_back(entry),
        "saved": saved_words(entry.report, reader),
        "next_step": next_step(entry),
        "can_repeat": entry.previous is not None,
        "closed": closed_because(entry, Action.SAVE),
        "deeds": deeds(entry),
    }


def _last_year(entry: Entry) -> str:
    """What the 年度評価 of the year before handed on to this year."""
    review = last_year_of(entry.initiative, entry.period.year)
    return taken_over(review) if review else ""


def _sent_back(entry: Entry) -> str:
    """The words with which a returned report came back."""
    if entry.report is None or entry.state is not State.RETURNED:
        return ""
    last = entry.report.events.filter(action__in=SENT_BACK).last()
    return last.comment if last else ""
