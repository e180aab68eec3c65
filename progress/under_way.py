"""What sections are asked today besides their reports: read once, so that nothing is looked for that cannot be there."""

from dataclasses import dataclass
from datetime import date

from django.db.models import CharField, Value

from progress.models import AnnualRound, ReportingPeriod

QUESTIONS, REVIEWS = "questions", "reviews"


@dataclass(frozen=True)
class UnderWay:
    """Whether open periods of a city hall ask sections 各課への問い, and whether a 年度評価 is open."""

    questions: bool
    reviews: bool

    @classmethod
    def read(cls, municipality_id: int, today: date) -> "UnderWay":
        """Read it (one query)."""
        periods = ReportingPeriod.objects.open_on(today).filter(
            plan__municipality=municipality_id, plan__initiatives__questions__isnull=False
        )
        rounds = AnnualRound.objects.open_on(today).filter(plan__municipality=municipality_id)
        names = [
            rows.order_by().values_list(Value(word, output_field=CharField()))
            for rows, word in ((periods, QUESTIONS), (rounds, REVIEWS))
        ]
        found = {word for (word,) in names[0].union(names[1])}
        return cls(QUESTIONS in found, REVIEWS in found)
