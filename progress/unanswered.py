"""各課への問い that sections have not answered, as reminders and requests name them beside the missing reports."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date

from fiscal import wareki
from progress import asked
from progress.answers import due_on
from progress.extensions import Extensions
from progress.models import ReportingPeriod, SectionQuestion
from progress.naming import number_of
from progress.queries import never_empty

Key = tuple[int, int]
Questions = Mapping[int, SectionQuestion]


@dataclass(frozen=True)
class Unanswered:
    """One question a section has not answered; ``due`` is its own day."""

    number: str
    text: str
    due: date

    @property
    def words(self) -> str:
        """A-1-1 この期に行ったこと（10月14日（水）まで、未回答）."""
        day = wareki.month_day_weekday(self.due)
        return f"各課への問い：{self.number} {self.text}（{day}まで、未回答）"


def questions_of(plans: Collection[int]) -> dict[int, SectionQuestion]:
    """The questions of some plans by their key (one query)."""
    rows = SectionQuestion.objects.filter(initiative__plan__in=never_empty(plans))
    return {row.pk: row for row in rows.select_related("initiative__category")}


def read(
    questions: Questions,
    periods: Mapping[int, ReportingPeriod],
    extensions: Extensions,
    today: date,
) -> dict[Key, tuple[Unanswered, ...]]:
    """What each section has not answered, by period and section, in the order of the plan (one query, none without
    questions).
    """
    if not questions:
        return {}
    open_now = ReportingPeriod.objects.filter(pk__in=never_empty(periods))
    rows = asked.unanswered(asked.asked(open_now, today)).filter(pk__in=list(questions))
    found: dict[Key, tuple[Unanswered, ...]] = {}
    for ask in asked.read(rows):
        question, period = questions[ask.question], periods[ask.period]
        due = due_on(question, period, extensions.due(period, ask.section))
        one = Unanswered(number_of(question.initiative), question.text, due)
        key = ask.period, ask.section
        found[key] = (*found.get(key, ()), one)
    return found
