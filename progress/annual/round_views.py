"""年度評価 of the office: opens a year, changes its dates, reads and accepts the reviews, lists what changes."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from fiscal import clock
from initiatives.models import Plan
from organizations.desk import DeskRequest
from progress import round_access
from progress.annual import access, bulk, listing, round_actions, round_dates
from progress.annual.forms import NewRoundForm, RoundForm
from progress.chosen import ChosenForm
from progress.review_views import tell


@require_safe
def annualround_list(request: DeskRequest, slug: str) -> HttpResponse:
    """The years of a plan, newest first."""
    plan = round_access.get_governed_plan(request.desk, slug)
    context = {"plan": plan, "rows": listing.rounds_of(plan)}
    return render(request, "progress/annual_rounds.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def annualround_create(request: DeskRequest, slug: str) -> HttpResponse:
    """Open the 年度評価 of a year: the next one and its usual dates are proposed."""
    plan = round_access.get_governed_plan(request.desk, slug)
    form = _new_form(request, plan)
    if request.method == "POST" and form.is_valid():
        try:
            annual = round_actions.open_round(plan=plan, by=request.user, **form.cleaned_data)
        except round_actions.AnnualRoundError as error:
            form.add_error("year", str(error))
        else:
            messages.success(request, f"{annual}を作りました。開始日から、課のマイページに出ます。")
            return redirect(annual)
    return render(request, "progress/annual_round_form.html", {"plan": plan, "form": form})


@require_http_methods(["GET", "HEAD", "POST"])
def annualround_edit(request: DeskRequest, pk: int) -> HttpResponse:
    """Change the dates and the message of a year's round."""
    annual = access.get_governed_round(request.desk, pk)
    names = ("opens_on", "due_on", "closes_on", "message")
    initial = {name: getattr(annual, name) for name in names}
    form = RoundForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        round_actions.change_round(annual=annual, by=request.user, **form.cleaned_data)
        messages.success(request, f"{annual}の日程を変更しました。")
        return redirect(annual)
    context = {"plan": annual.plan, "annual": annual, "form": form}
    return render(request, "progress/annual_round_form.html", context)


@require_safe
def annualround_show(request: DeskRequest, pk: int) -> HttpResponse:
    """Every initiative of the year with the state of its review and what is decided."""
    annual = access.get_reviewed_round(request.desk, pk)
    show, number = request.GET.get("show", ""), request.GET.get("page")
    found = listing.read(annual, show, number, clock.today())
    return render(request, "progress/annual_round.html", {"annual": annual, "listing": found})


@require_POST
def annualround_accept(request: DeskRequest, pk: int) -> HttpResponse:
    """まとめて受理: every ticked review that still is as it was read."""
    annual = access.get_reviewed_round(request.desk, pk)
    form = ChosenForm(request.POST)
    if form.is_valid():
        versions = form.cleaned_data["report"]
        reviews = access.get_chosen_reviews(request.desk, versions, annual)
        tell(request, bulk.accept_many(reviews=reviews, versions=versions, by=request.desk), "受理")
    else:
        messages.error(request, str(form.errors["report"][0]).replace("報告", "年度評価"))
    return redirect(annual)


@require_safe
def annualchange_list(request: DeskRequest, pk: int) -> HttpResponse:
    """来年度の計画に反映するもの: what the accepted reviews change."""
    annual = access.get_reviewed_round(request.desk, pk)
    context = {"annual": annual, "rows": listing.changes(annual)}
    return render(request, "progress/annual_changes.html", context)


def _new_form(request: DeskRequest, plan: Plan) -> NewRoundForm:
    years = range(plan.first_year, plan.last_year + 1)
    taken = list(plan.annual_rounds.values_list("year", flat=True))
    proposal = round_dates.next_year(years, taken, clock.today())
    initial: dict[str, Any] = {}
    if proposal is not None:
        initial = {"year": proposal, **vars(round_dates.proposed(proposal))}
    return NewRoundForm(request.POST or None, years=years, taken=taken, initial=initial)
