"""Deeds of a 機構改革: say who takes over what, and bring it into force in one transaction."""

from collections.abc import Mapping
from datetime import date

from django.db import transaction

from fiscal import clock, wareki
from initiatives.handover import carry_on
from organizations import handover as sections
from organizations.handover import Signature
from organizations.models import Reorganization, User
from organizations.reorganization_actions import ReorganizationError, lock
from organizations.signature import sign
from progress import question_actions
from progress.handover import Handover, InitiativeMove, PostMove, read
from progress.handover_checks import obstacles
from progress.models import Remark, ReorganizationChoice
from progress.transition import lock as lock_report
from progress.workflow import State


@transaction.atomic
def choose(*, handover: Handover, targets: Mapping[str, int], by: User) -> int:
    """Write who takes over what, by the name of the field; return how many choices changed.

    Raises:
        ReorganizationError: it is in force already.
    """
    lock(handover.reorganization)
    changed = 0
    for move in handover.choices:
        wanted = targets.get(move.field_name)
        if wanted is None or move.target is None or wanted == move.target.pk:
            continue
        choice = ReorganizationChoice.objects.filter(**_about(move)).first()
        row = choice or ReorganizationChoice(**_about(move))
        row.target_id = wanted
        sign(row, by=by, reason="引継ぎ先の選択")
        row.save()
        changed += 1
    return changed


def _about(move: InitiativeMove | PostMove) -> dict[str, object]:
    thing = {"post": move.post} if isinstance(move, PostMove) else {"initiative": move.initiative}
    return {"step": move.closing.step, "department": move.closing.department, **thing}


@transaction.atomic
def apply(*, reorganization: Reorganization, today: date, by: User) -> Handover:
    """Bring a reorganisation into force: sections close and open, and what they own moves.

    Raises:
        ReorganizationError: its date has not come, it is in force already, or something must be settled first.
    """
    row = lock(reorganization)
    if today < row.in_force_on:
        day = wareki.full_date(row.in_force_on)
        raise ReorganizationError(f"施行日は{day}です。その日から施行できます。")
    handover = read(row)
    for obstacle in obstacles(handover):
        raise ReorganizationError(obstacle)
    signature = Signature(by, row.in_force_on)
    sections.open_sections(handover.steps, signature)
    sections.close_sections(handover.closings, signature)
    for closing in handover.closings:
        question_actions.follow(closing, signature)
    for move in handover.initiatives:
        _move(move, signature)
    for post_move in handover.posts:
        sections.move_post(post_move.post, post_move.section, signature)
    row.state = Reorganization.State.APPLIED
    row.applied_at, row.applied_by = clock.now(), by
    signature.save(row)
    return handover


def _move(move: InitiativeMove, signature: Signature) -> None:
    """Duties begin anew under the new section; open reports and unanswered remarks follow. Versions stay."""
    target = move.section
    assert target is not None  # noqa: S101 - obstacles() refuses what nobody would take over
    for duty in move.duties:
        carry_on(duty, target, signature)
    for report in move.reports:
        current = lock_report(report)
        if current.state != State.ACCEPTED:
            current.department = target
            signature.save(current)
    waiting = Remark.objects.unanswered().filter(pk__in=[row.pk for row in move.remarks])
    for remark in waiting.select_for_update():
        remark.department = target
        signature.save(remark)
