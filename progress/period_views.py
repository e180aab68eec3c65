"""報告期: the office opens periods and changes their dates."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from fiscal import clock, wareki
from fiscal.calendar import Quarter
from initiatives.models import Plan
from organizations.desk import DeskRequest
from progress import period_actions, period_dates, round_access
from progress.period_forms import NewPeriodForm, PeriodForm, initial_of, key_of
from progress.period_list import period_rows


@require_safe
def period_list(request: DeskRequest, slug: str) -> HttpResponse:
    """The periods of a plan, newest first."""
    plan = round_access.get_governed_plan(request.desk, slug)
    rows = period_rows(plan, clock.today())
    return render(request, "progress/periods.html", {"plan": plan, "rows": rows})


@require_http_methods(["GET", "HEAD", "POST"])
def period_create(request: DeskRequest, slug: str) -> HttpResponse:
    """Open a period: the next quarter and its usual dates are proposed."""
    plan = round_access.get_governed_plan(request.desk, slug)
    form = _new_form(request, plan)
    if request.method == "POST" and form.is_valid():
        try:
            period = period_actions.open_period(plan=plan, by=request.user, **form.cleaned_data)
        except period_actions.PeriodError as error:
            form.add_error("quarter", str(error))
        else:
            opens = wareki.full_date_weekday(period.opens_on)
            begins = (
                "課のマイページに出ています"
                if period.opens_on <= clock.today()
                else f"{opens}に始まります"
            )
            messages.success(request, f"{period}の報告期を作りました。{begins}。")
            return redirect("progress:period-list", plan.slug)
    return render(request, "progress/period_form.html", {"plan": plan, "form": form})


@require_http_methods(["GET", "HEAD", "POST"])
def period_edit(request: DeskRequest, pk: int) -> HttpResponse:
    """Change the dates and the message of a period."""
    period = round_access.get_governed_period(request.desk, pk)
    form = PeriodForm(request.POST or None, reported=period.as_quarter, initial=initial_of(period))
    if request.method == "POST" and form.is_valid():
        period_actions.change_period(period=period, by=request.user, **form.cleaned_data)
        messages.success(request, f"{period}の報告期を変更しました。")
        return redirect("progress:period-list", period.plan.slug)
    context = {"plan": period.plan, "period": period, "form": form}
    return render(request, "progress/period_form.html", context)


def _new_form(request: DeskRequest, plan: Plan) -> NewPeriodForm:
    quarters = period_dates.quarters_of(plan.first_year, plan.last_year, plan.frequency)
    taken = [Quarter(year, number) for year, number in plan.periods.values_list("year", "quarter")]
    proposal = period_dates.next_quarter(quarters, taken, clock.today())
    initial: dict[str, Any] = {}
    if proposal is not None:
        initial = {"quarter": key_of(proposal), **vars(period_dates.proposed(proposal))}
    return NewPeriodForm(request.POST or None, quarters=quarters, taken=taken, initial=initial)
