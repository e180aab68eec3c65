"""機構改革 as it is drafted, and 課の沿革: the sections through time."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from fiscal import clock
from organizations import reorganization_access as access
from organizations import reorganization_actions
from organizations.desk import DeskRequest
from organizations.lineage import lineage
from organizations.models import Department, Reorganization
from organizations.reorganization_actions import Facts, ReorganizationError
from organizations.reorganization_forms import LINES, SPARE, ReorganizationForm, initial_of
from organizations.roles import Permission
from organizations.sections import lines_of


@require_safe
def lineage_show(request: DeskRequest) -> HttpResponse:
    """課の沿革: what each section was called before."""
    access.require_reader(request.desk)
    found = lineage(request.desk.municipality_id, clock.today())
    may = request.desk.may(Permission.REORGANIZE)
    context = {"lineage": found, "may_reorganize": may}
    return render(request, "organizations/lineage.html", context)


@require_safe
def reorganization_list(request: DeskRequest) -> HttpResponse:
    """The reorganisations of a city hall, the latest first."""
    access.require_reorganizer(request.desk)
    rows = Reorganization.objects.visible_to(request.user).prefetch_related(
        "steps__sources", "steps__targets"
    )
    context = {"rows": rows, "today": clock.today()}
    return render(request, "organizations/reorganizations.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def reorganization_create(request: DeskRequest) -> HttpResponse:
    """Draft a 機構改革."""
    access.require_reorganizer(request.desk)
    return _draft(request, Reorganization(municipality_id=request.desk.municipality_id), {}, LINES)


@require_http_methods(["GET", "HEAD", "POST"])
def reorganization_edit(request: DeskRequest, pk: int) -> HttpResponse:
    """Change a draft; what is in force is only read."""
    reorganization = access.get_reorganization(request.desk, pk)
    if not reorganization.is_draft:
        messages.error(request, f"「{reorganization}」は施行済みです。")
        return redirect(reorganization)
    lines = lines_of(reorganization)
    initial = initial_of(reorganization, lines)
    return _draft(request, reorganization, initial, len(lines) + SPARE)


@require_POST
def reorganization_discard(request: DeskRequest, pk: int) -> HttpResponse:
    """Throw a draft away."""
    reorganization = access.get_reorganization(request.desk, pk)
    try:
        reorganization_actions.discard(reorganization=reorganization, by=request.user)
    except ReorganizationError as error:
        messages.error(request, str(error))
        return redirect(reorganization)
    messages.success(request, f"「{reorganization}」の案を取りやめました。")
    return redirect("organizations:reorganization-list")


def _draft(
    request: DeskRequest, reorganization: Reorganization, initial: dict[str, Any], rows: int
) -> HttpResponse:
    form = _form(request, reorganization, initial, rows)
    if form.is_bound and form.is_valid():
        facts = Facts(*(form.cleaned_data[name] for name in ("title", "in_force_on", "note")))
        try:
            saved = reorganization_actions.save_draft(
                reorganization=reorganization,
                facts=facts,
                lines=form.lines,
                by=request.user,
                version=form.cleaned_data["version"],
            )
        except ReorganizationError as error:
            form.add_error(None, str(error))
        else:
            messages.success(
                request, f"「{saved}」の案を保存しました。移るものを確かめてください。"
            )
            return redirect(saved)
    departments = Department.objects.visible_to(request.user).units().existing_on(clock.today())
    context = {"form": form, "reorganization": reorganization, "sections": departments}
    return render(request, "organizations/reorganization_form.html", context)


def _form(
    request: DeskRequest, reorganization: Reorganization, initial: dict[str, Any], rows: int
) -> ReorganizationForm:
    """The form as sent, as stored, or with more empty lines than before."""
    municipality_id = reorganization.municipality_id
    if request.method != "POST":
        return ReorganizationForm(initial=initial, rows=rows, municipality_id=municipality_id)
    sent = ReorganizationForm(request.POST, rows=rows, municipality_id=municipality_id)
    if "more" not in request.POST:
        return sent
    return ReorganizationForm(
        initial=request.POST.dict(),
        rows=len(sent.numbers) + LINES,
        municipality_id=municipality_id,
    )
