"""The deeds done to a report from its page or a list, and its history."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from fiscal import clock
from organizations.desk import DeskRequest
from progress import access, actions, attachment_access, attachments, history, route
from progress.forms import AcceptForm, CommentForm, ReasonForm
from progress.models import ProgressReport
from progress.naming import number_of
from progress.way_back import way_back
from progress.workflow import Action, WorkflowError
from ui.forms import HouseForm

PER_PAGE = 30
HIDDEN = frozenset({"next", "version"})
RETURNED_TO_SECTION = "担当課に差し戻しました。理由は担当課のマイページに表示されます。"


@require_POST
def report_submit(request: DeskRequest, pk: int) -> HttpResponse:
    """提出 of a draft that is complete."""
    report = access.get_report_for(request.desk, pk, Action.SUBMIT)
    form = CommentForm(request.POST)
    next_step = route.next_step(report.period.plan, report.department, clock.today())
    return _do(
        request,
        report=report,
        action=Action.SUBMIT,
        form=form,
        deed=lambda: actions.submit(report=report, by=request.desk, **_said(form)),
        done=f"提出しました。{next_step}",
    )


@require_POST
def report_withdraw(request: DeskRequest, pk: int) -> HttpResponse:
    """引戻し before the head has confirmed."""
    report = access.get_report_for(request.desk, pk, Action.WITHDRAW)
    form = CommentForm(request.POST)
    return _do(
        request,
        report=report,
        action=Action.WITHDRAW,
        form=form,
        deed=lambda: actions.withdraw(report=report, by=request.desk, **_said(form)),
        done="引き戻しました。直してから、もう一度提出してください。",
    )


@require_POST
def report_confirm(request: DeskRequest, pk: int) -> HttpResponse:
    """確認 by the section's head."""
    report = access.get_report_for(request.desk, pk, Action.CONFIRM)
    form = CommentForm(request.POST)
    return _do(
        request,
        report=report,
        action=Action.CONFIRM,
        form=form,
        deed=lambda: actions.confirm(report=report, by=request.desk, **_said(form)),
        done="確認しました。事務局の受理に回ります。",
    )


@require_POST
def report_accept(request: DeskRequest, pk: int) -> HttpResponse:
    """受理 by the office, with its own grade where it differs."""
    report = access.get_report_for(request.desk, pk, Action.ACCEPT)
    form = AcceptForm(request.POST, report=report)
    return _do(
        request,
        report=report,
        action=Action.ACCEPT,
        form=form,
        deed=lambda: actions.accept(report=report, by=request.desk, **_said(form)),
        done="受理しました。",
    )


@require_POST
def report_return(request: DeskRequest, pk: int) -> HttpResponse:
    """差戻し by head or office, with the reason."""
    report = access.get_report_for(request.desk, pk, Action.RETURN)
    form = ReasonForm(request.POST, label=Action.RETURN.label)
    return _do(
        request,
        report=report,
        action=Action.RETURN,
        form=form,
        deed=lambda: actions.send_back(report=report, by=request.desk, **_said(form)),
        done=RETURNED_TO_SECTION,
    )


@require_POST
def report_reopen(request: DeskRequest, pk: int) -> HttpResponse:
    """確定解除 by the office, with the reason."""
    report = access.get_report_for(request.desk, pk, Action.REOPEN)
    form = ReasonForm(request.POST, label=Action.REOPEN.label)
    return _do(
        request,
        report=report,
        action=Action.REOPEN,
        form=form,
        deed=lambda: actions.reopen(report=report, by=request.desk, **_said(form)),
        done=f"確定を解除しました。{RETURNED_TO_SECTION}",
    )


@require_safe
def report_history(request: DeskRequest, pk: int) -> HttpResponse:
    """Who did what to a report, when and why, and what each change made of the words."""
    report = access.get_report(request.desk, pk)
    is_read = attachment_access.may_read(request.desk, report)
    page = Paginator(history.of(report), PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "report": report,
        "number": number_of(report.initiative),
        "events": report.events.select_related("by"),
        "attachments": attachments.of_report(report.pk if is_read else None),
        "page": page,
    }
    return render(request, "progress/report_history.html", context)


def _do(
    request: DeskRequest,
    *,
    report: ProgressReport,
    action: Action,
    form: HouseForm,
    deed: Callable[[], ProgressReport],
    done: str,
) -> HttpResponse:
    """Do a deed whose words are complete; else ask for them on a page of their own, nothing lost."""
    back = way_back(request, reverse("reports:initiative-show", args=[report.initiative_id]))
    if form.is_valid() and _went_through(form, deed):
        messages.success(request, f"{number_of(report.initiative)}　{done}")
        return redirect(back)
    if form.non_field_errors() and not _has_words(form):
        messages.error(request, str(form.non_field_errors()[0]))
        return redirect(back)
    context = _context(report, action, form)
    return render(request, "progress/deed.html", {**context, "address": request.path, "back": back})


def _went_through(form: HouseForm, deed: Callable[[], ProgressReport]) -> bool:
    try:
        deed()
    except WorkflowError as refusal:
        form.add_error(None, str(refusal))
        return False
    return True


def _context(report: ProgressReport, action: Action, form: HouseForm) -> dict[str, object]:
    number = number_of(report.initiative)
    return {"report": report, "number": number, "action": action, "form": form}


def _said(form: HouseForm) -> dict[str, Any]:
    """What the person filled in, under the names the actions give it."""
    return {name: value for name, value in form.cleaned_data.items() if name != "next"}


def _has_words(form: HouseForm) -> bool:
    """Whether the person has typed something that a redirect would lose."""
    return any(form[name].value() for name in form.fields if name not in HIDDEN)
