"""The questions a section is asked in a period, with its answers now and last time."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from kpis import figures
from organizations.models import Department
from progress import answer_actions, asked
from progress.answer_actions import why_closed
from progress.deadline import Deadline
from progress.extensions import Extensions
from progress.models import ReportingPeriod, SectionAnswer, SectionQuestion
from progress.naming import number_of
from progress.queries import never_empty


@dataclass(frozen=True)
class Row:
    """One question to the section; ``lock`` says why it cannot be answered now."""

    question: SectionQuestion
    number: str
    answer: SectionAnswer | None
    last: SectionAnswer | None
    deadline: Deadline
    lock: str

    @property
    def version(self) -> int:
        """The version a form is read at; 0 without an answer."""
        return self.answer.version if self.answer else 0

    @property
    def last_figure(self) -> str:
        """The number of last time with its unit."""
        return figure(self.question, self.last)

    @property
    def figure(self) -> str:
        """The number of now with its unit."""
        return figure(self.question, self.answer)


def figure(question: SectionQuestion, answer: SectionAnswer | None) -> str:
    """1,234件, 集計中, or nothing."""
    if answer is None:
        return ""
    if answer.number is None:
        return answer.get_absence_display()
    return f"{figures.number(answer.number, question.decimals)}{question.unit}"


def due_on(question: SectionQuestion, period: ReportingPeriod, due: date) -> date:
    """The day an answer is due: so many days before the section's own 報告期限, never before the period opens."""
    return max(period.opens_on, due - timedelta(days=question.days_before))


def read(period: ReportingPeriod, section: Department, today: date) -> tuple[Row, ...]:
    """Everything the section is asked, or has answered, in a period; what can be answered first (six queries)."""
    answers = {
        row.question_id: row
        for row in SectionAnswer.objects.filter(period=period, department=section).select_related(
            "saved_by"
        )
    }
    periods = ReportingPeriod.objects.filter(pk=period.pk)
    wanted = {ask.question for ask in asked.read(asked.asked(periods, today, [section.pk]))}
    questions = list(
        SectionQuestion.objects.filter(pk__in=never_empty(wanted | answers.keys()))
        .select_related("initiative__category")
        .order_by("initiative__order", "pk")
    )
    last = answer_actions.last_answers(period, section, [row.pk for row in questions])
    closed = answer_actions.summed_up(period, [row.initiative_id for row in questions])
    due = Extensions.read([period.pk], section.pk).due(period, section.pk)
    rows = [
        Row(
            row,
            number_of(row.initiative),
            answers.get(row.pk),
            last.get(row.pk),
            Deadline.of(due_on(row, period, due), today),
            why_closed(period, today, is_summed_up=row.initiative_id in closed),
        )
        for row in questions
    ]
    return tuple(sorted(rows, key=lambda row: bool(row.lock)))


def by_question(rows: tuple[Row, ...]) -> Mapping[int, Row]:
    """The rows by the key of their question."""
    return {row.question.pk: row for row in rows}
