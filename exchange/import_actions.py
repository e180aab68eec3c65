"""Deeds of 計画の取込み: a file is registered with its changes, then taken in or given up."""

import hashlib
from datetime import timedelta

from django.db import transaction

from exchange.models import PlanUpload
from exchange.planbook import loading
from fiscal import clock
from initiatives.models import Plan
from organizations.models import Municipality, User
from organizations.signature import sign

REASON = "計画の取込み"
TAKEN = "この登録は、もう取り込んであります。もう一度取り込む必要はありません。"
PASSED = "この登録は、取りやめか、期限切れです。もう一度登録してください。"
# Whoever looked at the changes longer ago than this looks again.
KEPT = timedelta(days=1)


class ImportStateError(Exception):
    """The upload has been dealt with already; the message is for the person."""


def register_upload(*, raw: bytes, name: str, municipality: Municipality, by: User) -> PlanUpload:
    """Keep a file with the changes it would make; nothing else is written.

    Raises:
        PlanFileError: with every problem found.
    """
    # Reading takes longest and needs no database: nobody waits for it.
    book = loading.read(raw, name=name)
    with transaction.atomic():
        result = loading.take_in(book, municipality=municipality, by=by)
        _forget_old(municipality, by)
        return _keep(raw, result, name=name, municipality=municipality, by=by)


def _keep(
    raw: bytes, result: loading.Result, *, name: str, municipality: Municipality, by: User
) -> PlanUpload:
    upload = PlanUpload(
        municipality=municipality,
        by=by,
        at=clock.now(),
        name=name,
        sha256=hashlib.sha256(raw).hexdigest(),
        content=raw,
        preview=result.data,
        digest=result.preview.digest,
    )
    sign(upload, by=by, reason=REASON)
    upload.save()
    return upload


def apply_upload(*, upload: PlanUpload, by: User) -> Plan | None:
    """Make the changes that were shown; when they would be others by now, keep those to be shown and return None.

    Raises:
        ImportStateError: somebody has dealt with it in the meantime.
        PlanFileError: the plan has changed so that the file cannot be taken any more.
    """
    if not is_fresh(upload):
        raise ImportStateError(_why_not(upload))
    book = loading.read(bytes(upload.content), name=upload.name)
    with transaction.atomic():
        row = _waiting(upload)
        result = loading.take_in(book, municipality=row.municipality, by=by, agreed=row.digest)
        row.preview, row.digest = result.data, result.preview.digest
        if result.plan is not None:
            row.state, row.plan, row.applied_at = PlanUpload.State.APPLIED, result.plan, clock.now()
            row.content = b""
        sign(row, by=by, reason=REASON)
        row.save()
    return result.plan


@transaction.atomic
def discard_upload(*, upload: PlanUpload, by: User) -> PlanUpload:
    """Give up a file and forget what was in it.

    Raises:
        ImportStateError: somebody has dealt with it in the meantime.
    """
    row = _waiting(upload)
    _forget(row, by)
    return row


def is_fresh(upload: PlanUpload) -> bool:
    """Whether the changes that were shown may still be made."""
    return upload.state == PlanUpload.State.WAITING and upload.at > clock.now() - KEPT


def _why_not(upload: PlanUpload) -> str:
    """Say that it is done to whoever clicks twice or comes back, and what to do to everybody else."""
    return TAKEN if upload.state == PlanUpload.State.APPLIED else PASSED


def _waiting(upload: PlanUpload) -> PlanUpload:
    row = PlanUpload.objects.select_for_update().get(pk=upload.pk)
    if not is_fresh(row):
        raise ImportStateError(_why_not(row))
    return row


def _forget_old(municipality: Municipality, by: User) -> None:
    """Give up what nobody decided in time, and what the same person now registers again."""
    for row in PlanUpload.objects.waiting().filter(municipality=municipality):
        if row.by_id == by.pk or not is_fresh(row):
            _forget(row, by)


def _forget(row: PlanUpload, by: User) -> None:
    row.state, row.content = PlanUpload.State.DISCARDED, b""
    sign(row, by=by, reason=REASON)
    row.save()
