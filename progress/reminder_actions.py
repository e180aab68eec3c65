"""Deeds on reminders: the office says on which days they go out."""

from django.db import transaction

from initiatives.models import Plan
from organizations.models import User
from organizations.signature import sign
from progress.models import ReminderSetting

STALE = "ほかの人が先に変えました。いまの設定を確かめて、もう一度入力してください。"


class ReminderError(Exception):
    """A setting that was not taken; the message is Japanese and meant for the person."""


@transaction.atomic
def set_reminders(
    *, plan: Plan, is_on: bool, before: str, on_due: bool, after: str, read: int, by: User
) -> ReminderSetting:
    """Set the days of a plan's reminders. ``read`` is the version that was read, 0 where nothing was set.

    Raises:
        ReminderError: somebody was quicker; nothing was written.
    """
    # One at a time: of two made at once, the second finds the first (the plan's row is the lock).
    Plan.objects.select_for_update(no_key=True).get(pk=plan.pk)
    row = ReminderSetting.objects.filter(plan=plan).first()
    if (row.version if row else 0) != read:
        raise ReminderError(STALE)
    row = row or ReminderSetting(plan=plan, version=0)
    row.is_on, row.before, row.on_due, row.after = is_on, before, on_due, after
    row.version += 1
    sign(row, by=by, reason="自動の督促の設定")
    row.save()
    return row
