"""Pages of the room: all indicators of a plan, and one of them."""

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from fiscal import clock
from initiatives.access import get_plan
from kpis import access, moment, pages, queries
from kpis.models import Indicator
from organizations.desk import DeskRequest

LIST_PAGE = 30


@require_safe
def indicator_list(request: DeskRequest, slug: str) -> HttpResponse:
    """ＫＰＩ: every indicator of a plan, thirty on a page."""
    plan = get_plan(request.desk, slug)
    quarter = moment.shown(request.GET.get("period", ""), clock.today(), plan.frequency)
    indicators = pages.in_plan_order(Indicator.objects.filter(initiative__plan=plan))
    page = Paginator(indicators, LIST_PAGE).get_page(request.GET.get("page"))
    bands = queries.bands_of(plan.grade_scale_id)
    context = {"plan": plan, "page": page, **pages.of_list(list(page), quarter, bands)}
    return render(request, "kpis/list.html", context)


@require_safe
def indicator_show(request: DeskRequest, pk: int) -> HttpResponse:
    """One indicator: four numbers, a sentence, the chart, the table of the same numbers."""
    indicator = access.get_indicator(request.desk, pk)
    span = indicator.initiative.plan.frequency
    quarter = moment.shown(request.GET.get("period", ""), clock.today(), span)
    return render(request, "kpis/show.html", pages.of_indicator(indicator, quarter))
