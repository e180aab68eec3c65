"""調査票: handing it out to one section or to all, and taking it in again."""

import logging

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_http_methods, require_POST

from exchange.models import IssuedSheet
from exchange.planbook.problem_rows import problem_rows
from exchange.sheets import access, book, bundle, issuing, round_page, upload_actions
from exchange.sheets.forms import SheetForm
from exchange.sheets.reading import SheetFileError
from exchange.views import XLSX
from fiscal import clock
from organizations.desk import DeskRequest
from progress.models import ReportingPeriod

logger = logging.getLogger("exchange.views")

ZIP = "application/zip"
RECENT = 10


@require_http_methods(["GET", "HEAD", "POST"])
def sheet_show(request: DeskRequest, period_pk: int, section_pk: int) -> HttpResponse:
    """A section's sheet of a period: take it out, bring it back; the answer says every problem."""
    desktop = access.get_desktop(request.desk, period_pk, section_pk)
    form = _form(request)
    error: SheetFileError | None = None
    if request.method == "POST" and form.is_valid():
        try:
            issued = access.get_own_issued(request.desk, form.raw, form.name, desktop)
            return _registered(request, form, issued)
        except SheetFileError as raised:
            error = raised
    uploads = access.get_uploads(request.desk, desktop.period)
    context = {
        "period": desktop.period,
        "section": desktop.section,
        "round": round_page.of_section(desktop, clock.today()),
        "uploads": uploads.filter(sheet__department=desktop.section)[:RECENT],
        **_answer(form, error),
    }
    return render(request, "exchange/sheet.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def sheet_list(request: DeskRequest, period_pk: int) -> HttpResponse:
    """Every section's sheet of a period; a file finds its section by its number."""
    period = access.get_round(request.desk, period_pk)
    form = _form(request)
    error: SheetFileError | None = None
    if request.method == "POST" and form.is_valid():
        try:
            issued = access.get_issued(request.desk, form.raw, form.name, period)
            return _registered(request, form, issued)
        except SheetFileError as raised:
            error = raised
    context = {
        "period": period,
        "rows": round_page.rows(period, clock.today()),
        "uploads": access.get_uploads(request.desk, period)[:RECENT],
        **_answer(form, error),
    }
    return render(request, "exchange/sheets.html", context)


@require_POST
def sheet_issue(request: DeskRequest, period_pk: int, section_pk: int) -> HttpResponse:
    """The file of a section."""
    desktop = access.get_desktop(request.desk, period_pk, section_pk)
    issued, sheet = issuing.issue_sheet(
        period=desktop.period, section=desktop.section, today=clock.today(), by=request.user
    )
    _log(request, desktop.period, issued.number)
    return _file(book.render(issued, sheet), XLSX, book.file_name(issued))


@require_POST
def sheet_bundle(request: DeskRequest, period_pk: int) -> HttpResponse:
    """The files of every section in one archive."""
    period = access.get_round(request.desk, period_pk)
    content = bundle.write(period, today=clock.today(), by=request.user)
    _log(request, period, "all")
    return _file(content, ZIP, bundle.file_name(period))


def _registered(request: DeskRequest, form: SheetForm, issued: IssuedSheet) -> HttpResponse:
    """Keep the file with its changes and lead to them."""
    upload = upload_actions.register_upload(
        raw=form.raw, name=form.name, issued=issued, today=clock.today(), by=request.desk
    )
    return redirect(upload)


def _form(request: DeskRequest) -> SheetForm:
    return SheetForm(request.POST, request.FILES) if request.method == "POST" else SheetForm()


def _answer(form: SheetForm, error: SheetFileError | None) -> dict[str, object]:
    return {"form": form, "error": error, "problems": problem_rows(error) if error else None}


def _log(request: DeskRequest, period: ReportingPeriod, what: str) -> None:
    told = (period.plan.slug, period.key, what, request.user.pk)
    logger.info("sheet handed out: plan=%s period=%s sheet=%s user=%s", *told)


def _file(content: bytes, kind: str, name: str) -> HttpResponse:
    response = HttpResponse(content, content_type=kind)
    response["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=name)
    response["Cache-Control"] = "private, no-store"
    return response
