"""指摘事項: the 本部 or the office records one, the section answers."""

from datetime import datetime

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.dateparse import parse_datetime
from django.views.decorators.http import require_http_methods

from fiscal import clock
from organizations.desk import DeskRequest
from progress import remark_actions, round_access
from progress.models import Remark
from progress.naming import number_of
from progress.remark_forms import AnswerForm, RemarkForm
from progress.remarks import answering_sections, remarks_on


@require_http_methods(["GET", "HEAD", "POST"])
def remark_create(request: DeskRequest, pk: int) -> HttpResponse:
    """Record a remark on an initiative."""
    initiative = round_access.get_remarkable_initiative(request.desk, pk)
    today = clock.today()
    sections = answering_sections(initiative.plan.municipality_id, today)
    initial = {"made_on": today}
    form = RemarkForm(request.POST or None, departments=sections, today=today, initial=initial)
    if request.method == "POST" and form.is_valid():
        remark_actions.make_remark(initiative=initiative, by=request.user, **form.cleaned_data)
        messages.success(request, "指摘事項を記しました。対応する課のマイページに出ます。")
        return redirect(initiative)
    context = {
        "initiative": initiative,
        "number": number_of(initiative),
        "form": form,
        "earlier": remarks_on(initiative),
    }
    return render(request, "progress/remark_form.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def remark_answer(request: DeskRequest, pk: int) -> HttpResponse:
    """Write what the section did about a remark."""
    remark = round_access.get_answerable_remark(request.desk, pk)
    form = AnswerForm(request.POST or None, initial=_stored(remark))
    if request.method == "POST" and form.is_valid():
        try:
            remark_actions.answer_remark(
                remark=remark,
                response=form.cleaned_data["response"],
                answered_at=_moment(form.cleaned_data["answered_at"]),
                by=request.user,
            )
        except remark_actions.StaleRemark as stale:
            return _conflict(request, stale.current, form.cleaned_data["response"])
        messages.success(request, "対応状況を保存しました。")
        return redirect("progress:mypage-show")
    context = {"remark": remark, "number": number_of(remark.initiative), "form": form}
    return render(request, "progress/remark_answer.html", context)


def _conflict(request: DeskRequest, current: Remark, mine: str) -> HttpResponse:
    """Show the colleague's answer beside the one that was typed: neither is lost."""
    form = AnswerForm(initial={**_stored(current), "response": mine})
    context = {"remark": current, "number": number_of(current.initiative), "form": form}
    return render(request, "progress/remark_answer.html", {**context, "stale": True}, status=409)


def _stored(remark: Remark) -> dict[str, str]:
    at = remark.responded_at
    return {"response": remark.response, "answered_at": at.isoformat() if at else ""}


def _moment(text: str) -> datetime | None:
    try:
        return parse_datetime(text)
    except ValueError:
        return None
