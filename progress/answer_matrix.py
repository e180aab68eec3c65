"""各課の回答: sections × answers of one initiative in a period, and through the periods before it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.db.models import Q

from fiscal import wareki
from initiatives.models import Initiative
from kpis import figures
from organizations import lineage
from organizations.models import Department
from progress import asked
from progress.answers import due_on, figure
from progress.models import ReportingPeriod, SectionAnswer, SectionQuestion
from progress.queries import never_empty

# So many periods stand beside each other; one year and the same quarter of the last.
COLUMNS = 5
NOT_ASKED, WAITING = "－", "未回答"
Key = tuple[int, int]


@dataclass(frozen=True)
class Cell:
    """What one section said in one period; nothing while it has not answered."""

    line: str = ""
    figure: str = ""
    number: Decimal | None = None
    who: str = ""
    at: datetime | None = None
    unchanged: bool = False
    is_answered: bool = False
    is_asked: bool = False

    @property
    def short(self) -> str:
        """The cell in the table of periods: the number or the word, else that there is an answer."""
        if self.is_answered:
            return self.figure or "○"
        return WAITING if self.is_asked else NOT_ASKED

    @property
    def is_waiting(self) -> bool:
        """Whether an answer is still expected."""
        return self.is_asked and not self.is_answered


@dataclass(frozen=True)
class Row:
    """One section: its name then (with the present one), and its cells from the oldest period on."""

    pk: int
    name: str
    cells: tuple[Cell, ...]

    @property
    def now(self) -> Cell:
        """The period of the page."""
        return self.cells[-1]

    @property
    def before(self) -> Cell | None:
        """The period before it."""
        return self.cells[-2] if len(self.cells) > 1 else None


@dataclass(frozen=True)
class Sum:
    """One period of the matrix: how many were asked and answered, and the sum of the numbers."""

    period: ReportingPeriod
    asked: int
    answered: int
    total: Decimal | None
    figure: str

    @property
    def words(self) -> str:
        """18／25."""
        return f"{self.answered}／{self.asked}"

    @property
    def waiting(self) -> int:
        """How many have not answered."""
        return self.asked - self.answered


@dataclass(frozen=True)
class Matrix:
    """The answers to one question up to a period."""

    question: SectionQuestion
    period: ReportingPeriod
    due: date
    rows: tuple[Row, ...]
    sums: tuple[Sum, ...]

    @property
    def now(self) -> Sum:
        """The period of the page."""
        return self.sums[-1]

    @property
    def before(self) -> Sum | None:
        """The period before it."""
        return self.sums[-2] if len(self.sums) > 1 else None

    @property
    def present(self) -> tuple[Row, ...]:
        """The sections that were asked, or have answered, in the period of the page."""
        return tuple(row for row in self.rows if row.now.is_asked or row.now.is_answered)

    @property
    def waiting(self) -> tuple[Row, ...]:
        """The sections that have not answered."""
        return tuple(row for row in self.rows if row.now.is_waiting)

    @property
    def answered(self) -> tuple[Row, ...]:
        """The sections that have answered."""
        return tuple(row for row in self.rows if row.now.is_answered)


def question_in(initiative: Initiative, period: ReportingPeriod) -> SectionQuestion | None:
    """The question of an initiative that is asked in a period (one query)."""
    rows = SectionQuestion.objects.running_in(period.year, period.quarter)
    return rows.filter(initiative=initiative).select_related("first", "last").first()


def read(
    question: SectionQuestion, period: ReportingPeriod, today: date, columns: int = COLUMNS
) -> Matrix:
    """Read the matrix (five queries, whatever the number of sections and periods)."""
    earlier = Q(year__lt=period.year) | Q(year=period.year, quarter__lte=period.quarter)
    rows = ReportingPeriod.objects.filter(earlier, plan=period.plan_id)
    newest = list(rows.order_by("-year", "-quarter")[:columns])
    shown = [row for row in reversed(newest) if row.as_quarter >= question.first.as_quarter]
    periods = ReportingPeriod.objects.filter(pk__in=never_empty(row.pk for row in shown))
    wanted = asked.asked(periods, today).filter(pk=question.pk)
    asks = {(ask.section, ask.period) for ask in asked.read(wanted)}
    found = SectionAnswer.objects.filter(
        question=question, period__in=never_empty(row.pk for row in shown)
    ).select_related("saved_by")
    answers = {(row.department_id, row.period_id): row for row in found}
    names = _names({section for section, _ in asks | answers.keys()}, today)
    return Matrix(
        question=question,
        period=period,
        due=due_on(question, period, period.due_on),
        rows=tuple(
            Row(pk, name, tuple(_cell(question, (pk, row.pk), answers, asks) for row in shown))
            for pk, name in names.items()
        ),
        sums=tuple(_sum(question, row, answers, asks) for row in shown),
    )


def _names(sections: set[int], today: date) -> dict[int, str]:
    """The sections in the order of the city hall, each with what it is called now (two queries)."""
    found = Department.objects.filter(pk__in=never_empty(sections)).order_by("order", "pk")
    rows = list(found.values_list("pk", "name", "municipality"))
    city = rows[0][2] if rows else 0
    present = lineage.now_called(city, today)
    return {pk: lineage.with_present_name(name, present.get(pk)) for pk, name, _ in rows}


def _cell(
    question: SectionQuestion,
    key: Key,
    answers: Mapping[Key, SectionAnswer],
    asks: set[Key],
) -> Cell:
    answer = answers.get(key)
    if answer is None:
        return Cell(is_asked=key in asks)
    return Cell(
        line=answer.line,
        figure=figure(question, answer),
        number=answer.number,
        who=str(answer.saved_by),
        at=answer.saved_at,
        unchanged=answer.unchanged,
        is_answered=True,
        is_asked=key in asks,
    )


def _sum(
    question: SectionQuestion,
    period: ReportingPeriod,
    answers: Mapping[Key, SectionAnswer],
    asks: set[Key],
) -> Sum:
    given = {key: row for key, row in answers.items() if key[1] == period.pk}
    expected = {key for key in asks if key[1] == period.pk} | given.keys()
    numbers = [row.number for row in given.values() if row.number is not None]
    total = sum(numbers, Decimal(0)) if numbers else None
    words = "" if total is None else f"{figures.number(total, question.decimals)}{question.unit}"
    return Sum(period, len(expected), len(given), total, words)


@dataclass(frozen=True)
class Head:
    """What the entry page of the leading section says of the answers."""

    question: SectionQuestion
    asked: int
    answered: int

    @property
    def words(self) -> str:
        """18／25課."""
        return f"{self.answered}／{self.asked}課"


def head(initiative: Initiative, period: ReportingPeriod, today: date) -> Head | None:
    """Count the answers to the question of a period; None where nothing is asked (three queries at most)."""
    question = question_in(initiative, period)
    if question is None:
        return None
    periods = ReportingPeriod.objects.filter(pk=period.pk)
    asks = asked.read(asked.asked(periods, today).filter(pk=question.pk))
    given = SectionAnswer.objects.filter(question=question, period=period).order_by()
    answered = set(given.values_list("department_id", flat=True))
    return Head(question, len(answered | {ask.section for ask in asks}), len(answered))


def letter(matrix: Matrix, initiative: Initiative, number: str, office: str) -> str:
    """Return a request to the sections that have not answered, to be pasted into a mail."""
    period, question = matrix.period, matrix.question
    number_asked = f"と「{question.number_label}」" if question.has_number else ""
    return "\n".join(
        [
            f"件名：「{initiative.title}」についての回答のお願い",
            "",
            f"{'、'.join(row.name for row in matrix.waiting)}　御中",
            "",
            (
                f"{period.plan} {period}の「{number} {initiative.title}」について、"
                f"各課に「{question}」{number_asked}を聞いています。まだ回答を確認できておりません。"
            ),
            (
                f"{wareki.full_date_weekday(matrix.due)}までに、マイページの「各課への問い」から"
                "一行で回答してくださいますようお願いします。"
            ),
            "変わりがないときは「前期と同じ」で回答できます。",
            "",
            office,
        ]
    )


def chosen(periods: Sequence[ReportingPeriod], key: str) -> ReportingPeriod | None:
    """The period an address names, else the newest that has begun."""
    return next((row for row in periods if row.key == key), periods[0] if periods else None)
