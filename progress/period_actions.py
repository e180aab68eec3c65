"""Deeds on reporting periods: the office opens one, and changes its dates."""

from datetime import date

from django.db import transaction

from fiscal.calendar import Quarter
from initiatives.models import Plan
from organizations.models import User
from progress.models import ReportingPeriod


class PeriodError(Exception):
    """A period that cannot be made; the message is Japanese and meant for the person."""


@transaction.atomic
def open_period(
    *,
    plan: Plan,
    quarter: Quarter,
    as_of: date,
    opens_on: date,
    due_on: date,
    closes_on: date,
    message: str = "",
    by: User,
) -> ReportingPeriod:
    """Make the 報告期 of a quarter or of the round it ends. Sections see it from ``opens_on``.

    Raises:
        PeriodError: the plan has a period of this quarter already.
    """
    # One at a time: of two made at once, the second finds the first (the plan's row is the lock).
    Plan.objects.select_for_update(no_key=True).get(pk=plan.pk)
    if plan.periods.filter(year=quarter.year, quarter=quarter.number).exists():
        raise PeriodError("この報告期は既にあります。別の期を選んでください。")
    period = ReportingPeriod(
        plan=plan,
        year=quarter.year,
        quarter=quarter.number,
        span=quarter.span,
        as_of=as_of,
        opens_on=opens_on,
        due_on=due_on,
        closes_on=closes_on,
        message=message,
    )
    return _save(period, by, "報告期の作成")


@transaction.atomic
def change_period(
    *,
    period: ReportingPeriod,
    as_of: date,
    opens_on: date,
    due_on: date,
    closes_on: date,
    message: str = "",
    by: User,
) -> ReportingPeriod:
    """Change the dates and the message of a period; which quarter it is stays."""
    row = ReportingPeriod.objects.select_for_update().get(pk=period.pk)
    row.as_of, row.opens_on, row.due_on, row.closes_on = as_of, opens_on, due_on, closes_on
    row.message = message
    return _save(row, by, "報告期の変更")


def _save(period: ReportingPeriod, by: User, reason: str) -> ReportingPeriod:
    period._history_user = by  # type: ignore[attr-defined]
    period._change_reason = reason  # type: ignore[attr-defined]
    period.save()
    return period
