"""各課への問い as things to do: one task for each section and period, on one page."""

from collections import defaultdict
from collections.abc import Collection
from datetime import date

from django.urls import reverse

from fiscal import wareki
from organizations.desk import Desk
from organizations.models import Department
from organizations.roles import Permission
from progress import asked
from progress.answers import due_on
from progress.deadline import Deadline
from progress.extensions import Extensions
from progress.models import ReportingPeriod, SectionQuestion, SectionQuestionQuerySet
from progress.naming import number_of
from progress.queries import never_empty
from progress.tasks import LIMIT, NOT_BEGUN, Task, Tasks


def owed(today: date, sections: Collection[int] | None = None) -> SectionQuestionQuerySet:
    """What sections are asked in the open periods and have not answered; of all sections, or of some."""
    return asked.unanswered(asked.asked(ReportingPeriod.objects.open_on(today), today, sections))


def with_answers(tasks: Tasks, desk: Desk, today: date) -> Tasks:
    """Put the answers the person's sections owe among the other tasks, by their day."""
    sections = desk.departments_for(Permission.ENTER)
    if not sections:
        return tasks
    own = tasks_of(sections, today)
    rows = sorted(
        (*tasks.rows, *own.rows), key=lambda task: task.deadline.day if task.deadline else date.max
    )
    return Tasks(tuple(rows), tasks.total + own.total)


def tasks_of(sections: Collection[int], today: date) -> Tasks:
    """One task for each page on which a section has something left to answer (one query, five where there are any)."""
    found: dict[tuple[int, int], list[int]] = defaultdict(list)
    for ask in asked.read(owed(today, sections)):
        found[ask.period, ask.section].append(ask.question)
    if not found:
        return Tasks()
    questions = SectionQuestion.objects.select_related("initiative__category").in_bulk(
        never_empty(pk for pks in found.values() for pk in pks)
    )
    periods = ReportingPeriod.objects.in_bulk(never_empty(period for period, _ in found))
    names = Department.objects.in_bulk(never_empty(section for _, section in found))
    extensions = Extensions.read(periods)
    rows = [
        _task(
            [questions[pk] for pk in pks],
            periods[period],
            names[section],
            extensions.due(periods[period], section),
            today,
        )
        for (period, section), pks in list(found.items())[:LIMIT]
    ]
    return Tasks(tuple(rows), len(found))


def _task(
    questions: list[SectionQuestion],
    period: ReportingPeriod,
    section: Department,
    due: date,
    today: date,
) -> Task:
    numbers = "、".join(dict.fromkeys(number_of(row.initiative) for row in questions))
    day = min(due_on(row, period, due) for row in questions)
    return Task(
        deadline=Deadline.of(day, today),
        number=numbers,
        title=f"各課への問い {wareki.digits(len(questions))}件",
        section=section.name,
        what=f"{wareki.round_name(period.as_quarter)}　一行ずつ答えます。",
        url=reverse("progress:answer-edit", args=[period.pk, section.pk]),
        go="回答する",
        chip=NOT_BEGUN,
    )
