"""What sections owe now: reports of open periods, confirmations and answers to remarks."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, F, OuterRef, Q

from initiatives.models import Initiative, InitiativeQuerySet, Responsibility
from initiatives.queries import with_reporter
from progress.models import ProgressReport, ProgressReportQuerySet, Remark, ReportingPeriod
from progress.models.remark import RemarkQuerySet
from progress.queries import never_empty
from progress.workflow import HANDED_IN, State

Sections = Collection[int]


@dataclass(frozen=True)
class Own:
    """Sections and the initiatives they report for today, each with the section's name and its key."""

    sections: frozenset[int]
    reporters: dict[int, str]
    section_of: dict[int, int]

    @classmethod
    def read(cls, sections: Iterable[int], today: date) -> "Own":
        """Read who reports for what (one query).

        The few initiatives the sections lead are found first: only for these is the reporter worked out.
        """
        wanted = frozenset(sections)
        led = Responsibility.objects.filter(department__in=wanted, role=Responsibility.Role.LEAD)
        candidates = Initiative.objects.filter(pk__in=led.values("initiative")).order_by()
        rows = with_reporter(candidates, today).values_list(
            "pk",
            "reporter_id",  # type: ignore[misc]
            "reporter_name",
        )
        own = [row for row in rows if row[1] in wanted]
        return cls(
            wanted,
            {pk: name for pk, _, name in own},
            {pk: section for pk, section, _ in own},
        )


def owed_reports(own: Own, today: date) -> InitiativeQuerySet:
    """Initiatives that the sections must still report on, one row per open period (``period_pk``),
    soonest due first.

    The same rule as ``queries.expected_in``, for every open period at once.
    """
    same_period = {"initiative": OuterRef("pk"), "period": OuterRef("period_pk")}
    earlier = Q(period__year__lt=OuterRef("period_year")) | Q(
        period__year=OuterRef("period_year"), period__quarter__lt=OuterRef("period_quarter")
    )
    return (
        Initiative.objects.filter(pk__in=never_empty(own.reporters))
        .active()
        .filter(
            Q(valid_from__isnull=True) | Q(valid_from__lte=F("plan__periods__as_of")),
            Q(valid_to__isnull=True) | Q(valid_to__gte=F("plan__periods__as_of")),
            plan__periods__opens_on__lte=today,
            plan__periods__closes_on__gte=today,
        )
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
        .order_by("period_due", "plan_id", "order")
    )


def returned_late(own: Own, today: date) -> ProgressReportQuerySet:
    """Returned reports of closed periods: the office asked for them, so the section may still send them."""
    return ProgressReport.objects.filter(
        state=State.RETURNED, period__closes_on__lt=today, initiative__in=never_empty(own.reporters)
    )


def waiting_for_head(sections: Sections) -> ProgressReportQuerySet:
    """Reports of the sections that their head has not confirmed yet."""
    return ProgressReport.objects.filter(
        department__in=sections, state=State.SUBMITTED, period__plan__needs_confirmation=True
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


def remarks_to_answer(own: Own) -> RemarkQuerySet:
    """Unanswered remarks on the sections; a remark that names no section is the reporter's."""
    return Remark.objects.filter(
        Q(department__in=own.sections) | Q(department__isnull=True, initiative__in=own.reporters),
        response="",
    )
