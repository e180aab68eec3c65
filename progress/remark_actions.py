"""Deeds on remarks (指摘事項): making one, answering one."""

from datetime import date, datetime

from django.db import transaction

from fiscal import clock
from initiatives.models import Initiative
from organizations.models import Department, User
from progress.models import Remark


class StaleRemark(Exception):  # noqa: N818  (it names the remark, and is no fault)
    """Somebody else answered after the person read; nothing was written. ``current`` is what is stored now."""

    def __init__(self, current: Remark) -> None:
        super().__init__("ほかの人が先に回答を保存しました。")
        self.current = current


@transaction.atomic
def make_remark(
    *,
    initiative: Initiative,
    occasion: str,
    made_on: date,
    text: str,
    department: Department | None = None,
    due_on: date | None = None,
    by: User,
) -> Remark:
    """Record what was pointed out; without a section, whoever reports for the initiative answers."""
    remark = Remark(
        initiative=initiative,
        department=department,
        occasion=occasion,
        made_on=made_on,
        text=text,
        due_on=due_on,
        by=by,
    )
    return _save(remark, by, f"指摘事項：{occasion}")


@transaction.atomic
def answer_remark(
    *, remark: Remark, response: str, answered_at: datetime | None, by: User
) -> Remark:
    """Write the 対応状況. ``answered_at`` is the answer that was read (None: there was none).

    Raises:
        StaleRemark: somebody else has answered since.
    """
    row = (
        Remark.objects.select_for_update(of=("self",))
        .select_related("responded_by")
        .get(pk=remark.pk)
    )
    if row.response == response:
        return row
    if row.responded_at != answered_at:
        raise StaleRemark(row)
    row.response, row.responded_at, row.responded_by = response, clock.now(), by
    return _save(row, by, "対応状況の回答")


def _save(remark: Remark, by: User, reason: str) -> Remark:
    remark._history_user = by  # type: ignore[attr-defined]
    remark._change_reason = reason[:100]  # type: ignore[attr-defined]
    remark.save()
    return remark
