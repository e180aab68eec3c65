"""計画の取込み: templates, the upload with its problems, the changes, and the word to make them."""

import logging

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from exchange import import_access, import_actions
from exchange.access import get_exportable_plan
from exchange.import_forms import PlanUploadForm
from exchange.planbook import blank, writing
from exchange.planbook.problem_rows import problem_rows
from exchange.planfile import dumping
from exchange.planfile.problems import PlanFileError
from exchange.planfile.tree import plan_tree
from exchange.views import XLSX
from organizations.desk import DeskRequest

logger = logging.getLogger("exchange.views")

RECENT = 10
YAML = "application/yaml; charset=utf-8"
CHANGED_SINCE = "確認した後に計画が変わったため、まだ取り込んでいません。もう一度、変更の一覧を確かめてください。"


@require_http_methods(["GET", "HEAD", "POST"])
def import_create(request: DeskRequest) -> HttpResponse:
    """Choose a file; the answer says every problem, or leads to the list of changes."""
    city = import_access.get_planning_city(request.desk)
    sent = (request.POST, request.FILES) if request.method == "POST" else ()
    form = PlanUploadForm(*sent)
    error: PlanFileError | None = None
    if form.is_bound and form.is_valid():
        try:
            upload = import_actions.register_upload(
                raw=form.raw, name=form.name, municipality=city, by=request.user
            )
        except PlanFileError as raised:
            error = raised
        else:
            return redirect(upload)
    return _page(request, form, error)


@require_safe
def import_show(request: DeskRequest, pk: int) -> HttpResponse:
    """The changes a file makes, to be agreed to."""
    upload = import_access.get_upload(request.desk, pk)
    context = {"upload": upload, "is_fresh": import_actions.is_fresh(upload)}
    return render(request, "exchange/import_show.html", context)


@require_POST
def import_apply(request: DeskRequest, pk: int) -> HttpResponse:
    """Make the changes that were shown."""
    upload = import_access.get_upload(request.desk, pk)
    try:
        plan = import_actions.apply_upload(upload=upload, by=request.user)
    except import_actions.ImportStateError as error:
        messages.error(request, str(error))
        return redirect(upload)
    except PlanFileError as error:
        return _page(request, PlanUploadForm(), error)
    if plan is None:
        messages.warning(request, CHANGED_SINCE)
        return redirect(upload)
    messages.success(request, f"「{plan}」を取り込みました。")
    logger.info("plan taken in: plan=%s upload=%s user=%s", plan.slug, upload.pk, request.user.pk)
    return redirect("reports:plan-show", plan.slug)


@require_POST
def import_discard(request: DeskRequest, pk: int) -> HttpResponse:
    """Give up a file."""
    upload = import_access.get_upload(request.desk, pk)
    try:
        import_actions.discard_upload(upload=upload, by=request.user)
    except import_actions.ImportStateError as error:
        messages.error(request, str(error))
        return redirect(upload)
    messages.success(request, f"「{upload}」の取込みを取りやめました。計画は変わっていません。")
    return redirect("exchange:import-create")


@require_safe
def template_download(request: DeskRequest) -> HttpResponse:
    """The workbook for a new plan."""
    city = import_access.get_planning_city(request.desk)
    content = writing.render(blank.tree(city), title=f"{city} 新しい計画")
    return _file(content, XLSX, "計画取込み様式.xlsx")


@require_safe
def planbook_download(request: DeskRequest, slug: str) -> HttpResponse:
    """The workbook filled with a plan."""
    plan = get_exportable_plan(request.desk, slug)
    logger.info("plan taken out: plan=%s kind=xlsx user=%s", plan.slug, request.user.pk)
    content = writing.render(plan_tree(plan), title=plan.title)
    return _file(content, XLSX, f"{plan.slug}.xlsx")


@require_safe
def planfile_download(request: DeskRequest, slug: str) -> HttpResponse:
    """The plan file of a plan."""
    plan = get_exportable_plan(request.desk, slug)
    logger.info("plan taken out: plan=%s kind=yaml user=%s", plan.slug, request.user.pk)
    return _file(dumping.dump_yaml(plan).encode(), YAML, f"{plan.slug}.yaml")


def _page(request: DeskRequest, form: PlanUploadForm, error: PlanFileError | None) -> HttpResponse:
    context = {
        "form": form,
        "error": error,
        "problems": problem_rows(error) if error else None,
        "plans": import_access.get_own_plans(request.desk),
        "uploads": import_access.get_uploads(request.desk).defer("content", "preview")[:RECENT],
    }
    return render(request, "exchange/import.html", context)


def _file(content: bytes, kind: str, name: str) -> HttpResponse:
    response = HttpResponse(content, content_type=kind)
    response["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=name)
    response["Cache-Control"] = "private, no-store"
    return response
