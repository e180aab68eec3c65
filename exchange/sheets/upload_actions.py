"""Deeds of 調査票の取込み: a file is registered with its changes, then taken in or given up."""

import hashlib
from collections.abc import Mapping
from datetime import date, timedelta

from django.db import transaction

from exchange.models import IssuedSheet, SheetUpload
from exchange.sheets import preview, taking
from exchange.sheets.taking import Done, Taken
from fiscal import clock
from initiatives.item_actions import StaleItemsError
from organizations.desk import Desk
from organizations.models import User
from organizations.roles import Permission
from organizations.signature import sign
from progress.access import reporting_desk
from progress.answer_actions import StaleAnswers
from progress.transition import StaleReport

REASON = "調査票の取込み"
# Whoever looked at the changes longer ago than this looks again.
KEPT = timedelta(days=1)
ENDED = "この登録は、取込み済みか、取りやめか、期限切れです。もう一度登録してください。"
STALE = (StaleReport, StaleItemsError, StaleAnswers)
UNDECIDED = "画面と重なった行は、どちらを残すかをすべて選んでください。"


class SheetStateError(Exception):
    """The upload cannot be taken in as asked; the message is for the person."""


@transaction.atomic
def register_upload(
    *, raw: bytes, name: str, issued: IssuedSheet, today: date, by: Desk
) -> SheetUpload:
    """Keep a file with the changes it would make; nothing else is written.

    Raises:
        SheetFileError: with every problem found.
    """
    taken = _compared(raw, issued, name, today, by)
    _forget_old(issued, by.user)
    shown = preview.of(taken, by.user.pk)
    upload = SheetUpload(
        sheet=issued,
        by=by.user,
        on_behalf=not by.may(Permission.ENTER, issued.department),
        at=clock.now(),
        name=name,
        sha256=hashlib.sha256(raw).hexdigest(),
        content=raw,
        preview=shown,
        digest=preview.digest(shown),
    )
    sign(upload, by=by.user, reason=REASON)
    upload.save()
    return upload


def apply_upload(
    *, upload: SheetUpload, choices: Mapping[str, str], hands_in: bool, today: date, by: Desk
) -> Done | None:
    """Make the changes that were shown; when they would be others by now, keep those to be shown and return None.

    Raises:
        SheetStateError: somebody has dealt with it, or a clash has not been decided.
        SheetFileError: the plan has changed so that the file cannot be taken any more.
        StaleReport, StaleItemsError, StaleAnswers, WorkflowError, AnswerError: somebody has been quicker; nothing was
            written.
    """
    try:
        return _apply(upload, choices, hands_in=hands_in, today=today, by=by)
    except STALE:
        # Somebody saved between the comparison and the writing: the next comparison shows their text beside this.
        return _apply(upload, choices, hands_in=hands_in, today=today, by=by)


@transaction.atomic
def _apply(
    upload: SheetUpload, choices: Mapping[str, str], *, hands_in: bool, today: date, by: Desk
) -> Done | None:
    row = _waiting(upload)
    taken = _compared(bytes(row.content), row.sheet, row.name, today, by)
    shown = preview.of(taken, row.by_id)
    is_agreed = preview.digest(shown) == row.digest
    row.preview, row.digest = shown, preview.digest(shown)
    done = None
    if is_agreed:
        _require_choices(shown, choices)
        done = taking.perform(
            taken,
            choices=choices,
            hands_in=hands_in,
            reason=_reason(row.sheet),
            comment=_comment(row, by),
            by=reporting_desk(by, row.sheet.department),
        )
        row.state, row.applied_at, row.content = SheetUpload.State.APPLIED, clock.now(), b""
    sign(row, by=by.user, reason=REASON)
    row.save()
    return done


@transaction.atomic
def discard_upload(*, upload: SheetUpload, by: User) -> SheetUpload:
    """Give up a file and forget what was in it.

    Raises:
        SheetStateError: somebody has dealt with it in the meantime.
    """
    row = _waiting(upload)
    _forget(row, by)
    return row


def is_fresh(upload: SheetUpload) -> bool:
    """Whether the changes that were shown may still be made."""
    return upload.state == SheetUpload.State.WAITING and upload.at > clock.now() - KEPT


def _compared(raw: bytes, issued: IssuedSheet, name: str, today: date, by: Desk) -> Taken:
    desk, reason = reporting_desk(by, issued.department), _reason(issued)
    taken = taking.compare(raw, issued=issued, name=name, today=today)
    taken = taking.attempt(taken, reason=reason, by=desk)
    if taken.is_stale:
        # The second comparison shows the newer text beside the file's instead of a blocked row.
        taken = taking.compare(raw, issued=issued, name=name, today=today)
        taken = taking.attempt(taken, reason=reason, by=desk)
    return taken


def _reason(issued: IssuedSheet) -> str:
    return f"{REASON}（{issued.number}）"


def _comment(upload: SheetUpload, by: Desk) -> str:
    """What stands beside the 提出: also who typed it, where the office did it on the section's behalf."""
    words = f"調査票（{upload.sheet.number}）による報告"
    if by.may(Permission.ENTER, upload.sheet.department):
        return words
    return f"{words}。入力者：{by.user}（代行入力）、報告者：{upload.sheet.department}"


def _require_choices(shown: Mapping[str, object], choices: Mapping[str, str]) -> None:
    rows = shown["rows"]
    assert isinstance(rows, list)  # noqa: S101 - for the type checker
    if any(
        row["clash"] and choices.get(row["key"]) not in (taking.MINE, taking.THEIRS) for row in rows
    ):
        raise SheetStateError(UNDECIDED)


def _waiting(upload: SheetUpload) -> SheetUpload:
    relations = ("sheet__period__plan__municipality", "sheet__period__plan__grade_scale")
    row = (
        SheetUpload.objects.select_for_update(of=("self",))
        .select_related(*relations, "sheet__department__municipality", "by")
        .get(pk=upload.pk)
    )
    if not is_fresh(row):
        raise SheetStateError(ENDED)
    return row


def _forget_old(issued: IssuedSheet, by: User) -> None:
    """Give up what nobody decided in time, and what the same person now registers again."""
    waiting = SheetUpload.objects.waiting().filter(
        sheet__department=issued.department, sheet__period=issued.period
    )
    for row in waiting:
        if row.by_id == by.pk or not is_fresh(row):
            _forget(row, by)


def _forget(row: SheetUpload, by: User) -> None:
    row.state, row.content = SheetUpload.State.DISCARDED, b""
    sign(row, by=by, reason=REASON)
    row.save()
