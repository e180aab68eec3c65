"""The 各課への問い of the demo year, and what the sections answered."""

from collections.abc import Iterable
from datetime import datetime, time, timedelta
from decimal import Decimal
from typing import Any

from django.utils import timezone
from simple_history.utils import bulk_create_with_history

from exchange.demo.stage import Stage
from organizations.models import Post
from organizations.roles import Role
from organizations.signature import sign
from progress.models import ReportingPeriod, SectionAnswer, SectionQuestion
from progress.question_actions import Facts, ask_sections

ABSENCES = {word.label: word.value for word in SectionAnswer.Absence}


def load(told: Iterable[dict[str, Any]], stage: Stage, *, reason: str) -> None:
    """Ask, and let each section answer on its own day; the office writes for those without a clerk."""
    posts = Post.objects.filter(user__in=stage.people.values(), role=Role.CLERK).select_related(
        "user"
    )
    clerks = {post.department_id: post.user for post in posts}
    rows = []
    for row in told:
        question = _ask(row, stage)
        last: dict[str, tuple[Any, ...]] = {}
        for key, answers in row["answers"].items():
            for place, (name, words) in enumerate(answers.items()):
                said = _said(words)
                answer = SectionAnswer(
                    question=question,
                    period=stage.periods[key],
                    department=stage.departments[name],
                    unchanged=last.get(name) == said,
                    saved_by=clerks.get(stage.departments[name].pk, stage.people["office"]),
                    saved_at=_moment(stage.periods[key], place),
                )
                answer.line, answer.number, answer.absence = said
                last[name] = said
                sign(answer, by=answer.saved_by, reason=reason, at=answer.saved_at)
                rows.append(answer)
    bulk_create_with_history(rows, SectionAnswer, default_change_reason=reason)


def _ask(row: dict[str, Any], stage: Stage) -> SectionQuestion:
    chosen = tuple(stage.departments[name] for name in row.get("sections", ()))
    asks = SectionQuestion.Asks.CHOSEN if chosen else SectionQuestion.Asks.DUTY
    facts = Facts(
        text=row["text"],
        first=stage.periods[row["first"]],
        number_label=row.get("number", ""),
        unit=row.get("unit", ""),
        asks=asks,
        departments=chosen,
        days_before=row.get("days_before", 0),
    )
    return ask_sections(
        initiative=stage.initiatives[row["initiative"]], facts=facts, by=stage.people["office"]
    )


def _said(words: list[Any] | str) -> tuple[str, Decimal | None, str]:
    """A line and a number, a line alone, or one of the words for nothing."""
    if isinstance(words, list):
        return words[0], Decimal(words[1]), ""
    return ("", None, ABSENCES[words]) if words in ABSENCES else (words, None, "")


def _moment(period: ReportingPeriod, place: int) -> datetime:
    """The answers come in one after another from the second day on."""
    day = period.opens_on + timedelta(days=1 + place % 6)
    return timezone.make_aware(datetime.combine(day, time(9 + place % 8, 10)))
