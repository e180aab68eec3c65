"""The grades over time: how many initiatives carried which mark in each period, by category."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Case, Count, F, IntegerField, Value, When
from django.db.models.functions import Coalesce

from fiscal.calendar import Quarter
from initiatives.models import Category, Initiative, Plan
from progress.models import ProgressReport, ReportingPeriod
from progress.workflow import State
from reports.mark import Mark
from reports.marks import DONE, NONE, Words
from reports.standing import FINISHED, finishing_quarters

# Stands for 完了 where a grade's key is expected.
DONE_KEY = 0
# Counts the 速報 among the others: no mark of any scale.
PRELIMINARY = Mark("", "速報")


@dataclass(frozen=True)
class Step:
    """One period: the numbers of the marks in the scale's order; they add up to the initiatives.

    ``preliminary`` of them are 速報: handed in, not yet accepted.
    """

    quarter: Quarter
    numbers: tuple[int, ...]
    total: int
    preliminary: int = 0


@dataclass(frozen=True)
class Course:
    """A category (or all) through the periods, with how many were delayed in each."""

    code: str
    label: str
    title: str
    steps: tuple[Step, ...]
    delayed: tuple[int, ...]


@dataclass(frozen=True)
class Trend:
    """The marks, all initiatives together, and every category that has initiatives of its own."""

    marks: tuple[Mark, ...]
    whole: Course
    courses: tuple[Course, ...]

    def course(self, code: str) -> Course | None:
        """Return one category's course, all initiatives for no code, None for an unknown code."""
        if not code:
            return self.whole
        return next((course for course in self.courses if course.code == code), None)


@dataclass(frozen=True)
class Members:
    """The active initiatives of a plan with their category, and from when to when they belong to it."""

    categories: dict[int, int]
    spans: dict[int, tuple[date | None, date | None]]

    @classmethod
    def read(cls, plan: Plan) -> "Members":
        """Read them (one query)."""
        active = Initiative.objects.filter(plan=plan).active().order_by()
        rows = list(active.values_list("pk", "category_id", "valid_from", "valid_to"))
        return cls(
            {pk: category for pk, category, _, _ in rows},
            {pk: (begin, end) for pk, _, begin, end in rows if begin or end},
        )

    def has(self, pk: int, period: ReportingPeriod) -> bool:
        """Whether an initiative is in force on the 基準日 of a period."""
        begin, end = self.spans.get(pk, (None, None))
        return (begin or period.as_of) <= period.as_of <= (end or period.as_of)

    def sizes(self, period: ReportingPeriod) -> Counter[int]:
        """How many initiatives each category has in a period."""
        return Counter(category for pk, category in self.categories.items() if self.has(pk, period))


Tally = dict[tuple[int, int], Counter[Mark]]


def read(plan: Plan, periods: Sequence[ReportingPeriod]) -> Trend:
    """Return the course of a plan through periods, oldest first (six queries)."""
    members = Members.read(plan)
    initiatives = members.categories
    last = periods[-1].as_quarter.shift(1) if periods else Quarter(plan.first_year, 1)
    ends = {pk: end for pk, end in finishing_quarters(plan, last).items() if pk in initiatives}
    graded = [*_graded(plan, periods, ends), *_graded_until_done(periods, ends)]
    words = Words.of(plan, {grade for _, _, grade, _, _ in graded if grade})
    tally: Tally = defaultdict(Counter)
    for category, key, grade, state, number in graded:
        mark = words.by_grade[grade].mark if grade else DONE
        tally[category, key][mark] += number
        if state != State.ACCEPTED:
            tally[category, key][PRELIMINARY] += number
    for pk, end in ends.items():
        for period in periods:
            is_over = end < period.as_quarter and members.has(pk, period)
            tally[initiatives[pk], period.pk][DONE] += is_over
    return _trend(plan, periods, words, tally, members)


def _graded(
    plan: Plan, periods: Sequence[ReportingPeriod], ends: Iterable[int]
) -> list[tuple[int, int, int, str, int]]:
    """Category, period, grade, state and number of the reports of initiatives that go on (one query)."""
    reports = (
        ProgressReport.objects.handed_in()
        .filter(
            period__in=[period.pk for period in periods],
            initiative__plan=plan,
            initiative__completed_year__isnull=True,
            initiative__repeat_of__isnull=True,
        )
        .exclude(initiative__in=list(ends))
    )
    rows = (
        reports.annotate(key=_key(), category=F("initiative__category"))
        .order_by()
        .values_list("category", "period_id", "key", "state")
        .annotate(number=Count("pk"))
    )
    return list(rows)


def _graded_until_done(
    periods: Sequence[ReportingPeriod], ends: dict[int, Quarter]
) -> list[tuple[int, int, int, str, int]]:
    """The same for initiatives that were finished on the way, up to the report that said so (one query)."""
    rows = (
        ProgressReport.objects.handed_in()
        .filter(period__in=[period.pk for period in periods], initiative__in=list(ends))
        .order_by()
        .annotate(key=_key())
        .values_list("initiative__category_id", "period_id", "key", "state", "initiative_id")
    )
    quarters = {period.pk: period.as_quarter for period in periods}
    return [
        (category, period, key, state, 1)
        for category, period, key, state, initiative in rows
        if quarters[period] <= ends[initiative]
    ]


def _key() -> Case:
    return Case(
        When(implementation=FINISHED, then=Value(DONE_KEY)),
        default=Coalesce("reviewed_grade_id", "self_grade_id"),
        output_field=IntegerField(),
    )


def _trend(
    plan: Plan,
    periods: Sequence[ReportingPeriod],
    words: Words,
    tally: Tally,
    members: Members,
) -> Trend:
    sizes = [members.sizes(period) for period in periods]
    own = set(members.categories.values())

    def course(code: str, label: str, title: str, categories: Collection[int]) -> Course:
        marks = [
            sum((tally[pk, period.pk] for pk in categories), Counter[Mark]()) for period in periods
        ]
        steps = tuple(
            _step(period.as_quarter, words, counter, sum(size[pk] for pk in categories))
            for period, counter, size in zip(periods, marks, sizes, strict=True)
        )
        delayed = tuple(sum(counter[mark] for mark in words.delaying) for counter in marks)
        return Course(code, label, title, steps, delayed)

    rows = Category.objects.filter(plan=plan, pk__in=own).order_by("order", "pk")
    return Trend(
        words.marks,
        course("", "", f"すべての{plan.initiative_word}", own),
        tuple(course(row.code, row.label, row.title, [row.pk]) for row in rows),
    )


def _step(quarter: Quarter, words: Words, counter: Counter[Mark], total: int) -> Step:
    """Whoever handed nothing in is 未提出, so that every period has as many as there are initiatives."""
    early = counter[PRELIMINARY]
    missing = total - counter.total() + early
    numbers = tuple(missing if mark == NONE else counter[mark] for mark in words.marks)
    return Step(quarter, numbers, total, early)
