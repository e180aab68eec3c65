"""What a draft changes: the plan as a whole, one 取組事項, a new one, one that ends."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from exchange.import_forms import PlanUploadForm
from exchange.planbook.problem_rows import problem_rows
from exchange.planfile.problems import PlanFileError
from exchange.revision import access, edit_deeds, edit_page
from exchange.revision.actions import RevisionError
from exchange.revision.forms import WithdrawalForm, plan_form
from organizations.desk import DeskRequest

SAVED = "保存しました。新旧対照表で確かめてください。"


@require_http_methods(["GET", "HEAD", "POST"])
def amendment_period(request: DeskRequest, pk: int) -> HttpResponse:
    """計画の題名と期間."""
    amendment = access.get_amendment(request.desk, pk)
    form = plan_form(amendment.document, request.POST or None)
    seen = request.POST.get("seen") or edit_deeds.seal_of(amendment, "")
    if request.method == "POST" and form.is_valid():
        seen = edit_deeds.write_plan(amendment, form, seen=seen, by=request.user)
        if not form.errors:
            messages.success(request, SAVED)
            return redirect("exchange:amendment-show", pk)
    context = {"amendment": amendment, "plan": amendment.plan, "form": form, "seen": seen}
    return render(request, "exchange/amendment_period.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def amendment_import(request: DeskRequest, pk: int) -> HttpResponse:
    """A plan workbook or a plan file as the text of the draft."""
    amendment = access.get_amendment(request.desk, pk)
    form = PlanUploadForm(*((request.POST, request.FILES) if request.method == "POST" else ()))
    problems = None
    if form.is_bound and form.is_valid():
        try:
            edit_deeds.take_in(amendment, raw=form.raw, name=form.name, by=request.user)
        except RevisionError as error:
            form.add_error("file", str(error))
        except PlanFileError as error:
            problems = problem_rows(error)
        else:
            messages.success(request, "改定案に取り込みました。新旧対照表で確かめてください。")
            return redirect("exchange:amendment-show", pk)
    context = {"amendment": amendment, "plan": amendment.plan, "form": form, "problems": problems}
    return render(request, "exchange/amendment_import.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def initiative_revise(request: DeskRequest, pk: int, code: str) -> HttpResponse:
    """One 取組事項 of the draft."""
    amendment = access.get_amendment(request.desk, pk)
    entry = access.get_initiative(amendment, code)
    sheet = edit_page.sheet(amendment, entry, request.POST or None)
    if request.method == "POST" and sheet.is_valid and edit_deeds.write(sheet, by=request.user):
        messages.success(request, SAVED)
        stays = request.POST.get("next") == "stay"
        return redirect(
            "exchange:initiative-revise" if stays else "exchange:amendment-show",
            *([pk, code] if stays else [pk]),
        )
    return render(request, "exchange/initiative_revise.html", _context(sheet))


@require_http_methods(["GET", "HEAD", "POST"])
def initiative_add(request: DeskRequest, pk: int) -> HttpResponse:
    """A new 取組事項 in the draft."""
    amendment = access.get_amendment(request.desk, pk)
    sheet = edit_page.sheet(amendment, {}, request.POST or None, is_new=True)
    if request.method == "POST" and sheet.is_valid and edit_deeds.write(sheet, by=request.user):
        messages.success(request, SAVED)
        return redirect("exchange:amendment-show", pk)
    return render(request, "exchange/initiative_revise.html", _context(sheet))


@require_http_methods(["GET", "HEAD", "POST"])
def initiative_withdraw(request: DeskRequest, pk: int, code: str) -> HttpResponse:
    """廃止・統合 of a 取組事項."""
    amendment = access.get_amendment(request.desk, pk)
    entry = access.get_initiative(amendment, code)
    others = edit_deeds.possible_successors(amendment, code)
    form = WithdrawalForm(request.POST or None, others=others)
    if request.method == "POST" and form.is_valid():
        try:
            edit_deeds.withdraw(amendment, code, by=request.user, **form.cleaned_data)
        except (RevisionError, PlanFileError) as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, SAVED)
            return redirect("exchange:amendment-show", pk)
    context = {"amendment": amendment, "plan": amendment.plan, "form": form, "entry": entry}
    return render(request, "exchange/initiative_withdraw.html", context)


@require_POST
def initiative_restore(request: DeskRequest, pk: int, code: str) -> HttpResponse:
    """Take back an addition or a withdrawal."""
    amendment = access.get_amendment(request.desk, pk)
    access.get_initiative(amendment, code)
    try:
        edit_deeds.restore(amendment, code, by=request.user)
    except (RevisionError, PlanFileError) as error:
        messages.error(request, str(error))
    else:
        messages.success(request, SAVED)
    return redirect("exchange:amendment-show", pk)


def _context(sheet: edit_page.Sheet) -> dict[str, object]:
    return {"sheet": sheet, "amendment": sheet.amendment, "plan": sheet.amendment.plan}
