"""Which reports of a period differ from the period before: decided in the database, for any number of reports."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import (
    Case,
    CharField,
    F,
    FilteredRelation,
    Q,
    Value,
    When,
)
from django.db.models.functions import Coalesce

from initiatives.models import Plan
from kpis.models import Measurement
from progress.models import ProgressReport, ProgressReportQuerySet, ReportingPeriod
from progress.workflow import HANDED_IN, State

GRADE, CONTENT, SAME = "grade", "content", "same"
# The order of reading: a changed grade first, what stayed the same at the end.
ORDER = (GRADE, CONTENT, SAME)
WORDS = ("reason", "recovery", "result", "issue", "next_action", "future", "request")
# What the page of a period may show, in the order of the list beside it; the second value indents.
SHOWS = (
    ("waiting", "受理待ち", False),
    (GRADE, "評価が変わった", True),
    (CONTENT, "内容が変わった", True),
    (SAME, "前期から変化なし", True),
    ("unconfirmed", "所属長の確認待ち", False),
    ("returned", "差戻し中", False),
    ("accepted", "受理済", False),
    ("all", "提出された全て", False),
)


@dataclass(frozen=True)
class Line:
    """One report in a few words: where it stands, and how it differs from the period before."""

    pk: int
    state: State
    change: str
    previous_pk: int | None


@dataclass(frozen=True)
class Kept:
    """The reports one choice keeps: those in some states and, of these, those with one kind of change."""

    states: frozenset[State]
    change: str = ""

    def of(self, lines: Iterable[Line]) -> list[Line]:
        """Return the lines the choice keeps."""
        return [
            line for line in lines if line.state in self.states and self.change in {"", line.change}
        ]


def compared(
    reports: ProgressReportQuerySet, period: ReportingPeriod, before: ReportingPeriod | None
) -> list[Line]:
    """Compare reports of a period with those of the period before, in the order of reading (two queries).

    A report is the same when grade, words and KPI values are those handed in for the period before; the first
    report of an initiative is new content. Only these few values leave the database: texts are read for the
    reports of one page.
    """
    earlier = FilteredRelation(
        "initiative__reports",
        condition=Q(
            initiative__reports__period=before.pk if before else 0,
            initiative__reports__state__in=HANDED_IN,
        ),
    )
    rows = (
        reports.annotate(before=earlier, change=_in_words())
        .order_by("initiative__order")
        .values_list("pk", "initiative_id", "state", "change", "before__pk")
    )
    anew = _measured_anew(period, before)
    lines = [
        Line(pk, State(state), CONTENT if change == SAME and initiative in anew else change, old)
        for pk, initiative, state, change, old in rows
    ]
    return sorted(lines, key=lambda line: ORDER.index(line.change))


def _in_words() -> Case:
    """How a report differs from the one ``before``, apart from its KPI values."""
    same_grade = Q(
        before__implementation=F("implementation"),
        self_grade=Coalesce("before__reviewed_grade", "before__self_grade"),
    )
    return Case(
        When(before__pk__isnull=True, then=Value(CONTENT)),
        When(~same_grade, then=Value(GRADE)),
        When(_same_day() & Q(**{f"before__{name}": F(name) for name in WORDS}), then=Value(SAME)),
        default=Value(CONTENT),
        output_field=CharField(),
    )


def _same_day() -> Q:
    """Whether 取り戻す時期 is the same day, or in neither report: to a database, nothing is equal to nothing."""
    return Q(before__recovery_on=F("recovery_on")) | Q(
        before__recovery_on__isnull=True, recovery_on__isnull=True
    )


def _measured_anew(period: ReportingPeriod, before: ReportingPeriod | None) -> set[int]:
    """Initiatives with a KPI value that differs from that of the period before (one query)."""
    now = (period.year, period.quarter)
    then = (before.year, before.quarter) if before else (0, 0)
    rows = (
        Measurement.objects.filter(
            Q(year=now[0], quarter=now[1]) | Q(year=then[0], quarter=then[1]),
            indicator__initiative__plan=period.plan_id,
        )
        .order_by()
        .values_list("indicator_id", "indicator__initiative_id", "year", "quarter", "value")
    )
    values = {
        (indicator, initiative, (year, quarter)): value
        for indicator, initiative, year, quarter, value in rows
    }
    return {
        initiative
        for (indicator, initiative, quarter), value in values.items()
        if quarter == now and values.get((indicator, initiative, then)) != value
    }


def sent_in(period: ReportingPeriod, before: ReportingPeriod | None) -> list[Line]:
    """Every report of a period that has left its section, compared with the period before (two
    queries)."""
    reports = ProgressReport.objects.filter(period=period).exclude(state=State.DRAFT)
    return compared(reports, period, before)


def acceptable(plan: Plan) -> frozenset[State]:
    """The states from which the office may accept."""
    return frozenset(
        {State.CONFIRMED} if plan.needs_confirmation else {State.CONFIRMED, State.SUBMITTED}
    )


def choices(plan: Plan) -> dict[str, Kept]:
    """What each choice beside the page keeps."""
    waiting = acceptable(plan)
    return {
        "waiting": Kept(waiting),
        GRADE: Kept(waiting, GRADE),
        CONTENT: Kept(waiting, CONTENT),
        SAME: Kept(waiting, SAME),
        "unconfirmed": Kept(frozenset({State.SUBMITTED}) - waiting),
        "returned": Kept(frozenset({State.RETURNED})),
        "accepted": Kept(frozenset({State.ACCEPTED})),
        "all": Kept(frozenset(State) - {State.DRAFT}),
    }


def counts(lines: Iterable[Line], plan: Plan) -> dict[str, int]:
    """How many reports each choice keeps."""
    known = list(lines)
    return {name: len(kept.of(known)) for name, kept in choices(plan).items()}
