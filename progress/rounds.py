"""Which reporting periods are current: the newest begun one of each plan, running plans first."""

from datetime import date

from initiatives import running
from progress.models import ReportingPeriod


def current_periods(municipality_id: int, today: date) -> list[ReportingPeriod]:
    """The newest begun period of each plan of a city hall; the running plan's stands first (one query)."""
    begun = (
        ReportingPeriod.objects.begun_by(today)
        .filter(plan__municipality_id=municipality_id)
        .select_related("plan")
        .order_by("year", "quarter")
    )
    newest = {period.plan_id: period for period in begun}
    plans = running.in_order((period.plan for period in newest.values()), today)
    return [newest[plan.pk] for plan in plans]
