"""Deeds on 業務改善報告: the section writes and hands in, the office publishes or returns."""

from dataclasses import dataclass, fields
from datetime import date
from decimal import Decimal

from django.db import transaction

from initiatives.models import Initiative
from organizations.models import Department, User
from organizations.signature import sign
from progress.improvement_workflow import Deed, ImprovementError, step
from progress.models import Improvement

# What must be said before the office gets to see it.
NEEDED = ("before", "done", "effect")
REASON_LENGTH = 100


class StaleImprovement(Exception):  # noqa: N818 - nobody did anything wrong
    """Somebody else has saved the improvement since it was read; ``current`` is what is stored now."""

    def __init__(self, current: Improvement) -> None:
        super().__init__("ほかの人が先に保存しました。新しい内容を確かめてください。")
        self.current = current


@dataclass(frozen=True)
class Facts:
    """What an improvement says, by the names of the columns."""

    department: Department
    kind: str
    title: str
    made_on: date
    before: str = ""
    done: str = ""
    effect: str = ""
    amount: Decimal | None = None
    unit: str = ""


COLUMNS = tuple(field.name for field in fields(Facts))


@dataclass(frozen=True)
class Verdict:
    """What the office says on publishing: the initiative it belongs to, and why it is a good example (or "")."""

    initiative: Initiative | None = None
    good_reason: str = ""


@transaction.atomic
def create_improvement(*, facts: Facts, submits: bool = False, by: User) -> Improvement:
    """Write a new draft, and hand it in where that is asked for.

    Raises:
        ImprovementError: it is to be handed in and something is missing.
    """
    row = Improvement(municipality_id=facts.department.municipality_id, by=by)
    _fill(row, facts)
    _write(row, by, "業務改善報告の作成")
    return _turn(row, Deed.SUBMIT, by) if submits else row


@transaction.atomic
def change_improvement(
    *, improvement: Improvement, version: int, facts: Facts, submits: bool = False, by: User
) -> Improvement:
    """Change what was read at ``version``, and hand it in where that is asked for.

    Raises:
        StaleImprovement: somebody else has saved it since.
        ImprovementError: it has been handed in, or is to be and something is missing.
    """
    row = _locked(improvement, version)
    step(row.workflow_state, Deed.CHANGE)
    _fill(row, facts)
    row.version += 1
    _write(row, by, "業務改善報告の変更")
    return _turn(row, Deed.SUBMIT, by) if submits else row


@transaction.atomic
def submit_improvement(*, improvement: Improvement, version: int, by: User) -> Improvement:
    """Hand a draft in: the office sees it.

    Raises:
        StaleImprovement: somebody else has saved it since it was read.
        ImprovementError: not in this state, or something is missing.
    """
    return _turn(_locked(improvement, version), Deed.SUBMIT, by)


@transaction.atomic
def withdraw_improvement(*, improvement: Improvement, version: int, by: User) -> Improvement:
    """Take back what the office has not published yet.

    Raises:
        StaleImprovement: somebody else has saved it since it was read.
        ImprovementError: not in this state.
    """
    return _turn(_locked(improvement, version), Deed.WITHDRAW, by)


@transaction.atomic
def remove_improvement(*, improvement: Improvement, version: int, by: User) -> None:
    """Remove a draft; the history keeps what it said.

    Raises:
        StaleImprovement: somebody else has saved it since it was read.
        ImprovementError: it has been handed in.
    """
    row = _locked(improvement, version)
    step(row.workflow_state, Deed.REMOVE)
    sign(row, by=by, reason="業務改善報告の削除")
    row.delete()


@transaction.atomic
def list_improvement(
    *, improvement: Improvement, version: int, verdict: Verdict, by: User
) -> Improvement:
    """Publish it inside the city hall, or say anew what it belongs to and whether it is a good example.

    Raises:
        StaleImprovement: somebody else has saved it since it was read.
        ImprovementError: not in this state.
    """
    row = _locked(improvement, version)
    row.initiative, row.good_reason = verdict.initiative, verdict.good_reason
    row.is_good_example = bool(verdict.good_reason)
    row.return_reason = ""
    return _turn(row, Deed.LIST, by, verdict.good_reason)


@transaction.atomic
def return_improvement(
    *, improvement: Improvement, version: int, reason: str, by: User
) -> Improvement:
    """Give it back to the section with the reason; what was published is no longer to be read.

    Raises:
        StaleImprovement: somebody else has saved it since it was read.
        ImprovementError: not in this state, or without a reason.
    """
    row = _locked(improvement, version)
    if not reason.strip():
        raise ImprovementError("差戻しの理由を入力してください。")
    row.is_good_example, row.good_reason, row.return_reason = False, "", reason
    return _turn(row, Deed.RETURN, by, reason)


def lacks(row: Improvement) -> list[str]:
    """The labels of what must still be said before it can be handed in."""
    labels = {field.name: str(field.verbose_name) for field in Improvement._meta.fields}
    return [labels[name] for name in NEEDED if not getattr(row, name)]


def _locked(improvement: Improvement, version: int) -> Improvement:
    rows = Improvement.objects.select_for_update(of=("self",)).select_related("department", "by")
    row = rows.get(pk=improvement.pk)
    if row.version != version:
        raise StaleImprovement(row)
    return row


def _turn(row: Improvement, deed: Deed, by: User, said: str = "") -> Improvement:
    target = step(row.workflow_state, deed)
    if deed == Deed.SUBMIT and (missing := lacks(row)):
        raise ImprovementError(f"提出するには、{'、'.join(missing)}を入力してください。")
    row.state, row.version = target, row.version + 1
    return _write(row, by, f"{deed.value}：{said}" if said else deed.value)


def _fill(row: Improvement, facts: Facts) -> None:
    for name in COLUMNS:
        setattr(row, name, getattr(facts, name))


def _write(row: Improvement, by: User, reason: str) -> Improvement:
    sign(row, by=by, reason=reason[:REASON_LENGTH])
    row.save()
    return row
