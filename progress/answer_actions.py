"""Deeds on 各課の回答: a section answers the questions of a period, or takes an answer back."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db import transaction
from django.db.models import F, Max, Q

from fiscal import clock
from organizations.models import Department, User
from organizations.signature import sign
from progress.models import ProgressReport, ReportingPeriod, SectionAnswer, SectionQuestion
from progress.queries import before, never_empty
from progress.workflow import HANDED_IN

SAVED, WITHDRAWN = "各課への問いの回答", "各課への問いの回答の取消し"
NOT_YET = "報告期がまだ始まっていません。"
OVER = "締切日を過ぎたため、回答を変えられません。"
SUMMED_UP = "主担当課が報告を提出したため、回答を変えられません。"


class AnswerError(Exception):
    """An answer that cannot be given now; the message is for the person."""


class StaleAnswers(Exception):  # noqa: N818 - nobody did anything wrong
    """Somebody else has answered since the page was read; ``current`` are the answers stored now, by question."""

    def __init__(self, current: dict[int, SectionAnswer | None]) -> None:
        super().__init__("ほかの人が先に回答しました。まだ何も上書きしていません。")
        self.current = current


@dataclass(frozen=True)
class Said:
    """What an answer says, apart from the row it is kept in."""

    line: str = ""
    number: Decimal | None = None
    absence: str = ""

    @classmethod
    def of(cls, answer: SectionAnswer | None) -> "Said":
        """What a row says; nothing without a row."""
        return cls(answer.line, answer.number, answer.absence) if answer else cls()


@dataclass(frozen=True)
class Given:
    """One answer as it was typed; ``version`` is that of the row it was typed over, 0 without one."""

    question: SectionQuestion
    said: Said
    version: int


def why_closed(period: ReportingPeriod, today: date, *, is_summed_up: bool) -> str:
    """Why the answers to a question cannot be changed now; nothing when they can."""
    if today < period.opens_on:
        return NOT_YET
    if period.is_closed_on(today):
        return OVER
    return SUMMED_UP if is_summed_up else ""


def summed_up(period: ReportingPeriod, initiatives: Iterable[int]) -> frozenset[int]:
    """The initiatives whose report of a period has been handed in (one query)."""
    reports = ProgressReport.objects.filter(
        period=period, initiative__in=never_empty(initiatives), state__in=HANDED_IN
    )
    return frozenset(reports.order_by().values_list("initiative_id", flat=True))


@transaction.atomic
def save_answers(
    *,
    period: ReportingPeriod,
    department: Department,
    given: Sequence[Given],
    today: date,
    by: User,
    reason: str = SAVED,
) -> int:
    """Keep the answers of a section, all or none; return how many changed. The same words again change nothing.

    Raises:
        StaleAnswers: somebody else has answered something else meanwhile.
        AnswerError: the period is not open, or the leading section has handed in its report.
    """
    stored = _locked(period, department, given)
    changed = [row for row in given if Said.of(stored.get(row.question.pk)) != row.said]
    _require_open(period, today, [row.question for row in changed])
    stale = {
        row.question.pk: stored.get(row.question.pk)
        for row in changed
        if row.version != _version(stored.get(row.question.pk))
    }
    if stale:
        raise StaleAnswers(stale)
    for row in changed:
        answer = stored.get(row.question.pk) or _new(row.question, period, department)
        _write(answer, row.said, by, reason)
    return len(changed)


@transaction.atomic
def withdraw_answer(*, answer: SectionAnswer, version: int, today: date, by: User) -> None:
    """Take an answer back: the section has not answered; the history keeps what it said.

    Raises:
        StaleAnswers: somebody else has changed it since it was read.
        AnswerError: the period is not open, or the leading section has handed in its report.
    """
    given = Given(answer.question, Said(), version)
    row = _locked(answer.period, answer.department, [given]).get(answer.question_id)
    _require_open(answer.period, today, [answer.question])
    if row is None:
        return
    if row.version != version:
        raise StaleAnswers({answer.question_id: row})
    sign(row, by=by, reason=WITHDRAWN)
    row.delete()


def _locked(
    period: ReportingPeriod, department: Department, given: Sequence[Given]
) -> dict[int, SectionAnswer]:
    """The answers stored now, while nobody else can answer for the section or hand in the reports."""
    Department.objects.select_for_update(no_key=True).get(pk=department.pk)
    reports = ProgressReport.objects.filter(
        period=period, initiative__in=[row.question.initiative_id for row in given]
    )
    list(reports.select_for_update(no_key=True).order_by("pk"))
    rows = SectionAnswer.objects.filter(
        period=period, department=department, question__in=[row.question.pk for row in given]
    )
    return {row.question_id: row for row in rows}


def _require_open(
    period: ReportingPeriod, today: date, questions: Sequence[SectionQuestion]
) -> None:
    closed = summed_up(period, [question.initiative_id for question in questions])
    for question in questions:
        why = why_closed(period, today, is_summed_up=question.initiative_id in closed)
        if why:
            raise AnswerError(f"{question}：{why}")


def _version(answer: SectionAnswer | None) -> int:
    return answer.version if answer else 0


def _new(
    question: SectionQuestion, period: ReportingPeriod, department: Department
) -> SectionAnswer:
    """A row for a new answer; after one that was taken back, the versions go on."""
    same = {"question": question, "period": period, "department": department}
    last: int | None = SectionAnswer.history.filter(**same).aggregate(last=Max("version"))["last"]
    return SectionAnswer(**same, version=last or 0)


def _write(answer: SectionAnswer, said: Said, by: User, reason: str) -> None:
    answer.line, answer.number, answer.absence = said.line, said.number, said.absence
    answer.unchanged = said == Said.of(last_answer(answer))
    answer.saved_by, answer.saved_at = by, clock.now()
    answer.version += 1
    sign(answer, by=by, reason=reason)
    answer.save()


def last_answer(answer: SectionAnswer) -> SectionAnswer | None:
    """The answer of the section, or of one it has taken over from, to the same question before."""
    return last_answers(answer.period, answer.department, [answer.question_id]).get(
        answer.question_id
    )


def last_answers(
    period: ReportingPeriod, department: Department, questions: Iterable[int]
) -> dict[int, SectionAnswer]:
    """The last answers of a section before a period, by question (one query)."""
    rows = SectionAnswer.objects.filter(
        before(period.as_quarter, "period__"),
        Q(department=department) | Q(department__successors=department),
        question__in=never_empty(questions),
    )
    found = rows.select_related("period", "saved_by", "department")
    return {
        row.question_id: row
        for row in found.order_by(
            "period__year", "period__quarter", F("department__valid_to").asc(nulls_last=True), "pk"
        )
    }
