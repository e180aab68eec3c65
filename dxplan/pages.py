"""Pages that belong to no room: how to use the product, and its accessibility statement."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from organizations.roles import RULES


@require_safe
def help_show(request: HttpRequest) -> HttpResponse:
    """使い方: how a quarter goes, per role."""
    roles = [(role.label, rule) for role, rule in RULES.items()]
    return render(request, "help.html", {"roles": roles})


@require_safe
def accessibility_show(request: HttpRequest) -> HttpResponse:
    """アクセシビリティ: what conforms, what was checked, what is known to be missing."""
    return render(request, "accessibility.html")
