"""Which reports of a period differ from the period before: decided in the database, for any number of reports."""

from django.db.models import (
    Case,
    CharField,
    Count,
    Exists,
    F,
    FilteredRelation,
    IntegerField,
    OuterRef,
    Q,
    Subquery,
    Value,
    When,
)
from django.db.models.functions import Coalesce

from kpis.models import Measurement
from progress.models import ProgressReport, ProgressReportQuerySet, ReportingPeriod
from progress.queries import previous_period
from progress.workflow import HANDED_IN, State

GRADE, CONTENT, SAME = "grade", "content", "same"
WORDS = ("reason", "recovery", "result", "issue", "next_action", "future", "request")
# What the page of a period may show, in the order of the list beside it; the second value indents.
SHOWS = (
    ("waiting", "受理待ち", False),
    ("grade", "評価が変わった", True),
    ("content", "内容が変わった", True),
    ("same", "前期から変化なし", True),
    ("unconfirmed", "所属長の確認待ち", False),
    ("returned", "差戻し中", False),
    ("accepted", "受理済", False),
    ("all", "提出された全て", False),
)


def compared(
    reports: ProgressReportQuerySet, period: ReportingPeriod, before: ReportingPeriod | None
) -> ProgressReportQuerySet:
    """Annotate ``previous_pk``, ``change`` (grade, content or same) and order by ``rank``.

    A report is the same when grade, words and KPI values are those handed in for the period before; the first
    report of an initiative is new content.
    """
    same_words = Q(**{f"before__{name}": F(name) for name in WORDS})
    return reports.annotate(
        before=FilteredRelation(
            "initiative__reports",
            condition=Q(
                initiative__reports__period=before.pk if before else 0,
                initiative__reports__state__in=HANDED_IN,
            ),
        ),
        previous_pk=F("before__pk"),
        change=Case(
            When(before__pk__isnull=True, then=Value(CONTENT)),
            When(
                Q(before__implementation=F("implementation"))
                & Q(self_grade=Coalesce("before__reviewed_grade", "before__self_grade")),
                then=Case(
                    When(same_words & ~_measured_anew(period, before), then=Value(SAME)),
                    default=Value(CONTENT),
                ),
            ),
            default=Value(GRADE),
            output_field=CharField(),
        ),
        rank=Case(
            When(change=GRADE, then=0),
            When(change=CONTENT, then=1),
            default=2,
            output_field=IntegerField(),
        ),
    ).order_by("rank", "initiative__order")


def _measured_anew(period: ReportingPeriod, before: ReportingPeriod | None) -> Exists:
    """Whether a KPI value differs from that of the period before."""
    quarter = {"year": before.year, "quarter": before.quarter} if before else {"pk": 0}
    earlier = Measurement.objects.filter(indicator=OuterRef("indicator"), **quarter)
    return Exists(
        Measurement.objects.filter(
            indicator__initiative=OuterRef("initiative"), year=period.year, quarter=period.quarter
        )
        .annotate(earlier=Subquery(earlier.values("value")[:1]))
        .exclude(Q(value__isnull=True) & Q(earlier__isnull=True))
        .filter(Q(value__isnull=True) | Q(earlier__isnull=True) | ~Q(value=F("earlier")))
    )


def reports_of(period: ReportingPeriod) -> ProgressReportQuerySet:
    """Every report of a period that has left its section, compared with the period before."""
    sent = ProgressReport.objects.filter(period=period).exclude(state=State.DRAFT)
    return compared(sent, period, previous_period(period))


def waiting(period: ReportingPeriod) -> Q:
    """The part of a filter on reports that keeps those the office may accept now."""
    needs = period.plan.needs_confirmation
    return Q(state__in=[State.CONFIRMED] if needs else [State.CONFIRMED, State.SUBMITTED])


def filters(period: ReportingPeriod) -> dict[str, Q]:
    """What each choice beside the page keeps."""
    now = waiting(period)
    return {
        "waiting": now,
        "grade": now & Q(change=GRADE),
        "content": now & Q(change=CONTENT),
        "same": now & Q(change=SAME),
        "unconfirmed": Q(state=State.SUBMITTED) & ~now,
        "returned": Q(state=State.RETURNED),
        "accepted": Q(state=State.ACCEPTED),
        "all": ~Q(state=State.DRAFT),
    }


def counts(reports: ProgressReportQuerySet, period: ReportingPeriod) -> dict[str, int]:
    """How many reports each choice keeps (one query)."""
    kept = {name: Count("pk", filter=wanted) for name, wanted in filters(period).items()}
    found: dict[str, int] = reports.aggregate(**kept)
    return found
