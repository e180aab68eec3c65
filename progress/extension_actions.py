"""Deeds on the deadline of one section: giving it a later day, taking that back."""

from datetime import date

from django.db import transaction

from fiscal import clock, wareki
from organizations.models import Department, User
from organizations.signature import sign
from progress.models import Extension, ReportingPeriod


class ExtensionError(Exception):
    """A deadline that cannot be given; ``field`` names the place on the form ("" for the whole)."""

    def __init__(self, message: str, field: str = "") -> None:
        super().__init__(message)
        self.field = field


@transaction.atomic
def grant_extension(
    *,
    period: ReportingPeriod,
    department: Department,
    due_on: date,
    reason: str,
    read: int | None,
    today: date,
    by: User,
) -> Extension:
    """Give a section a later 報告期限. ``read`` is the extension that was read, which this one replaces.

    Raises:
        ExtensionError: the day does not lie between the due date and the closing, or somebody was quicker.
    """
    row = ReportingPeriod.objects.select_for_update(no_key=True).get(pk=period.pk)
    _require_day(row, due_on, today)
    present = Extension.objects.in_force().filter(period=row, department=department).first()
    if (present.pk if present else None) != read:
        raise ExtensionError("ほかの人が先に期限を変えました。いまの期限を確かめてください。")
    if present:
        _revoke(present, by, "期限の延長の変更")
    extension = Extension(
        period=row, department=department, due_on=due_on, reason=reason, by=by, at=clock.now()
    )
    sign(extension, by=by, reason="期限の延長")
    extension.save()
    return extension


def _require_day(period: ReportingPeriod, due_on: date, today: date) -> None:
    if period.is_closed_on(today):
        raise ExtensionError("締切日を過ぎたため、期限を延ばせません。")
    first = max(period.due_on, today)
    if due_on <= period.due_on or due_on < today:
        day = wareki.month_day_weekday(first)
        limit = f"{day}より後" if first == period.due_on else f"今日（{day}）以後"
        raise ExtensionError(f"{limit}の日にしてください。", "due_on")
    if due_on > period.closes_on:
        day = wareki.month_day_weekday(period.closes_on)
        raise ExtensionError(f"締切日（{day}）までの日にしてください。", "due_on")


@transaction.atomic
def revoke_extension(*, extension: Extension, by: User) -> Extension:
    """Take an extension back: the period's own 報告期限 counts again."""
    row = Extension.objects.select_for_update().get(pk=extension.pk)
    if row.revoked_at is None:
        _revoke(row, by, "期限の延長の取消し")
    return row


def _revoke(extension: Extension, by: User, reason: str) -> None:
    extension.revoked_at, extension.revoked_by = clock.now(), by
    sign(extension, by=by, reason=reason)
    extension.save()
