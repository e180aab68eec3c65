"""The part of a 機構改革 that concerns initiatives: the section that takes over carries on what the old one answers for."""

from collections.abc import Collection
from datetime import date

from django.db.models import Q, QuerySet

from initiatives.models import Plan, Responsibility
from organizations.handover import Signature
from organizations.models import Department
from organizations.signature import sign


def duties_of(
    departments: Collection[int], plans: QuerySet[Plan], day: date
) -> QuerySet[Responsibility]:
    """The duties of sections in running plans that are held on a day, or later."""
    return (
        Responsibility.objects.filter(department__in=departments, initiative__plan__in=plans)
        .filter(Q(valid_to__isnull=True) | Q(valid_to__gte=day))
        .filter(initiative__completed_year__isnull=True)
        .select_related("initiative__category", "initiative__plan", "carries")
        .order_by("initiative__plan", "initiative__order", "order", "pk")
    )


def carry_on(duty: Responsibility, target: Department, signature: Signature) -> None:
    """End a duty on the eve and let the section that takes over answer from the day on.

    The document's row stays as the document prints it; the new row says which one it carries on.
    """
    begins_later = duty.valid_from is not None and duty.valid_from >= signature.day
    if begins_later and duty.origin == Responsibility.Origin.OFFICE:
        _give_to(duty, target, signature)
        return
    following = Responsibility(
        initiative_id=duty.initiative_id,
        department=target,
        role=duty.role,
        order=duty.order,
        origin=Responsibility.Origin.OFFICE,
        certain=duty.certain,
        carries=duty.carries or duty,
        valid_from=duty.valid_from if begins_later else signature.day,
        valid_to=duty.valid_to,
        note=signature.words,
    )
    if not begins_later:
        duty.valid_to = signature.eve
        signature.save(duty)
    signature.save(following)


def _give_to(duty: Responsibility, target: Department, signature: Signature) -> None:
    """Let an assignment that would have begun later begin with the section that takes over."""
    same = Responsibility.objects.filter(
        initiative=duty.initiative_id,
        department=target,
        origin=duty.origin,
        valid_from=duty.valid_from,
        carries=duty.carries,
    )
    if same.exists():
        sign(duty, by=signature.by, reason=signature.words)
        duty.delete()
        return
    duty.department = target
    signature.save(duty)
