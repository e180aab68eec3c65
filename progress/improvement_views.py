"""業務改善報告: proposed and reported by staff, published by the office, read by the whole city hall."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from fiscal import clock
from organizations.desk import DeskRequest
from progress import improvement_access as access
from progress import improvement_actions as actions
from progress import improvement_history as history
from progress import improvements
from progress.improvement_deeds import SUBMITTED
from progress.improvement_forms import ImprovementFilter, ImprovementForm, VerdictForm
from progress.improvement_workflow import Deed, ImprovementError, allowed
from progress.models import Improvement
from progress.naming import number_of

PER_PAGE, CONFLICT = 30, 409
FORM, VERDICT = "progress/improvement_form.html", "progress/improvement_review.html"
SAVED = "下書きを保存しました。まだ提出していません。"
UNITS = ("時間／年", "時間／月", "件／年", "枚／年", "円／年", "人")


@require_safe
def improvement_list(request: DeskRequest) -> HttpResponse:
    """What was improved, newest first."""
    readable = access.get_improvements(request.desk)
    facts = improvements.facts_of(readable, searching=ImprovementFilter.searches(request.GET))
    form = ImprovementFilter(
        request.GET,
        years=sorted({fact.year for fact in facts}, reverse=True),
        sections=sorted({(fact.department, fact.section) for fact in facts}),
    )
    found = improvements.find(facts, form.asked)
    page = Paginator([fact.pk for fact in found], PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "form": form,
        "narrowed": any(form.asked.values()),
        "summary": improvements.in_words(found),
        "page": page,
        "rows": improvements.rows_of(list(page.object_list)),
        "may_write": bool(access.sections_of(request.desk)),
    }
    return render(request, "progress/improvements.html", context)


@require_safe
def improvement_show(request: DeskRequest, pk: int) -> HttpResponse:
    """One improvement, and what the person may do to it."""
    improvement = access.get_improvement(request.desk, pk)
    deeds = access.may_do(request.desk, improvement)
    context = {
        **_about(improvement),
        "lacks": actions.lacks(improvement) if Deed.SUBMIT in deeds else (),
        "may": {deed.name.lower(): deed in deeds for deed in Deed},
    }
    return render(request, "progress/improvement.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def improvement_create(request: DeskRequest) -> HttpResponse:
    """Write a new one."""
    sections = access.get_writing_sections(request.desk)
    today = clock.today()
    initial = {"version": 0, "made_on": today, "kind": Improvement.Kind.REPORT}
    form = ImprovementForm(request.POST or None, sections=sections, today=today, initial=initial)
    if request.method == "POST" and form.is_valid():
        row = actions.create_improvement(facts=form.facts, submits=form.submits, by=request.user)
        messages.success(request, SUBMITTED if form.submits else SAVED)
        return redirect(row)
    context = {"form": form, "units": UNITS, "back": reverse("progress:improvement-list")}
    return render(request, FORM, context)


@require_http_methods(["GET", "HEAD", "POST"])
def improvement_edit(request: DeskRequest, pk: int) -> HttpResponse:
    """Change a draft; what somebody else has saved meanwhile is never overwritten unseen."""
    improvement = access.get_own_improvement(request.desk, pk)
    asked: dict[str, Any] = {
        "sections": [*access.sections_of(request.desk), improvement.department],
        "today": clock.today(),
    }
    initial = {name: getattr(improvement, name) for name in (*actions.COLUMNS, "version")}
    form = ImprovementForm(request.POST or None, initial=initial, **asked)
    context = {**_about(improvement), "units": UNITS, "back": improvement.get_absolute_url()}
    if request.method == "POST" and form.is_valid():
        try:
            return _changed(request, improvement, form)
        except actions.StaleImprovement as stale:
            now = stale.current
            form = ImprovementForm.again(request.POST, now.version, **asked)
            context |= {"form": form, "stale": now, "stored": improvements.stored(now)}
            return render(request, FORM, context, status=CONFLICT)
        except ImprovementError as refusal:
            form.add_error(None, str(refusal))
    return render(request, FORM, {**context, "form": form})


def _changed(request: DeskRequest, improvement: Improvement, form: ImprovementForm) -> HttpResponse:
    actions.change_improvement(
        improvement=improvement,
        version=form.cleaned_data["version"],
        facts=form.facts,
        submits=form.submits,
        by=request.user,
    )
    messages.success(request, SUBMITTED if form.submits else SAVED)
    return redirect(improvement)


@require_http_methods(["GET", "HEAD", "POST"])
def improvement_review(request: DeskRequest, pk: int) -> HttpResponse:
    """Publish it, as a good example or not, or give it back with the reason."""
    improvement = access.get_reviewed_improvement(request.desk, pk)
    if Deed.LIST not in allowed(improvement.workflow_state):
        messages.warning(request, "課が提出すると、掲載や差戻しができます。")
        return redirect(improvement)
    initial = {
        "version": improvement.version,
        "verdict": VerdictForm.GOOD if improvement.is_good_example else "",
        "reason": improvement.good_reason,
        "initiative": improvement.initiative_id,
    }
    linkable = access.linkable(request.desk)
    form = VerdictForm(request.POST or None, initiatives=linkable, initial=initial)
    context = {**_about(improvement), "form": form}
    if request.method == "POST" and form.is_valid():
        try:
            return _judged(request, improvement, form)
        except actions.StaleImprovement as stale:
            now = stale.current
            again = VerdictForm.again(request.POST, now.version, stale, initiatives=linkable)
            context = {**_about(now), "form": again}
            return render(request, VERDICT, context, status=CONFLICT)
    return render(request, VERDICT, context)


def _judged(request: DeskRequest, improvement: Improvement, form: VerdictForm) -> HttpResponse:
    said = form.cleaned_data
    reading = {"improvement": improvement, "version": said["version"], "by": request.user}
    try:
        if said["verdict"] == VerdictForm.RETURN:
            actions.return_improvement(reason=said["reason"], **reading)
            done = "差し戻しました。理由は、書いた課のマイページに出ます。"
        else:
            verdict = actions.Verdict(said["initiative"], said["reason"])
            actions.list_improvement(verdict=verdict, **reading)
            done = "掲載しました。庁内の全員が読めます。"
    except ImprovementError as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, done)
    return redirect(improvement)


@require_safe
def improvement_history(request: DeskRequest, pk: int) -> HttpResponse:
    """Who changed what and when."""
    improvement = access.get_improvement(request.desk, pk)
    page = Paginator(history.of(improvement), PER_PAGE).get_page(request.GET.get("page"))
    context = {**_about(improvement), "page": page}
    return render(request, "progress/improvement_history.html", context)


def _about(improvement: Improvement) -> dict[str, object]:
    linked = improvement.initiative
    return {
        "improvement": improvement,
        "measured": improvements.measured(improvement.amount, improvement.unit),
        "number": number_of(linked) if linked else "",
    }
