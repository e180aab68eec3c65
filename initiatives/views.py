"""Pages of one 取組事項 that change or explain its master data."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from fiscal import clock
from initiatives import access, actions, history
from initiatives.forms import AssignmentForm
from initiatives.models import Initiative, Responsibility
from organizations.desk import DeskRequest
from organizations.models import Department, DepartmentQuerySet

HISTORY_PAGE = 50


@require_safe
def initiative_history(request: DeskRequest, pk: int) -> HttpResponse:
    """変更の履歴: who, when, what, why."""
    initiative = access.get_initiative(request.desk, pk)
    page = Paginator(history.of(initiative), HISTORY_PAGE).get_page(request.GET.get("page"))
    return render(request, "initiatives/history.html", {"initiative": initiative, "page": page})


@require_http_methods(["GET", "HEAD", "POST"])
def responsibility_assign(request: DeskRequest, pk: int) -> HttpResponse:
    """報告する課の割当て: by the office, kept apart from what the document prints."""
    initiative = access.get_assignable_initiative(request.desk, pk)
    form = AssignmentForm(
        request.POST or None,
        departments=_sections(initiative),
        initial={"valid_from": clock.today()},
    )
    if request.method == "POST" and form.is_valid():
        try:
            row = actions.assign_reporter(
                initiative=initiative, by=request.user, **form.cleaned_data
            )
        except actions.AssignmentError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, f"{row.department}を報告する課に割り当てました。")
            return redirect("initiatives:responsibility-assign", pk)
    context = {"initiative": initiative, "form": form, **_rows(initiative)}
    return render(request, "initiatives/responsibility.html", context)


@require_POST
def responsibility_revoke(request: DeskRequest, pk: int, responsibility_pk: int) -> HttpResponse:
    """Take back an assignment made by mistake."""
    responsibility = access.get_revocable_assignment(request.desk, pk, responsibility_pk)
    actions.revoke_assignment(responsibility=responsibility, by=request.user)
    messages.success(request, f"{responsibility.department}への割当てを取り消しました。")
    return redirect("initiatives:responsibility-assign", pk)


def _sections(initiative: Initiative) -> DepartmentQuerySet:
    """The sections that may report: those that exist today, no groups."""
    departments = Department.objects.filter(municipality=initiative.plan.municipality_id)
    return departments.existing_on(clock.today()).units()


def _rows(initiative: Initiative) -> dict[str, list[Responsibility]]:
    rows = list(
        Responsibility.objects.filter(initiative=initiative)
        .select_related("department")
        .order_by("order", "pk")
    )
    printed = [row for row in rows if row.origin == Responsibility.Origin.DOCUMENT]
    keys = {row.pk for row in printed}
    return {
        "printed": printed,
        "carried": [row for row in rows if row.carries_id in keys],
        "assigned": [row for row in rows if not keys & {row.pk, row.carries_id}],
    }
