"""The page of one category."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from fiscal import clock
from initiatives import access
from organizations.desk import DeskRequest
from reports import category_page, glossary


@require_safe
def category_show(request: DeskRequest, slug: str, code: str) -> HttpResponse:
    """One category of a plan: its background, 取組方針, lists and line of descent."""
    category = access.get_category(request.desk, slug, code)
    page = category_page.read(category, clock.today())
    context = {"plan": category.plan, "page": page, "glossary": glossary.read(category.plan)}
    return render(request, "reports/category.html", context)
