"""調査票の取込み: the changes a file makes, and the word to make them."""

import logging

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from exchange.models import IssuedSheet, SheetUpload
from exchange.planbook.problem_rows import problem_rows
from exchange.sheets import access, upload_actions
from exchange.sheets.forms import DecisionForm
from exchange.sheets.reading import SheetFileError
from exchange.sheets.taking import Done
from exchange.sheets.upload_actions import SheetStateError
from fiscal import clock
from fiscal.wareki import digits
from initiatives.item_actions import StaleItemsError
from organizations.desk import DeskRequest
from progress import route
from progress.answer_actions import AnswerError, StaleAnswers
from progress.transition import StaleReport
from progress.workflow import WorkflowError

logger = logging.getLogger("exchange.views")

REFUSALS = (
    SheetStateError,
    WorkflowError,
    StaleReport,
    StaleItemsError,
    AnswerError,
    StaleAnswers,
)
CHANGED_SINCE = "確かめている間に内容が変わったため、まだ取り込んでいません。もう一度、変更の一覧を確かめてください。"


@require_safe
def sheetupload_show(request: DeskRequest, pk: int) -> HttpResponse:
    """The changes a file makes, to be agreed to."""
    upload = access.get_upload(request.desk, pk)
    return _page(request, upload)


@require_POST
def sheetupload_apply(request: DeskRequest, pk: int) -> HttpResponse:
    """Make the changes that were shown."""
    upload, form = access.get_upload(request.desk, pk), DecisionForm(request.POST)
    form.is_valid()
    try:
        done = upload_actions.apply_upload(
            upload=upload,
            choices=form.choices,
            hands_in=form.cleaned_data["hand_in"],
            today=clock.today(),
            by=request.desk,
        )
    except SheetFileError as error:
        return _page(request, upload, error)
    except REFUSALS as refusal:
        messages.error(request, str(refusal))
        return redirect(upload)
    if done is None:
        messages.warning(request, CHANGED_SINCE)
        return redirect(upload)
    messages.success(request, said(done, upload.sheet))
    logger.info("sheet taken in: %s user=%s", upload.sheet.number, request.user.pk)
    return redirect("exchange:sheet-show", upload.sheet.period_id, upload.sheet.department_id)


@require_POST
def sheetupload_discard(request: DeskRequest, pk: int) -> HttpResponse:
    """Give up a file."""
    upload = access.get_upload(request.desk, pk)
    try:
        upload_actions.discard_upload(upload=upload, by=request.user)
    except SheetStateError as error:
        messages.error(request, str(error))
        return redirect(upload)
    messages.success(request, f"「{upload}」の取込みを取りやめました。報告は変わっていません。")
    return redirect("exchange:sheet-show", upload.sheet.period_id, upload.sheet.department_id)


def said(done: Done, sheet: IssuedSheet) -> str:
    """What was written, in words."""
    parts = [f"報告 {digits(done.reports)}件"] if done.reports else []
    parts += [f"個別手続 {digits(done.items)}件"] if done.items else []
    parts += [f"各課への問い {digits(done.answers)}件"] if done.answers else []
    if not parts:
        return "取り込みました。変わったところはありません。"
    left = done.reports - done.handed_in
    if done.handed_in:
        rest = f"あとの{digits(left)}件は下書きです。" if left else ""
        onward = route.next_step(sheet.period.plan, sheet.department, clock.today())
        return f"{'、'.join(parts)}を取り込み、{digits(done.handed_in)}件を提出しました。{onward}{rest}"
    drafts = "報告は下書きです。まだ提出していません。" if done.reports else ""
    return f"{'、'.join(parts)}を取り込みました。{drafts}"


def _page(
    request: DeskRequest, upload: SheetUpload, error: SheetFileError | None = None
) -> HttpResponse:
    context = {
        "upload": upload,
        "preview": upload.preview,
        "is_fresh": upload_actions.is_fresh(upload),
        "error": error,
        "problems": problem_rows(error) if error else None,
        "form": DecisionForm(),
    }
    return render(request, "exchange/sheet_upload.html", context)
