"""The doors of the room: a plan is visible inside its city hall, a period once it has begun."""

from collections.abc import Sequence

from django.http import Http404

from fiscal import clock
from initiatives.access import get_plan
from initiatives.models import Plan
from progress.models import ReportingPeriod
from reports.trend import Course, Trend

__all__ = ["begun_periods", "choose_course", "choose_period", "get_plan"]


def begun_periods(plan: Plan) -> list[ReportingPeriod]:
    """Return the periods of a plan that have opened, the newest first."""
    periods = ReportingPeriod.objects.filter(plan=plan).begun_by(clock.today())
    return list(periods.order_by("-year", "-quarter"))


def choose_period(periods: Sequence[ReportingPeriod], key: str) -> ReportingPeriod | None:
    """Return the period an address names (2026-2), the newest without a name, None when there is none at all.

    Raises:
        Http404: the address names a period that is not among them.
    """
    if not key:
        return periods[0] if periods else None
    for period in periods:
        if period.key == key:
            return period
    raise Http404


def choose_course(trend: Trend, code: str) -> Course:
    """Return the course of the category an address names, of all initiatives without a name.

    Raises:
        Http404: the plan has no such category, or nothing in it.
    """
    course = trend.course(code)
    if course is None:
        raise Http404
    return course
