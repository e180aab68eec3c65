"""Where every initiative of a plan stands in a period: the one rule for marks, in few lean queries."""

from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from django.db.models.functions import Coalesce

from fiscal.calendar import Quarter
from initiatives.models import Initiative, Plan
from progress import confidence
from progress.judgement import Judgement
from progress.models import Confidence, ProgressReport, ReportingPeriod
from progress.queries import before
from progress.workflow import HANDED_IN, State
from reports.mark import Mark
from reports.marks import DONE, NONE, Words, preliminary

ALWAYS = (date.min, date.max)
FINISHED = ProgressReport.Implementation.DONE.value


class Reported(NamedTuple):
    """What counts of a report. ``grade`` is the reviewed one, else the section's ``own``."""

    initiative: int
    state: str
    grade: int | None
    own: int | None
    implementation: str
    future: str
    request: str


class Stand(NamedTuple):
    """One active initiative: ``previous`` is None without an earlier period, ``state`` empty without a report.

    Initiatives are those in force on the period's 基準日, each once (no 再掲).

    ``finished_in`` is the fiscal year of the report that said 完了. ``own`` is what the section says itself, and
    ``judged`` the 事務局の見立て while a report is owed.
    """

    pk: int
    category: int
    mark: Mark
    previous: Mark | None
    is_expected: bool
    state: str
    future: str
    has_request: bool
    finished_in: int | None
    own: Mark | None = None
    judged: Judgement | None = None


@dataclass(frozen=True)
class Standing:
    """All initiatives of a plan in a period, in the plan's order. ``early`` counts 計画策定前の完了 by category."""

    words: Words
    rows: tuple[Stand, ...]
    early: Counter[int]
    early_until: int | None
    has_previous: bool


def mark_of(words: Words, report: Reported | None, *, is_finished: bool) -> Mark:
    """The rule: 完了 once reported and accepted, 未提出 until handed in, else the grade; 速報 until accepted."""
    if is_finished:
        return DONE
    if report is None or report.grade is None or report.state not in HANDED_IN:
        return NONE
    told = DONE if report.implementation == FINISHED else words.by_grade[report.grade].mark
    return told if report.state == State.ACCEPTED else preliminary(told)


def finishing_quarters(plan: Plan, until: Quarter) -> dict[int, Quarter]:
    """The quarter of the first accepted report that said 完了, by initiative (one query)."""
    rows = (
        ProgressReport.objects.completing()
        .filter(before(until, "period__"), initiative__plan=plan)
        .order_by("-period__year", "-period__quarter")
        .values_list("initiative_id", "period__year", "period__quarter")
    )
    return {pk: Quarter(year, number) for pk, year, number in rows}


def reported_in(*periods: ReportingPeriod | None) -> list[dict[int, Reported]]:
    """Every report row of each period by initiative (one query); nothing for None."""
    rows = (
        ProgressReport.objects.filter(period__in=[period.pk for period in periods if period])
        .order_by()
        .values_list(
            "initiative_id",
            "state",
            Coalesce("reviewed_grade_id", "self_grade_id"),
            "self_grade_id",
            "implementation",
            "future",
            "request",
            "period_id",
        )
    )
    found: dict[int | None, dict[int, Reported]] = defaultdict(dict)
    for row in rows:
        found[row[-1]][row[0]] = Reported._make(row[:-1])
    return [found[period.pk if period else None] for period in periods]


@dataclass(frozen=True)
class Board:
    """The rows read for a period, from which each initiative's place is told."""

    words: Words
    period: ReportingPeriod
    previous: ReportingPeriod | None
    now: dict[int, Reported]
    earlier: dict[int, Reported]
    finished: dict[int, Quarter]
    spans: dict[int, tuple[date, date]]
    judged: dict[int, Judgement]

    def stand(self, pk: int, category: int) -> Stand:
        """Return where one initiative stands."""
        report, quarter = self.now.get(pk), self.finished.get(pk)
        told = report if report and report.state in HANDED_IN else None
        mark = mark_of(self.words, report, is_finished=quarter is not None)
        return Stand(
            pk=pk,
            category=category,
            mark=mark,
            previous=self._previous_mark(self.previous, pk) if self.previous else None,
            is_expected=quarter is None,
            state=report.state if report else "",
            future=told.future if told else "",
            has_request=bool(told and told.request.strip()),
            finished_in=(quarter or self.period.as_quarter).year if mark == DONE else None,
            own=self._own_mark(told) if quarter is None else None,
            judged=self.judged.get(pk) if quarter is None else None,
        )

    def _own_mark(self, told: Reported | None) -> Mark | None:
        """The section's own word, whatever the office made of it."""
        if told is None or told.own is None:
            return None
        return DONE if told.implementation == FINISHED else self.words.by_grade[told.own].mark

    def _previous_mark(self, previous: ReportingPeriod, pk: int) -> Mark | None:
        """The mark of the period before; None while a revision had still to add the initiative."""
        quarter = self.finished.get(pk)
        begin, end = self.spans.get(pk, ALWAYS)
        if not begin <= previous.as_of <= end:
            return None
        was_finished = quarter is not None and quarter < previous.as_quarter
        return mark_of(self.words, self.earlier.get(pk), is_finished=was_finished)


def read(plan: Plan, period: ReportingPeriod, previous: ReportingPeriod | None) -> Standing:
    """Read where a plan stands (five queries)."""
    initiatives = list(
        Initiative.objects.filter(plan=plan, repeat_of=None)
        .in_force_on(period.as_of)
        .order_by("order", "pk")
        .values_list("pk", "category_id", "completed_year", "valid_from", "valid_to")
    )
    now, earlier = reported_in(period, previous)
    reported = [row for rows in (now, earlier) for row in rows.values()]
    used = {grade for row in reported for grade in (row.grade, row.own) if grade}
    finished = finishing_quarters(plan, period.as_quarter)
    judged = confidence.standing(Confidence.objects.filter(period__plan=plan), period.as_quarter)
    spans = {
        pk: (begin or date.min, end or date.max)
        for pk, _, _, begin, end in initiatives
        if begin or end
    }
    words = Words.of(plan, used)
    board = Board(words, period, previous, now, earlier, finished, spans, judged)
    early = [(category, year) for _, category, year, *_ in initiatives if year is not None]
    return Standing(
        words=board.words,
        rows=tuple(
            board.stand(pk, category) for pk, category, year, *_ in initiatives if year is None
        ),
        early=Counter(category for category, _ in early),
        early_until=max((year for _, year in early), default=None),
        has_previous=previous is not None,
    )


def marks(plan: Plan, period: ReportingPeriod) -> dict[int, Mark]:
    """The mark of every initiative in a period, those finished before the plan included (four queries)."""
    (reported,) = reported_in(period)
    finished = finishing_quarters(plan, period.as_quarter)
    words = Words.of(plan, {row.grade for row in reported.values() if row.grade})
    rows = Initiative.objects.filter(plan=plan).order_by().values_list("pk", "completed_year")
    return {
        pk: mark_of(words, reported.get(pk), is_finished=year is not None or pk in finished)
        for pk, year in rows
    }
