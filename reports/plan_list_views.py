"""The list of a city hall's plans."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from fiscal import clock
from initiatives import access
from organizations.desk import DeskRequest
from reports import plan_list as lists


@require_safe
def plan_list(request: DeskRequest) -> HttpResponse:
    """All plans and 方針 of the person's city hall."""
    plans = access.get_plans(request.desk)
    return render(request, "reports/plans.html", {"list": lists.read(plans, clock.today())})
