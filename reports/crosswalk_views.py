"""The plan by the terms of another plan, on a page."""

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from fiscal import clock
from initiatives.models import Framework, Plan
from organizations.desk import DeskRequest
from reports import access, crosswalk


@require_safe
def crosswalk_show(request: DeskRequest, slug: str) -> HttpResponse:
    """Pick a framework and see every initiative by its terms."""
    plan = access.get_plan(request.desk, slug)
    frameworks = crosswalk.frameworks_for(plan)
    chosen = choose(frameworks, plan, request.GET.get("framework", ""))
    period = access.choose_period(access.begun_periods(plan), request.GET.get("period", ""))
    table = crosswalk.read(plan, chosen, period, clock.today()) if chosen else None
    context = {
        "plan": plan,
        "period": period,
        "table": table,
        "choices": [(row, row == chosen) for row in frameworks],
    }
    return render(request, "reports/crosswalk.html", context)


def choose(frameworks: list[Framework], plan: Plan, key: str) -> Framework | None:
    """Return the framework an address names, without a name the one the plan answers to most; None when there is none.

    Raises:
        Http404: the plan cannot be read against a framework of that name.
    """
    if key:
        named = next((row for row in frameworks if row.key == key), None)
        if named is None:
            raise Http404
        return named
    linked = crosswalk.linked_frameworks(plan)
    return max(frameworks, key=lambda row: linked[row.pk], default=None)
