"""The sheet of one initiative in one year: write, save by itself, hand in; and the deeds done to it."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from organizations.desk import DeskRequest
from progress.annual import access, actions, history, page
from progress.annual.keeping import SUBMIT, keep
from progress.annual.sheet import Sheet
from progress.annual.transition import StaleReview
from progress.entry import plain
from progress.entry_page import saved_words
from progress.forms import CommentForm, DeedForm, ReasonForm
from progress.keeping import Kept
from progress.models import AnnualReview
from progress.naming import number_of
from progress.report_page import FOLDED
from progress.workflow import Action, Actor, WorkflowError

MYPAGE = "progress:mypage-show"
CONFLICT = 409
PER_PAGE = 50


@require_http_methods(["GET", "HEAD", "POST"])
def annualreview_edit(request: DeskRequest, round_pk: int, initiative_pk: int) -> HttpResponse:
    """The form beside what is known of the year; what was sent is shown without a form. GET makes no row."""
    subject = access.get_subject(request.desk, round_pk, initiative_pk)
    if request.method != "POST":
        return _show(request, Sheet(subject))
    if Actor.SECTION not in subject.actors:
        raise PermissionDenied
    sheet = Sheet(subject, plain(request.POST))
    if request.POST.get("resumed"):
        messages.info(request, "ログインし直しました。下の入力は、まだ保存していません。")
        return _show(request, sheet)
    try:
        kept = keep(sheet, request.POST.get("action", ""), request.desk)
    except StaleReview:
        return _conflict(request, sheet)
    except WorkflowError as refusal:
        return _refuse(request, sheet, str(refusal))
    return _answer(request, sheet, kept)


@require_safe
def annualreview_history(request: DeskRequest, pk: int) -> HttpResponse:
    """Who did what to a review, when and why, and what each change made of the words."""
    review = access.get_told_review(request.desk, pk)
    context = {
        "review": review,
        "number": number_of(review.initiative),
        "events": review.events.select_related("by"),
        "page": Paginator(history.of(review), PER_PAGE).get_page(request.GET.get("page")),
    }
    return render(request, "progress/annual_history.html", context)


def _answer(request: DeskRequest, sheet: Sheet, kept: Kept) -> HttpResponse:
    """What the person sees after the deed: the next page, or the same with what is still missing."""
    now = _again(request, sheet)
    if _is_own_saving(request):
        answer = {
            "version": now.version,
            "saved": saved_words(now.review, request.user.pk),
            "errors": {control.html_name: message for control, message in sheet.errors()},
            "pieces": {},
        }
        return JsonResponse(answer, json_dumps_params={"ensure_ascii": False})
    if kept.is_submitted:
        messages.success(request, f"年度評価を提出しました。{page.next_step(now)}")
        return redirect(MYPAGE)
    if kept.problems or not sheet.is_valid():
        shown = Sheet(now, {**plain(request.POST), "version": str(now.version)})
        shown.is_valid()
        shown.blame(kept.problems)
        return _show(request, shown, unsent=request.POST.get("action") == SUBMIT)
    messages.success(request, "下書きを保存しました。まだ提出していません。")
    return redirect(now.get_absolute_url())


def _again(request: DeskRequest, sheet: Sheet) -> access.Subject:
    subject = sheet.subject
    return access.get_subject(request.desk, subject.round.pk, subject.initiative.pk)


def _is_own_saving(request: DeskRequest) -> bool:
    """Whether the page saved itself."""
    return request.headers.get("X-Requested-With") == "fetch"


def _conflict(request: DeskRequest, sheet: Sheet) -> HttpResponse:
    """What I typed in the form, what is stored beside it; nothing has been written."""
    now = _again(request, sheet)
    who = now.review.saved_by if now.review else None
    words = f"{who}さんが先に保存しました。" if who else "ほかの人が先に保存しました。"
    if _is_own_saving(request):
        return JsonResponse({"conflict": True, "message": words}, status=CONFLICT)
    mine = Sheet(now, {**plain(request.POST), "version": str(now.version)})
    mine.is_valid()
    mine.lay_beside(Sheet(now))
    return _show(request, mine, status=CONFLICT, conflict=words)


def _refuse(request: DeskRequest, sheet: Sheet, refusal: str) -> HttpResponse:
    """The review went on meanwhile: say so, and keep what was typed on the page."""
    if _is_own_saving(request):
        return JsonResponse({"conflict": False, "message": refusal}, status=CONFLICT)
    now = _again(request, sheet)
    stored = Sheet(now)
    stored.lay_beside(sheet)
    labels = {control.html_name: control.label for control in stored.controls()}
    unsaved = [(labels[name], text) for name, text in stored.theirs.items()]
    messages.error(request, refusal)
    return _show(request, Sheet(now), status=CONFLICT, unsaved=unsaved)


def _show(request: DeskRequest, sheet: Sheet, *, status: int = 200, **more: Any) -> HttpResponse:
    context = page.context(sheet, request.user.pk)
    template = "progress/annual_entry.html" if context["is_open"] else "progress/annual_sheet.html"
    return render(request, template, {**context, **more}, status=status)


@require_POST
def annualreview_withdraw(request: DeskRequest, pk: int) -> HttpResponse:
    """引戻し before the head has confirmed."""
    done = "引き戻しました。直してから、もう一度提出してください。"
    return _do(request, pk, Action.WITHDRAW, actions.withdraw, done)


@require_POST
def annualreview_confirm(request: DeskRequest, pk: int) -> HttpResponse:
    """確認 by the section's head."""
    done = "年度評価を確認しました。事務局の受理に回ります。"
    return _do(request, pk, Action.CONFIRM, actions.confirm, done)


@require_POST
def annualreview_accept(request: DeskRequest, pk: int) -> HttpResponse:
    """受理 by the office."""
    done = "年度評価を受理しました。来年度の計画はここから始まります。"
    return _do(request, pk, Action.ACCEPT, actions.accept, done)


@require_POST
def annualreview_return(request: DeskRequest, pk: int) -> HttpResponse:
    """差戻し by head or office, with the reason."""
    done = "担当課に差し戻しました。理由は担当課のマイページに表示されます。"
    return _do(request, pk, Action.RETURN, actions.send_back, done)


@require_POST
def annualreview_reopen(request: DeskRequest, pk: int) -> HttpResponse:
    """確定解除 by the office, with the reason."""
    done = "確定を解除しました。担当課に戻りました。"
    return _do(request, pk, Action.REOPEN, actions.reopen, done)


def _do(
    request: DeskRequest,
    pk: int,
    action: Action,
    deed: Callable[..., AnnualReview],
    done: str,
) -> HttpResponse:
    """Do a deed whose words are complete; else ask for them on the sheet, nothing lost."""
    review = access.get_review_for(request.desk, pk, action)
    form = _said(request, action)
    if form.is_valid():
        words = {name: text for name, text in form.cleaned_data.items() if name != "next"}
        try:
            deed(review=review, by=request.desk, **words)
        except WorkflowError as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, f"{number_of(review.initiative)}　{done}")
            return redirect(review.get_absolute_url())
    context = {"review": review, "number": number_of(review.initiative), "action": action}
    return render(request, "progress/annual_deed.html", {**context, "form": form})


def _said(request: DeskRequest, action: Action) -> DeedForm:
    if action in FOLDED:
        return ReasonForm(request.POST, label=action.label)
    return CommentForm(request.POST)
