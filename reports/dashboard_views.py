"""Pages for the headquarters: the dashboard and the grades over time."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from fiscal import clock
from organizations.desk import DeskRequest
from organizations.roles import Permission
from reports import access, portfolio
from reports.dashboard import LIMIT, build_page


@require_safe
def dashboard_show(request: DeskRequest, slug: str) -> HttpResponse:
    """Where the plan stands in a period, the newest that has begun unless the address names one."""
    plan = access.get_plan(request.desk, slug)
    periods = access.begun_periods(plan)
    period = access.choose_period(periods, request.GET.get("period", ""))
    tree = period and portfolio.build(
        plan, period, today=clock.today(), limit=LIMIT, periods=periods
    )
    context = {
        "plan": plan,
        "periods": periods,
        "period": period,
        "page": tree and build_page(tree),
        "may_export": request.desk.may_somewhere(Permission.EXPORT),
        "may_open": request.desk.may(Permission.OPEN_PERIOD),
        "may_review": request.desk.may(Permission.REVIEW),
    }
    return render(request, "reports/dashboard.html", context)
