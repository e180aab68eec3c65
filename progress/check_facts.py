"""What the checks look at: one report with what was promised, measured and said before. Plain and frozen.

``progress.checking`` reads it; the rules of ``progress.check_rules`` ask it. No database, request or clock.
"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property

from fiscal.calendar import Quarter
from initiatives.models import Grade
from kpis.facts import Band, Change, IndicatorFacts, Reading
from kpis.standing import Standing, standing
from progress.content import Content


@dataclass(frozen=True)
class Measured:
    """One indicator with its readings up to the reported quarter, that one included where it is answered."""

    indicator_id: int
    facts: IndicatorFacts
    quarter: Quarter
    readings: tuple[Reading, ...] = ()
    bands: tuple[Band, ...] = ()
    as_of: date | None = None
    changes: tuple[Change, ...] = ()

    @cached_property
    def standing(self) -> Standing:
        """Where it stands, with the grade this suggests."""
        return standing(self.facts, self.readings, self.quarter, self.bands)

    @property
    def now(self) -> Decimal | None:
        """The value of the quarter."""
        return next((row.value for row in self.readings if row.quarter == self.quarter), None)

    @property
    def earlier(self) -> tuple[Reading, ...]:
        """The readings before the quarter, oldest first."""
        found = (row for row in self.readings if row.quarter < self.quarter)
        return tuple(sorted(found, key=lambda row: row.quarter))

    @property
    def before(self) -> Reading | None:
        """The last value before the quarter."""
        return next((row for row in reversed(self.earlier) if row.value is not None), None)


@dataclass(frozen=True)
class Step:
    """A 工程; an end the document leaves open is None. ``when`` names its years."""

    text: str
    when: str
    is_carrying_out: bool
    first: Quarter | None
    last: Quarter | None

    def runs_in(self, quarter: Quarter) -> bool:
        """Whether it goes on in a quarter."""
        has_begun = self.first is None or self.first <= quarter
        return has_begun and (self.last is None or self.last >= quarter)


@dataclass(frozen=True)
class Aim:
    """A 目標事項 not yet reached. ``at`` is the moment it is due as ``kpis.goals`` counts it; None: without one.

    ``begins``: the plan says from when on it is to be there (令和７年度から), not until when.
    """

    text: str
    due: str
    at: int | None
    begins: bool = False


@dataclass(frozen=True)
class Facts:
    """One report of a period, as stored or as typed, and everything its checks ask for."""

    content: Content
    quarter: Quarter
    as_of: date
    today: date
    previous: Content | None = None
    previous_grade: Grade | None = None
    measured: tuple[Measured, ...] = ()
    steps: tuple[Step, ...] = ()
    aims: tuple[Aim, ...] = ()
    files: int = 0
    has_section: bool = True

    @property
    def is_repeat(self) -> bool:
        """Whether it says what the report before said, word for word (前期から変化なし)."""
        return self.previous is not None and _words(self.content) == _words(self.previous)


def _words(content: Content) -> dict[str, object]:
    grade = content.self_grade
    return {**vars(content), "self_grade": grade.word if grade else ""}
