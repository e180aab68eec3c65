"""Deeds on initiatives: the office says which section reports. What the document prints is never touched."""

from datetime import date, timedelta

from django.db import models, transaction
from django.db.models import Max, Q

from fiscal import wareki
from initiatives.duties import ASSIGNED
from initiatives.models import GradeScale, Initiative, Plan, Responsibility
from organizations.models import Department, User
from organizations.signature import sign


class AssignmentError(Exception):
    """An assignment that cannot be made; the message is Japanese and meant for the person."""


@transaction.atomic
def assign_reporter(
    *,
    initiative: Initiative,
    department: Department,
    valid_from: date,
    valid_to: date | None = None,
    note: str = "",
    by: User,
) -> Responsibility:
    """Let a section report for an initiative from a day; an earlier assignment ends on the eve.

    Raises:
        AssignmentError: another assignment begins within the span, the section is a group, or it belongs
            to another city hall.
    """
    if department.municipality_id != initiative.plan.municipality_id:
        raise AssignmentError("他の自治体の課は割り当てられません。")
    if department.kind != Department.Kind.UNIT:
        raise AssignmentError("「各課」のような課の集合は、報告する課にできません。")
    # One at a time: two assignments made at once would overlap (the row is the lock on PostgreSQL).
    Initiative.objects.select_for_update().get(pk=initiative.pk)
    assigned = initiative.responsibilities.filter(ASSIGNED)
    _refuse_later(assigned.filter(valid_from__gte=valid_from), valid_to)
    _end(assigned, valid_from, f"{department}への割当てにより終了", by)
    order = assigned.aggregate(last=Max("order"))["last"] or 0
    row = Responsibility(
        initiative=initiative,
        department=department,
        role=Responsibility.Role.LEAD,
        origin=Responsibility.Origin.OFFICE,
        order=order + 1,
        valid_from=valid_from,
        valid_to=valid_to,
        note=note,
    )
    _save(row, by, note or "報告する課の割当て")
    return row


@transaction.atomic
def revoke_assignment(*, responsibility: Responsibility, by: User) -> None:
    """Take back an assignment made by mistake; its history stays.

    Raises:
        AssignmentError: the row is printed in the document.
    """
    carried = responsibility.carries
    if Responsibility.Origin.DOCUMENT in {responsibility.origin, carried and carried.origin}:
        raise AssignmentError("計画書に記載された担当と、それを引き継いだ担当は、取り消せません。")
    responsibility._history_user = by  # type: ignore[attr-defined]
    responsibility._change_reason = "割当ての取消し"  # type: ignore[attr-defined]
    responsibility.delete()


@transaction.atomic
def choose_scale(*, plan: Plan, scale: GradeScale, by: User) -> None:
    """Judge a plan by another scale from now on; reports keep the words they were given."""
    row = Plan.objects.select_for_update(of=("self",)).get(pk=plan.pk)
    if row.grade_scale_id != scale.pk:
        row.grade_scale = scale
        sign(row, by=by, reason=f"評価尺度を{scale}に変更")
        row.save()


def _refuse_later(later: models.QuerySet[Responsibility], valid_to: date | None) -> None:
    if valid_to is not None:
        later = later.filter(valid_from__lte=valid_to)
    first = later.select_related("department").order_by("valid_from").first()
    if first is not None and first.valid_from is not None:
        raise AssignmentError(
            f"{wareki.full_date(first.valid_from)}から{first.department}に割り当てています。"
            "先にその割当てを取り消すか、終了日をその前日までにしてください。"
        )


def _end(
    assigned: models.QuerySet[Responsibility], valid_from: date, reason: str, by: User
) -> None:
    """End on the eve what is still running on a day."""
    for earlier in assigned.filter(
        Q(valid_from__isnull=True) | Q(valid_from__lt=valid_from),
        Q(valid_to__isnull=True) | Q(valid_to__gte=valid_from),
    ):
        earlier.valid_to = valid_from - timedelta(days=1)
        _save(earlier, by, reason)


def _save(row: Responsibility, by: User, reason: str) -> None:
    row._history_user = by  # type: ignore[attr-defined]
    row._change_reason = reason[:100]  # type: ignore[attr-defined]
    row.save()
