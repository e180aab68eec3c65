"""Deeds on the rounds of the 年度評価: the office opens one, and changes its dates."""

from datetime import date

from django.db import transaction

from fiscal.calendar import fiscal_year_end
from initiatives.models import Plan
from organizations.models import User
from organizations.signature import sign
from progress.models import AnnualRound


class AnnualRoundError(Exception):
    """A round that cannot be made; the message is Japanese and meant for the person."""


@transaction.atomic
def open_round(
    *,
    plan: Plan,
    year: int,
    opens_on: date,
    due_on: date,
    closes_on: date,
    message: str = "",
    by: User,
) -> AnnualRound:
    """Make the 年度評価 of a fiscal year. Sections see it from ``opens_on``.

    Raises:
        AnnualRoundError: the plan has one of this year already.
    """
    # One at a time: of two made at once, the second finds the first (the plan's row is the lock).
    Plan.objects.select_for_update(no_key=True).get(pk=plan.pk)
    if plan.annual_rounds.filter(year=year).exists():
        raise AnnualRoundError("この年度の年度評価は既にあります。別の年度を選んでください。")
    annual = AnnualRound(
        plan=plan,
        year=year,
        as_of=fiscal_year_end(year),
        opens_on=opens_on,
        due_on=due_on,
        closes_on=closes_on,
        message=message,
    )
    sign(annual, by=by, reason="年度評価の作成")
    annual.save()
    return annual


@transaction.atomic
def change_round(
    *,
    annual: AnnualRound,
    opens_on: date,
    due_on: date,
    closes_on: date,
    message: str = "",
    by: User,
) -> AnnualRound:
    """Change the dates and the message of a round; which year it is stays."""
    row = AnnualRound.objects.select_for_update().get(pk=annual.pk)
    row.opens_on, row.due_on, row.closes_on, row.message = opens_on, due_on, closes_on, message
    sign(row, by=by, reason="年度評価の日程の変更")
    row.save()
    return row
