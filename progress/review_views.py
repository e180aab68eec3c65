"""審査 of the office, 確認 of the head, 未提出."""

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from fiscal import clock, wareki
from organizations.desk import DeskRequest
from progress import bulk, round_access
from progress.bulk import Outcome
from progress.chosen import ChosenForm, ConfirmForm
from progress.confirming import confirmation_page
from progress.ledger import with_last_days
from progress.missing import letter, missing_in, with_questions
from progress.reporters import reporters_of
from progress.review import review_page


@require_safe
def review_list(request: DeskRequest, pk: int) -> HttpResponse:
    """審査: what the sections handed in, with what changed since the period before."""
    period = round_access.get_reviewed_period(request.desk, pk)
    review = review_page(period, request.GET.get("show", ""), request.GET.get("page"))
    context = {"review": review, "here": request.get_full_path()}
    return render(request, "progress/review.html", context)


@require_POST
def review_accept(request: DeskRequest, pk: int) -> HttpResponse:
    """まとめて受理: every ticked report that still is as it was read."""
    period = round_access.get_reviewed_period(request.desk, pk)
    form = ChosenForm(request.POST)
    if form.is_valid():
        versions = form.cleaned_data["report"]
        reports = round_access.get_chosen_reports(request.desk, versions, period)
        tell(request, bulk.accept_many(reports=reports, versions=versions, by=request.desk), "受理")
    else:
        messages.error(request, str(form.errors["report"][0]))
    return redirect(_back(reverse("progress:review-list", args=[pk]), form))


@require_safe
def confirmation_list(request: DeskRequest) -> HttpResponse:
    """確認: what the own sections handed in and their head has not read."""
    desk = round_access.get_confirming_desk(request.desk)
    confirmation = confirmation_page(desk, request.GET.get("page"), clock.today())
    context = {"confirmation": confirmation, "here": request.get_full_path()}
    return render(request, "progress/confirmations.html", context)


@require_POST
def confirmation_record(request: DeskRequest) -> HttpResponse:
    """まとめて確認: every ticked report, or all, as far as they still are as they were read."""
    desk = round_access.get_confirming_desk(request.desk)
    form = ConfirmForm(request.POST)
    if form.is_valid():
        versions, comment = form.cleaned_data["report"], form.cleaned_data["comment"]
        reports = round_access.get_chosen_reports(desk, versions)
        done = bulk.confirm_many(reports=reports, versions=versions, by=desk, comment=comment)
        tell(request, done, "確認")
    else:
        messages.error(request, str(next(iter(form.errors.values()))[0]))
    return redirect(_back(reverse("progress:confirmation-list"), form))


@require_safe
def missing_list(request: DeskRequest, pk: int) -> HttpResponse:
    """未提出: who has not handed in what, and a letter that asks for it."""
    period = round_access.get_reviewed_period(request.desk, pk)
    today = clock.today()
    found = missing_in(period, reporters_of(period.plan, today), today)
    missing = with_last_days(with_questions(found, today))
    offices = sorted({post.department.name for post in request.desk.posts})
    context = {
        "missing": missing,
        "letter": letter(missing, "・".join(offices)),
        "may_ask": not period.is_closed_on(today),
    }
    return render(request, "progress/missing.html", context)


def tell(request: DeskRequest, outcome: Outcome, deed: str) -> None:
    """Say how many were done, and for each of the others why not."""
    if outcome.done:
        messages.success(request, f"{wareki.digits(len(outcome.done))}件を{deed}しました。")
    for number, reason in outcome.refused:
        messages.error(request, f"{number} は{deed}していません。{reason}")


def _back(address: str, form: ChosenForm) -> str:
    """The page the ticks were made on."""
    query = QueryDict(mutable=True)
    query.update({name: form.data[name] for name in ("show", "page") if form.data.get(name)})
    return f"{address}?{query.urlencode()}" if query else address
