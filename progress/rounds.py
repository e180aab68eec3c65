"""Which reporting periods are current: the newest begun one of each plan, running plans first."""

from datetime import date

from fiscal.calendar import fiscal_year_of
from initiatives.models import Plan
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
    return sorted(newest.values(), key=lambda period: _place(period.plan, fiscal_year_of(today)))


def _place(plan: Plan, year: int) -> tuple[bool, int, int]:
    is_running = plan.kind == Plan.Kind.PLAN and plan.first_year <= year <= plan.last_year
    return not is_running, -plan.first_year, plan.pk
