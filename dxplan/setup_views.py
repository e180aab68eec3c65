"""Where a person begins after signing in, and the page that says what a city hall still has to set up."""

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from dxplan import setup
from fiscal import clock
from organizations.admin_site import may_enter
from organizations.desk import DeskRequest


@require_safe
def start_show(request: DeskRequest) -> HttpResponse:
    """After the sign-in: what is missing next, for whoever can make it; マイページ for everybody else."""
    wanted = setup.is_lead_there(request.desk, clock.today())
    return redirect("setup-show" if wanted else "progress:mypage-show")


@require_safe
def setup_show(request: DeskRequest) -> HttpResponse:
    """はじめに設定すること.

    Raises:
        PermissionDenied: neither the office nor the administrator.
    """
    if not may_enter(request.desk):
        raise PermissionDenied
    page = setup.setup_of(request.desk, clock.today())
    return render(request, "setup.html", {"setup": page})
