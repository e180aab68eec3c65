"""個票: everything about one 取組事項, with a number of queries that does not depend on how much there is."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from django.urls import reverse

from fiscal.calendar import Quarter
from initiatives.glossary import Entry
from initiatives.models import Initiative
from initiatives.queries import reporters
from organizations.desk import Desk
from organizations.roles import Permission
from progress import confidence, prospects
from progress.access import department_actors
from progress.confidence_forms import JudgeForm
from progress.improvements import Row, published_on
from progress.models import Remark, ReportingPeriod
from progress.naming import number_of
from progress.prospects import Prospect
from progress.remarks import remarks_on
from progress.workflow import EDITABLE, Actor, State
from reports import annual, glossary, sheet_course, sheet_kpis, sheet_promise
from reports.annual import Review
from reports.descent import Descent, of_initiative
from reports.glossary import Lookup
from reports.marks import DONE
from reports.plan_page import revised
from reports.sheet_course import Course
from reports.sheet_kpis import Kpis
from reports.sheet_promise import Promise


@dataclass(frozen=True)
class Sheet:
    """Everything the page prints about the initiative itself."""

    initiative: Initiative
    number: str
    reporter_id: int | None
    reporter: str
    promise: Promise
    kpis: Kpis
    course: Course
    prospect: Prospect | None
    remarks: tuple[Remark, ...]
    improvements: tuple[Row, ...]
    reviews: tuple[Review, ...]
    descent: Descent
    glossary: Lookup
    words: tuple[Entry, ...]
    revised: str


@dataclass(frozen=True)
class Ways:
    """Where the person may go from the sheet; empty addresses are not offered."""

    entry: str
    entry_words: str
    remark: str
    assign: str
    answerable: frozenset[int]
    judge: str
    judge_form: JudgeForm | None


def read(initiative: Initiative, periods: Sequence[ReportingPeriod], today: date) -> Sheet:
    """Read the sheet. ``periods`` are those that have begun, the newest first (twenty-five queries)."""
    span = initiative.plan.frequency
    quarter = periods[0].as_quarter if periods else Quarter.round_of(today, span)
    kpis = sheet_kpis.read(initiative, quarter)
    promise = sheet_promise.read(initiative, kpis.measured, today)
    words = glossary.read(initiative.plan)
    reviews = annual.of_initiative(initiative)
    reporter = reporters([initiative.pk], today).get(initiative.pk)
    course = sheet_course.read(initiative, periods, kpis, promise, reviews)
    return Sheet(
        initiative=initiative,
        number=number_of(initiative),
        reporter_id=reporter and reporter.pk,
        reporter=reporter.name if reporter else "",
        promise=promise,
        kpis=kpis,
        course=course,
        prospect=_prospect(initiative, course),
        remarks=tuple(remarks_on(initiative)),
        improvements=tuple(published_on(initiative)),
        reviews=reviews,
        descent=of_initiative(initiative),
        glossary=words,
        words=tuple(words.used_in(initiative.situation, initiative.direction)),
        revised=revised(initiative),
    )


def _prospect(initiative: Initiative, course: Course) -> Prospect | None:
    """What the office thinks; None before the first period, and once nothing is owed any more (two queries)."""
    period = course.period
    if period is None or (course.current is None and course.mark == DONE):
        return None
    written = confidence.written(period, initiative)
    return prospects.of_report(initiative.pk, course.current, period.as_quarter, written)


def ways(desk: Desk, sheet: Sheet, today: date) -> Ways:
    """Say what this person may do from here; the doors of the pages themselves decide. No query."""
    pk = sheet.initiative.pk
    entry, words = _entry(desk, sheet, today)
    judge, judge_form = _judge(desk, sheet)
    return Ways(
        entry=entry,
        entry_words=words,
        remark=reverse("progress:remark-create", args=[pk]) if desk.may(Permission.REMARK) else "",
        assign=(
            reverse("initiatives:responsibility-assign", args=[pk])
            if desk.may(Permission.EDIT_PLAN)
            else ""
        ),
        answerable=frozenset(_answerable(desk, sheet)),
        judge=judge,
        judge_form=judge_form,
    )


def _judge(desk: Desk, sheet: Sheet) -> tuple[str, JudgeForm | None]:
    """Where the office writes its 見立て, and the form it does so with."""
    prospect, period = sheet.prospect, sheet.course.period
    if prospect is None or period is None or not desk.may(Permission.REVIEW):
        return "", None
    initiative = sheet.initiative
    form = JudgeForm.beside(prospect.written, initiative.get_absolute_url())
    return reverse("progress:confidence-judge", args=[period.pk, initiative.pk]), form


def _entry(desk: Desk, sheet: Sheet, today: date) -> tuple[str, str]:
    course, period = sheet.course, sheet.course.period
    if period is None or (course.current is None and course.mark == DONE):
        return "", ""
    actors = department_actors(desk, _section(sheet))
    if not actors:
        return "", ""
    url = reverse("progress:entry-edit", args=[period.pk, sheet.initiative.pk])
    state = course.current.workflow_state if course.current else State.DRAFT
    may_write = Actor.SECTION in actors and state in EDITABLE and period.is_open_on(today)
    return url, "今期の報告を入力する" if may_write else "今期の報告を見る"


def _section(sheet: Sheet) -> int | None:
    """Who sent the report; while it can still be changed, who reports today."""
    current = sheet.course.current
    if current is not None and (current.state not in EDITABLE or sheet.reporter_id is None):
        return current.department_id
    return sheet.reporter_id


def _answerable(desk: Desk, sheet: Sheet) -> Collection[int]:
    """The remarks this person's section answers: those that name it, else the reporter's."""
    found = []
    for remark in sheet.remarks:
        section = remark.department_id or sheet.reporter_id
        if section is not None and desk.may(Permission.ENTER, section):
            found.append(remark.pk)
    return found
