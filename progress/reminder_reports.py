"""Reminders of the reports of a period: to those who still owe them, and to the heads who have not confirmed."""

from collections.abc import Callable, Collection, Mapping
from datetime import date

from initiatives.models import Initiative
from initiatives.queries import Section as Reporting
from initiatives.queries import reporters
from organizations.models import Department
from progress import request_letter, unanswered
from progress.answers import due_on
from progress.cadences import Cadences
from progress.extensions import Extensions
from progress.missing import Missing
from progress.models import Notice, ProgressReport, ReportingPeriod
from progress.naming import number_of
from progress.owed import Own, owed_reports
from progress.queries import never_empty
from progress.reminder_calls import Asks, Call, Owed, Propose, Told
from progress.request_letter import Letter
from progress.tasks import chip_of
from progress.unanswered import Questions
from progress.workflow import EDITABLE, State

Periods = Mapping[int, ReportingPeriod]
Kind = Notice.Kind
Day = tuple[ReportingPeriod, date]


def open_periods(municipalities: Collection[int], today: date) -> Periods:
    """The open periods of some city halls (one query)."""
    rows = ReportingPeriod.objects.open_on(today).filter(plan__municipality__in=municipalities)
    return {row.pk: row for row in rows.select_related("plan")}


def calls(periods: Periods, rules: Cadences, today: date) -> list[Call]:
    """Read what is asked today (nine queries; two where nobody is reminded today)."""
    extensions = Extensions.read(periods)
    questions = unanswered.questions_of({period.plan_id for period in periods.values()})
    days = _days(periods, extensions, questions)
    if not any(rules.falls_on(today, period, due) for period, due in days):
        return []
    told = _told(periods, today)
    asks = _asks(questions, periods, extensions, today)
    kinds = (
        (Kind.REMINDER, _owed(periods, today), request_letter.proposed),
        (Kind.CONFIRM, _waiting(periods), request_letter.to_confirm),
    )
    return [
        Call(
            kind,
            periods,
            owed,
            told,
            due=lambda key: extensions.due(periods[key[0]], key[1]),
            propose=_letters(periods, propose),
            asks=asks if kind is Kind.REMINDER else {},
        )
        for kind, owed, propose in kinds
    ]


def _days(periods: Periods, extensions: Extensions, questions: Questions) -> set[Day]:
    """The days on which reports and answers are due."""
    days = {(period, period.due_on) for period in periods.values()}
    days |= {(periods[pk], extensions.due(periods[pk], unit)) for pk, unit in extensions.rows}
    return days | {
        (period, due_on(question, period, due))
        for question in questions.values()
        for period, due in days
        if period.plan_id == question.initiative.plan_id
    }


def _letters(periods: Periods, propose: Callable[[ReportingPeriod, str, bool], Letter]) -> Propose:
    return lambda pk, office, is_late: propose(periods[pk], office, is_late)


def _told(periods: Periods, today: date) -> Told:
    rows = Notice.objects.filter(period__in=periods, day=today).order_by()
    return frozenset(rows.values_list("kind", "period_id", "department_id"))


def _owed(periods: Periods, today: date) -> Owed:
    """What each section owes in each open period, in the order of the plan (three queries)."""
    plans = {period.plan_id for period in periods.values()}
    sections = reporters(Initiative.objects.filter(plan__in=plans).active(), today)
    begun = {
        (row.period_id, row.initiative_id): row
        for row in ProgressReport.objects.filter(period__in=periods, state__in=EDITABLE).only(
            "period", "initiative", "state"
        )
    }
    found: Owed = {}
    for row in owed_reports(own_of(sections), today).select_related("category"):
        period: int = row.period_pk  # type: ignore[attr-defined]
        section = sections[row.pk]
        chip = chip_of(begun.get((period, row.pk)))
        missing = Missing(row.pk, number_of(row), row.title, chip, None)
        found.setdefault((period, section.pk, section.name), []).append(missing)
    return found


def _asks(questions: Questions, periods: Periods, extensions: Extensions, today: date) -> Asks:
    """What each section has not answered (two queries, none without questions)."""
    found = unanswered.read(questions, periods, extensions, today)
    if not found:
        return {}
    rows = Department.objects.filter(pk__in=never_empty(section for _, section in found))
    names = dict(rows.order_by().values_list("pk", "name"))
    return {(period, section, names[section]): asks for (period, section), asks in found.items()}


def own_of(sections: Mapping[int, Reporting]) -> Own:
    """Everything that some sections report for, as the queries of what is owed want it."""
    return Own(
        frozenset(section.pk for section in sections.values()),
        {pk: section.name for pk, section in sections.items()},
        {pk: section.pk for pk, section in sections.items()},
    )


def _waiting(periods: Periods) -> Owed:
    """What waits for the head of each section (one query)."""
    rows = ProgressReport.objects.filter(
        period__in=periods, state=State.SUBMITTED, period__plan__needs_confirmation=True
    ).select_related("initiative__category", "department")
    found: Owed = {}
    for row in rows.order_by("initiative__order", "pk"):
        initiative = row.initiative
        waiting = Missing(
            initiative.pk, number_of(initiative), initiative.title, chip_of(row), None
        )
        key = (row.period_id, row.department_id, row.department.name)
        found.setdefault(key, []).append(waiting)
    return found
