"""Searching the words of all plans of a city hall."""

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from fiscal import clock
from initiatives import access, running
from organizations.desk import DeskRequest
from reports import finding, passages
from reports.finding_forms import PassageFilter

PAGE = 20


@require_safe
def passage_search(request: DeskRequest) -> HttpResponse:
    """What the plans say about some words, and where."""
    plans = running.in_order(access.get_plans(request.desk), clock.today())
    form = PassageFilter(request.GET, plans=[(plan.slug, plan.title) for plan in plans])
    query = form.cleaned_data["q"] if form.is_valid() else ""
    wanted = [plan for plan in plans if form.cleaned_data.get("plan", "") in {"", plan.slug}]
    found = finding.find(passages.read(wanted), query) if query else []
    page = Paginator(found, PAGE).get_page(request.GET.get("page"))
    context = {
        "form": form,
        "query": query,
        "page": page,
        "answers": [finding.answer(row, query) for row in page.object_list],
        "titles": {plan.pk: plan.title for plan in plans},
    }
    return render(request, "reports/search.html", context)
