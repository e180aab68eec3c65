"""Deeds on attachments. They belong to the draft: whoever may save it may change them, and nobody once it is handed in."""

import hashlib

from django.conf import settings
from django.db import transaction

from fiscal import clock
from fiscal.wareki import digits
from organizations.desk import Desk
from organizations.signature import sign
from progress.attached_files import AttachmentError, OfferedFile
from progress.models import Attachment, ProgressReport
from progress.transition import decide, lock
from progress.workflow import EDITABLE, Action, WorkflowError

ADDED, REMOVED = "ファイルの添付", "ファイルの削除"


def check_open(report: ProgressReport, by: Desk) -> None:
    """Refuse a change of the files of a report that its section cannot change now.

    Raises:
        WorkflowError: the report has been handed in, or the period is not open.
    """
    if report.state not in EDITABLE:
        raise WorkflowError(
            f"「{report.workflow_state.label}」の報告の添付ファイルは変えられません。"
            "変えるには、引戻し又は差戻しが要ります。"
        )
    decide(report, Action.SAVE, by)


@transaction.atomic
def attach(*, report: ProgressReport, file: OfferedFile, by: Desk) -> Attachment:
    """Attach a file. The report is held meanwhile: of two at once, the second sees the first.

    Raises:
        AttachmentError: the report has as many files as it may, or has this one.
        WorkflowError: the report cannot be changed now.
    """
    row = lock(report)
    check_open(row, by)
    known = set(row.attachments.values_list("sha256", flat=True))
    sha256 = hashlib.sha256(file.content).hexdigest()
    if sha256 in known:
        raise AttachmentError("同じ内容のファイルを、この報告に既に添付しています。")
    if len(known) >= settings.ATTACHMENTS_PER_REPORT:
        raise AttachmentError(
            f"添付できるのは、１つの報告に{digits(settings.ATTACHMENTS_PER_REPORT)}件までです。"
            "要らないファイルを外すか、１つにまとめてください。"
        )
    attachment = Attachment(
        report=row,
        name=file.name,
        kind=file.kind,
        size=len(file.content),
        sha256=sha256,
        content=file.content,
        by=by.user,
        at=clock.now(),
    )
    sign(attachment, by=by.user, reason=ADDED, at=attachment.at)
    attachment.save()
    return attachment


@transaction.atomic
def remove(*, attachment: Attachment, by: Desk) -> None:
    """Take a file off its report; the history keeps its name, size and check sum, not its bytes.

    Raises:
        WorkflowError: the report cannot be changed now, or the file is gone already.
    """
    check_open(lock(attachment.report), by)
    found = Attachment.objects.filter(pk=attachment.pk).first()
    if found is None:
        raise WorkflowError("このファイルは、既に外されています。")
    sign(found, by=by.user, reason=REMOVED, at=clock.now())
    found.delete()
