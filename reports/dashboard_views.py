"""Pages for the headquarters: the dashboard and the grades over time."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from fiscal import clock
from organizations.desk import DeskRequest
from organizations.roles import Permission
from reports import access, portfolio, trend_page
from reports.dashboard import LIMIT, build_page
from reports.trend import read as read_trend


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


@require_safe
def trend_show(request: DeskRequest, slug: str) -> HttpResponse:
    """The grades of a plan over time, of all initiatives or of one category."""
    plan = access.get_plan(request.desk, slug)
    trend = read_trend(plan, access.begun_periods(plan)[::-1])
    course = access.choose_course(trend, request.GET.get("category", ""))
    context = {
        "plan": plan,
        "trend": trend,
        "course": course,
        "figure": trend_page.figure(trend, course),
        "still": trend_page.still(trend, course),
        "rows": trend_page.rows(course),
        "delay_rows": trend_page.delay_rows(trend),
    }
    return render(request, "reports/trend.html", context)
