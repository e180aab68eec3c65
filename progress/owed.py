"""What sections owe now: reports of open periods, confirmations and answers to remarks."""

from collections.abc import Collection
from datetime import date

from django.db.models import Exists, F, OuterRef, Q

from initiatives.models import Initiative, InitiativeQuerySet, Responsibility
from initiatives.queries import with_reporter
from progress.models import ProgressReport, ProgressReportQuerySet, Remark, ReportingPeriod
from progress.models.remark import RemarkQuerySet
from progress.workflow import HANDED_IN, State

Sections = Collection[int]


def reported_by(departments: Sections, today: date) -> InitiativeQuerySet:
    """Initiatives for which one of the sections reports on a day.

    The few initiatives the sections lead are found first: only for these is the reporter worked out.
    """
    led = Responsibility.objects.filter(department__in=departments, role=Responsibility.Role.LEAD)
    candidates = Initiative.objects.filter(pk__in=led.values("initiative"))
    return with_reporter(candidates, today).filter(reporter_id__in=departments)  # type: ignore[misc]


def owed_reports(departments: Sections, today: date) -> InitiativeQuerySet:
    """Initiatives that the sections must still report on, one row per open period (``period_pk``),
    soonest due first.

    The same rule as ``queries.expected_in``, for every open period at once.
    """
    same_period = {"initiative": OuterRef("pk"), "period": OuterRef("period_pk")}
    earlier = Q(period__year__lt=OuterRef("period_year")) | Q(
        period__year=OuterRef("period_year"), period__quarter__lt=OuterRef("period_quarter")
    )
    return (
        reported_by(departments, today)
        .active()
        .filter(plan__periods__opens_on__lte=today, plan__periods__closes_on__gte=today)
        .annotate(
            period_pk=F("plan__periods__pk"),
            period_year=F("plan__periods__year"),
            period_quarter=F("plan__periods__quarter"),
            period_due=F("plan__periods__due_on"),
        )
        .exclude(Exists(ProgressReport.objects.filter(state__in=HANDED_IN, **same_period)))
        .exclude(
            Exists(ProgressReport.objects.completing().filter(earlier, initiative=OuterRef("pk")))
        )
        .order_by("period_due", "plan", "order")
    )


def returned_late(departments: Sections, today: date) -> ProgressReportQuerySet:
    """Returned reports of closed periods: the office asked for them, so the section may still send them."""
    return ProgressReport.objects.filter(
        state=State.RETURNED,
        period__closes_on__lt=today,
        initiative__in=reported_by(departments, today).values("pk"),
    )


def waiting_for_head(departments: Sections) -> ProgressReportQuerySet:
    """Reports of the sections that their head has not confirmed yet."""
    return ProgressReport.objects.filter(
        department__in=departments,
        state=State.SUBMITTED,
        period__plan__needs_confirmation=True,
    )


def waiting_for_office(municipality_id: int) -> ProgressReportQuerySet:
    """Reports of a city hall that the office may accept now.

    The periods are named first, so that the index of period and state answers.
    """
    periods = ReportingPeriod.objects.filter(plan__municipality_id=municipality_id)
    return ProgressReport.objects.filter(
        Q(state=State.CONFIRMED) | Q(state=State.SUBMITTED, period__plan__needs_confirmation=False),
        period__in=periods.values("pk"),
        state__in=[State.SUBMITTED, State.CONFIRMED],
    )


def remarks_to_answer(departments: Sections, today: date) -> RemarkQuerySet:
    """Unanswered remarks on the sections; a remark that names no section is the reporter's."""
    reported = reported_by(departments, today).values("pk")
    return Remark.objects.filter(
        Q(department__in=departments) | Q(department__isnull=True, initiative__in=reported),
        response="",
    )
