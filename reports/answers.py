"""各課の回答 of a period as one frozen tree: each question with what every section answered."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from kpis import figures
from organizations.models import Department
from progress import asked
from progress.answers import figure
from progress.models import ReportingPeriod, SectionAnswer, SectionQuestion
from progress.naming import number_of
from progress.queries import never_empty


@dataclass(frozen=True)
class Answer:
    """What one section said; without an answer the texts are empty."""

    section: str
    line: str
    figure: str
    number: Decimal | None
    is_answered: bool


@dataclass(frozen=True)
class Asked:
    """One question of an initiative; ``total`` is the sum of the numbers with its unit, empty without any."""

    number: str
    title: str
    question: str
    number_label: str
    decimals: int
    total: str
    rows: tuple[Answer, ...]

    @property
    def answered(self) -> int:
        """How many sections have answered."""
        return sum(row.is_answered for row in self.rows)


def of_period(period: ReportingPeriod, today: date) -> tuple[Asked, ...]:
    """Read the questions of a period with their answers (four queries, one where nothing is asked)."""
    running = SectionQuestion.objects.running_in(period.year, period.quarter)
    rows = running.filter(initiative__plan=period.plan_id).select_related("initiative__category")
    questions = list(rows.order_by("initiative__order", "pk"))
    if not questions:
        return ()
    this = ReportingPeriod.objects.filter(pk=period.pk)
    pairs = {(ask.question, ask.section) for ask in asked.read(asked.asked(this, today))}
    given = {
        (row.question_id, row.department_id): row
        for row in SectionAnswer.objects.filter(period=period, question__in=questions)
    }
    sections = {section for _, section in pairs | given.keys()}
    units = Department.objects.filter(pk__in=never_empty(sections)).order_by("order", "pk")
    names = dict(units.values_list("pk", "name"))
    return tuple(
        _asked(
            question,
            [
                (name, given.get((question.pk, pk)))
                for pk, name in names.items()
                if (question.pk, pk) in pairs or (question.pk, pk) in given
            ],
        )
        for question in questions
    )


def _asked(question: SectionQuestion, rows: Iterable[tuple[str, SectionAnswer | None]]) -> Asked:
    answers = tuple(
        Answer(
            section=name,
            line=answer.line if answer else "",
            figure=figure(question, answer),
            number=answer.number if answer else None,
            is_answered=answer is not None,
        )
        for name, answer in rows
    )
    numbers = [row.number for row in answers if row.number is not None]
    total = figures.number(sum(numbers, Decimal(0)), question.decimals) if numbers else ""
    unit = f"（{question.unit}）" if question.unit else ""
    return Asked(
        number=number_of(question.initiative),
        title=question.initiative.title,
        question=question.text,
        number_label=f"{question.number_label}{unit}" if question.has_number else "",
        decimals=question.decimals,
        total=f"{total}{question.unit}" if total else "",
        rows=answers,
    )
