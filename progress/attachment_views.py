"""The files of a report: attach, take off, take out."""

import logging

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from organizations.desk import DeskRequest
from progress import attachment_access, attachment_actions, attachments
from progress.attached_files import AttachmentError
from progress.attachment_forms import AttachmentForm
from progress.models import ProgressReport
from progress.naming import number_of
from progress.workflow import WorkflowError

logger = logging.getLogger(__name__)

# A file from a colleague is still a stranger's: whatever opens it here runs nothing and asks nobody.
HEADERS = {
    "Content-Security-Policy": "sandbox; default-src 'none'",
    "X-Content-Type-Options": "nosniff",
    "Cache-Control": "private, no-store",
}


@require_http_methods(["GET", "HEAD", "POST"])
def attachment_create(request: DeskRequest, pk: int) -> HttpResponse:
    """The files of the own section's report, with the form to add one while it is open."""
    report = attachment_access.get_attachable_report(request.desk, pk)
    if request.method != "POST":
        return _page(request, report, AttachmentForm())
    form = AttachmentForm(request.POST, request.FILES)
    if not form.is_valid():
        return _page(request, report, form)
    try:
        attachment = attachment_actions.attach(report=report, file=form.offered, by=request.desk)
    except AttachmentError as refusal:
        form.add_error("file", str(refusal))
        return _page(request, report, form)
    except WorkflowError as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, f"「{attachment}」を添付しました。")
    return redirect("progress:attachment-create", report.pk)


@require_POST
def attachment_remove(request: DeskRequest, pk: int) -> HttpResponse:
    """Take a file off the report."""
    attachment = attachment_access.get_own_attachment(request.desk, pk)
    try:
        attachment_actions.remove(attachment=attachment, by=request.desk)
    except WorkflowError as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, f"「{attachment}」を外しました。")
    return redirect("progress:attachment-create", attachment.report_id)


@require_safe
def attachment_download(request: DeskRequest, pk: int) -> HttpResponse:
    """The bytes, to be saved and never shown in the page; who took out what is logged."""
    attachment = attachment_access.get_attachment(request.desk, pk)
    logger.info("attachment taken out: attachment=%s user=%s", attachment.pk, request.user.pk)
    return HttpResponse(
        bytes(attachment.content),
        content_type=attachment.media_type,
        headers={
            **HEADERS,
            "Content-Disposition": content_disposition_header(
                as_attachment=True, filename=attachment.name
            ),
        },
    )


def _page(request: DeskRequest, report: ProgressReport, form: AttachmentForm) -> HttpResponse:
    context = {
        "report": report,
        "number": number_of(report.initiative),
        "attachments": attachments.of_report(report.pk),
        "form": form,
        "closed": _closed(request, report),
    }
    return render(request, "progress/attachments.html", context)


def _closed(request: DeskRequest, report: ProgressReport) -> str:
    """Why the files cannot be changed now; empty while they can."""
    try:
        attachment_actions.check_open(report, request.desk)
    except WorkflowError as refusal:
        return str(refusal)
    return ""
