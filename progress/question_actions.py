"""Deeds on 各課への問い: asking, changing what is asked, taking it back."""

from dataclasses import dataclass, fields

from django.db import transaction

from fiscal import wareki
from initiatives.models import Initiative
from organizations.handover import Closing, Signature
from organizations.models import Department, User
from organizations.signature import sign
from progress.models import ReportingPeriod, SectionAnswer, SectionQuestion

NUMBER_FIELDS = ("number_label", "unit", "decimals")
ASKED, CHANGED, REMOVED = "各課への問いの作成", "各課への問いの変更", "各課への問いの取消し"


class QuestionError(Exception):
    """A question that cannot be put so; ``field`` names the place on the form ("" for the whole)."""

    def __init__(self, message: str, field: str = "") -> None:
        super().__init__(message)
        self.field = field


class StaleQuestion(Exception):  # noqa: N818 - nobody did anything wrong
    """Somebody else has changed the question since it was read; ``current`` is what is stored now."""

    def __init__(self, current: SectionQuestion) -> None:
        super().__init__("ほかの人が先に問いを変えました。新しい内容を確かめてください。")
        self.current = current


@dataclass(frozen=True)
class Facts:
    """What a question says, by the names of the columns; ``departments`` only where sections are chosen."""

    text: str
    first: ReportingPeriod
    last: ReportingPeriod | None = None
    number_label: str = ""
    unit: str = ""
    decimals: int = 0
    asks: str = SectionQuestion.Asks.DUTY
    departments: tuple[Department, ...] = ()
    days_before: int = 0


COLUMNS = tuple(field.name for field in fields(Facts) if field.name != "departments")


@transaction.atomic
def ask_sections(*, initiative: Initiative, facts: Facts, by: User) -> SectionQuestion:
    """Put a new question to the sections.

    Raises:
        QuestionError: another question of the initiative runs in the same periods.
    """
    question = SectionQuestion(initiative=initiative)
    _require_room(question, facts)
    return _write(question, facts, by, ASKED)


@transaction.atomic
def change_question(
    *, question: SectionQuestion, version: int, facts: Facts, by: User
) -> SectionQuestion:
    """Change what is asked, of whom, and until when.

    Raises:
        StaleQuestion: somebody else has changed it since it was read.
        QuestionError: answers that were given would lose their meaning, or another question is in the way.
    """
    row = SectionQuestion.objects.select_for_update(no_key=True).get(pk=question.pk)
    if row.version != version:
        raise StaleQuestion(row)
    _require_room(row, facts)
    _require_answers_kept(row, facts)
    row.version += 1
    return _write(row, facts, by, CHANGED)


@transaction.atomic
def remove_question(*, question: SectionQuestion, by: User) -> None:
    """Take a question back that nobody has answered.

    Raises:
        QuestionError: there are answers.
    """
    row = SectionQuestion.objects.select_for_update(no_key=True).get(pk=question.pk)
    if row.answers.exists():
        raise QuestionError("回答があるため、取り消せません。最後の報告期を決めて終えてください。")
    sign(row, by=by, reason=REMOVED)
    row.delete()


def _write(question: SectionQuestion, facts: Facts, by: User, reason: str) -> SectionQuestion:
    for name in COLUMNS:
        setattr(question, name, getattr(facts, name))
    sign(question, by=by, reason=reason)
    question.save()
    if question.asks == SectionQuestion.Asks.CHOSEN:
        question.departments.set(facts.departments)
    elif question.departments.exists():
        question.departments.clear()
    return question


def _require_room(question: SectionQuestion, facts: Facts) -> None:
    """Refuse a second question in the same period."""
    Initiative.objects.select_for_update(no_key=True).get(pk=question.initiative_id)
    end = facts.last.as_quarter if facts.last else None
    if end is not None and end < facts.first.as_quarter:
        raise QuestionError("最初の報告期以後にしてください。", "last")
    others = SectionQuestion.objects.filter(initiative=question.initiative_id)
    for other in others.exclude(pk=question.pk).select_related("first", "last"):
        begins_later = end is not None and end < other.first.as_quarter
        if begins_later or (other.last and other.last.as_quarter < facts.first.as_quarter):
            continue
        until = wareki.round_name(other.last.as_quarter) if other.last else ""
        raise QuestionError(
            f"「{other}」と期が重なっています（{wareki.round_name(other.first.as_quarter)}～{until}）。",
            "first",
        )


def _require_answers_kept(question: SectionQuestion, facts: Facts) -> None:
    """Refuse what would change the meaning of answers that were given."""
    answers = SectionAnswer.objects.filter(question=question).select_related("period")
    rounds = [answer.period.as_quarter for answer in answers]
    if not rounds:
        return
    for name in NUMBER_FIELDS:
        if getattr(facts, name) != getattr(question, name):
            raise QuestionError(
                "もう回答があるため、変えられません。この問いを終えて、新しい問いを作ってください。",
                name,
            )
    if min(rounds) < facts.first.as_quarter:
        raise QuestionError("それより前の期に回答があります。", "first")
    if facts.last and facts.last.as_quarter < max(rounds):
        raise QuestionError("それより後の期に回答があります。", "last")


def follow(closing: Closing, signature: Signature) -> None:
    """Ask the sections that take over where a closing one was chosen by name (a 機構改革)."""
    heirs = [target.department for target in closing.targets if target.department]
    if not heirs:
        return
    for question in SectionQuestion.objects.filter(departments=closing.department):
        sign(question, by=signature.by, reason=signature.words)
        question.departments.add(*heirs)
