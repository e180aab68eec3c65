"""点検: how strict the checks are in a plan, and what they found in a period."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from fiscal import clock
from organizations.desk import DeskRequest
from progress import checking, round_access
from progress.check_actions import CheckSettingError, set_severities
from progress.check_forms import SeverityForm
from progress.check_page import finding_page
from progress.fixed_rules import FIXED
from progress.severity import SEVERITY_MEANINGS


@require_http_methods(["GET", "HEAD", "POST"])
def check_edit(request: DeskRequest, slug: str) -> HttpResponse:
    """Every check with how strict it is; the office chooses."""
    plan = round_access.get_governed_plan(request.desk, slug)
    form = SeverityForm(request.POST or None, severities=checking.severities_of(plan))
    if request.method == "POST" and form.is_valid():
        read = form.cleaned_data["read"]
        try:
            set_severities(plan=plan, chosen=form.chosen, read=read, by=request.user)
        except CheckSettingError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, "点検の扱いを保存しました。")
            return redirect("progress:check-edit", plan.slug)
    meanings = [(severity.label, text) for severity, text in SEVERITY_MEANINGS.items()]
    context = {"plan": plan, "form": form, "meanings": meanings, "fixed": FIXED}
    return render(request, "progress/checks.html", context)


@require_safe
def finding_list(request: DeskRequest, pk: int) -> HttpResponse:
    """確認が必要な値: what the checks find in the reports of a period."""
    period = round_access.get_reviewed_period(request.desk, pk)
    show, number = request.GET.get("check", ""), request.GET.get("page")
    context = {"found": finding_page(period, show, number, clock.today())}
    return render(request, "progress/finding_list.html", context)
