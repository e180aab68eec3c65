"""Which reporting periods are current: the newest begun one of each plan, running plans first."""

from datetime import date

from django.db.models import Exists, F, OuterRef, Q

from fiscal.calendar import fiscal_year_of
from progress.models import ReportingPeriod


def current_periods(municipality_id: int, today: date) -> list[ReportingPeriod]:
    """The newest begun period of each plan of a city hall; the running plan's stands first (one query)."""
    newer = ReportingPeriod.objects.begun_by(today).filter(
        Q(year__gt=OuterRef("year")) | Q(year=OuterRef("year"), quarter__gt=OuterRef("quarter")),
        plan=OuterRef("plan"),
    )
    year = fiscal_year_of(today)
    return list(
        ReportingPeriod.objects.begun_by(today)
        .filter(plan__municipality_id=municipality_id)
        .exclude(Exists(newer))
        .annotate(
            is_running=Q(plan__kind="plan", plan__first_year__lte=year, plan__last_year__gte=year)
        )
        .select_related("plan__municipality", "plan__grade_scale")
        .order_by(F("is_running").desc(), "-plan__first_year", "plan_id")
    )
