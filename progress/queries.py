"""Questions about reports that take rows and return rows."""

from collections.abc import Iterable

from django.db.models import Exists, OuterRef, Q, Subquery

from fiscal.calendar import Quarter
from initiatives.models import Initiative, InitiativeQuerySet
from progress.models import ProgressReport, ReportingPeriod


def before(quarter: Quarter, prefix: str = "") -> Q:
    """The part of a filter that keeps periods earlier than a quarter."""
    return Q(**{f"{prefix}year__lt": quarter.year}) | Q(
        **{f"{prefix}year": quarter.year, f"{prefix}quarter__lt": quarter.number}
    )


def finished_by_report(quarter: Quarter) -> Exists:
    """Whether an earlier accepted report says that the initiative is 完了."""
    return Exists(
        ProgressReport.objects.completing()
        .filter(before(quarter, "period__"), initiative=OuterRef("pk"))
        .order_by()
    )


def expected_in(period: ReportingPeriod) -> InitiativeQuerySet:
    """Initiatives that owe a report in a period: active and in force on its 基準日, and not finished before."""
    return (
        Initiative.objects.filter(plan_id=period.plan_id)
        .active()
        .in_force_on(period.as_of)
        .filter(~finished_by_report(period.as_quarter))
    )


def previous_period(period: ReportingPeriod) -> ReportingPeriod | None:
    """The period before, or None for the first."""
    return (
        ReportingPeriod.objects.filter(before(period.as_quarter), plan_id=period.plan_id)
        .order_by("-year", "-quarter")
        .first()
    )


def latest_before(period: ReportingPeriod, initiative: Initiative) -> ProgressReport | None:
    """The last report of an initiative handed in for an earlier period: what "前期" means to the section."""
    return (
        ProgressReport.objects.handed_in()
        .filter(before(period.as_quarter, "period__"), initiative=initiative)
        .select_related("period", "self_grade", "reviewed_grade")
        .order_by("-period__year", "-period__quarter")
        .first()
    )


def year_before(period: ReportingPeriod, initiative: Initiative) -> ProgressReport | None:
    """What was handed in for the same period of the year before."""
    return (
        ProgressReport.objects.handed_in()
        .filter(
            initiative=initiative,
            period__plan=period.plan_id,
            period__year=period.year - 1,
            period__quarter=period.quarter,
        )
        .select_related("period", "self_grade", "reviewed_grade")
        .first()
    )


def never_empty(pks: Iterable[int]) -> list[int]:
    """The primary keys, or one that no row has.

    Django answers ``pk__in=[]`` without asking the database: the number of queries of a page would then depend
    on whether there is anything to show.
    """
    return list(pks) or [0]


def latest_before_each(
    period: ReportingPeriod, initiatives: Iterable[int]
) -> dict[int, ProgressReport]:
    """The same for many initiatives (one query); where there is none, no entry."""
    earlier = (
        ProgressReport.objects.handed_in()
        .filter(before(period.as_quarter, "period__"), initiative=OuterRef("pk"))
        .order_by("-period__year", "-period__quarter")
    )
    own = Initiative.objects.filter(pk__in=never_empty(initiatives)).order_by()
    last = own.annotate(last=Subquery(earlier.values("pk")[:1]))
    rows = ProgressReport.objects.filter(pk__in=last.values("last"))
    found = rows.select_related("period", "self_grade", "reviewed_grade")
    return {row.initiative_id: row for row in found}
