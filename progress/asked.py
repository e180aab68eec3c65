"""Which sections a 各課への問い asks in which period: one row per question, period and section.

Resolved by the day on which one looks: today while the period is open, its last day afterwards. The section that
reports for the initiative is not asked unless it was chosen by name (it writes the summary), a 部 is not asked beside
its 課, and a section whose forerunner has answered in the same period is not asked again.
"""

from collections.abc import Collection
from datetime import date
from typing import NamedTuple

from django.db.models import (
    Exists,
    F,
    Max,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
)
from django.db.models.functions import Least

from initiatives.models import Responsibility
from initiatives.queries import current_on, reporting
from organizations.models import Department
from progress.models import (
    ProgressReport,
    ReportingPeriodQuerySet,
    SectionAnswer,
    SectionQuestion,
    SectionQuestionQuerySet,
)
from progress.queries import never_empty
from progress.workflow import HANDED_IN

_SECTIONS = "initiative__plan__municipality__departments"
_PERIODS = "initiative__plan__periods"
CHOSEN = SectionQuestion.Asks.CHOSEN


def asked(
    periods: ReportingPeriodQuerySet, today: date, sections: Collection[int] | None = None
) -> SectionQuestionQuerySet:
    """Return a row for every section asked in some periods (``period_pk``, ``section_pk``); of all sections, or of some."""
    narrowed = {} if sections is None else {f"{_SECTIONS}__in": never_empty(sections)}
    rows = SectionQuestion.objects.filter(
        **{f"{_PERIODS}__in": periods.order_by().values("pk"), f"{_SECTIONS}__kind": "unit"},
        **narrowed,
    ).annotate(
        period_pk=F(f"{_PERIODS}__pk"),
        period_year=F(f"{_PERIODS}__year"),
        period_quarter=F(f"{_PERIODS}__quarter"),
        as_of=F(f"{_PERIODS}__as_of"),
        opens_on=F(f"{_PERIODS}__opens_on"),
        day=Least(F(f"{_PERIODS}__closes_on"), Value(today)),
        section_pk=F(f"{_SECTIONS}__pk"),
        section_from=F(f"{_SECTIONS}__valid_from"),
        section_to=F(f"{_SECTIONS}__valid_to"),
    )
    return _of_sections(_to_report_on(rows.running_in(F("period_year"), F("period_quarter"))))


def _to_report_on(rows: SectionQuestionQuerySet) -> SectionQuestionQuerySet:
    """Leave out initiatives that owe no report in the period: the rule of ``queries.expected_in``."""
    earlier = Q(period__year__lt=OuterRef("period_year")) | Q(
        period__year=OuterRef("period_year"), period__quarter__lt=OuterRef("period_quarter")
    )
    finished = ProgressReport.objects.completing().filter(
        earlier, initiative=OuterRef("initiative")
    )
    return rows.filter(
        Q(initiative__valid_from__isnull=True) | Q(initiative__valid_from__lte=F("as_of")),
        Q(initiative__valid_to__isnull=True) | Q(initiative__valid_to__gte=F("as_of")),
        ~Exists(finished.order_by()),
        initiative__completed_year__isnull=True,
        initiative__repeat_of__isnull=True,
    )


def _of_sections(rows: SectionQuestionQuerySet) -> SectionQuestionQuerySet:
    day, section = OuterRef("day"), OuterRef("section_pk")
    named = SectionQuestion.departments.through.objects.filter(
        sectionquestion=OuterRef("pk"), department=section
    )
    duties = Responsibility.objects.filter(
        current_on(day),
        Q(department=section) | Q(department__covers_all=True) | Q(department__members=section),
        initiative=OuterRef("initiative"),
    )
    reporter = reporting(day).filter(initiative=OuterRef("initiative")).values("department")
    below = Department.objects.units().filter(
        Q(valid_to__isnull=True) | Q(valid_to__gte=day), parent=section
    )
    return rows.annotate(reporter_pk=Subquery(reporter[:1])).filter(
        Q(section_from__isnull=True) | Q(section_from__lte=F("day")),
        Q(section_to__isnull=True) | Q(section_to__gte=F("day")),
        Q(Exists(named), asks=CHOSEN)
        | Q(
            Q(reporter_pk__isnull=True) | ~Q(reporter_pk=F("section_pk")),
            Exists(duties),
            ~Exists(below),
            asks=SectionQuestion.Asks.DUTY,
        ),
        ~_forerunner_answered(),
    )


def _forerunner_answered() -> Q:
    """Whether every section that became this one since the period began has answered, and there is one."""
    forerunners = Department.objects.filter(
        successors=OuterRef("section_pk"), valid_to__gte=OuterRef("opens_on")
    )
    answers = SectionAnswer.objects.filter(
        question=OuterRef(OuterRef("pk")),
        period=OuterRef(OuterRef("period_pk")),
        department=OuterRef("pk"),
    )
    silent = forerunners.exclude(Exists(answers))
    return Q(Exists(forerunners.filter(Exists(answers)))) & ~Q(Exists(silent))


def unanswered(rows: SectionQuestionQuerySet) -> SectionQuestionQuerySet:
    """Keep the rows without an answer whose initiative's report has not been handed in: what is still owed."""
    answer = SectionAnswer.objects.filter(
        question=OuterRef("pk"), period=OuterRef("period_pk"), department=OuterRef("section_pk")
    )
    summary = ProgressReport.objects.filter(
        initiative=OuterRef("initiative"), period=OuterRef("period_pk"), state__in=HANDED_IN
    )
    return rows.exclude(Exists(answer.order_by())).exclude(Exists(summary.order_by()))


class Ask(NamedTuple):
    """One section that is asked one question in one period, by their keys."""

    question: int
    period: int
    section: int


def read(rows: SectionQuestionQuerySet) -> list[Ask]:
    """Read who is asked what when, in the order of the plan (one query)."""
    found = rows.order_by("initiative__plan", "initiative__order", "pk").values_list(
        "pk",
        "period_pk",  # type: ignore[misc]
        "section_pk",
    )
    return [Ask(*row) for row in found]


def pages(rows: SectionQuestionQuerySet) -> "QuerySet[SectionQuestion, int]":
    """One row per period and section: the page on which it answers."""
    pairs = rows.order_by().values("period_pk", "section_pk")  # type: ignore[misc]
    return pairs.annotate(one=Max("pk")).values_list("one", flat=True)
