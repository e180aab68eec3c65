"""Deeds on the checks: the office says how strict each is in its plan."""

from collections.abc import Mapping

from django.db import transaction

from initiatives.models import Plan
from organizations.models import User
from organizations.signature import sign
from progress import checking
from progress.checks import CHECKS, Severities
from progress.models import CheckSetting
from progress.severity import Severity

STALE = "ほかの人が先に変えました。いまの扱いを確かめて、もう一度選んでください。"
REASON = "点検の扱い"


class CheckSettingError(Exception):
    """A choice that was not taken; the message is Japanese and meant for the person."""


@transaction.atomic
def set_severities(
    *, plan: Plan, chosen: Mapping[str, Severity], read: str, by: User
) -> list[CheckSetting]:
    """Set how strict the checks are; the usual severity is kept as no row. Return the rows that changed.

    ``read`` is the ``stamp`` of the severities that were shown.

    Raises:
        CheckSettingError: somebody was quicker; nothing was written.
    """
    # One at a time: of two made at once, the second finds the first (the plan's row is the lock).
    Plan.objects.select_for_update(no_key=True).get(pk=plan.pk)
    if stamp(checking.severities_of(plan)) != read:
        raise CheckSettingError(STALE)
    rows = {row.check_id: row for row in CheckSetting.objects.filter(plan=plan)}
    changed = []
    for check in CHECKS:
        severity = chosen.get(check.id, check.default)
        row = rows.get(check.id)
        if check.is_fixed or (row.severity if row else check.default) == severity:
            continue
        row = row or CheckSetting(plan=plan, check_id=check.id)
        sign(row, by=by, reason=REASON)
        if severity is check.default:
            row.delete()
        else:
            row.severity = severity
            row.save()
        changed.append(row)
    return changed


def stamp(severities: Severities) -> str:
    """Severities as one word, to see whether they are still those that were read: sssnw…"""
    return "".join(severities[check.id][0] for check in CHECKS)
