"""A 計画の改定 whose date has come waits on マイページ for those who put it in force."""

from datetime import date

from django.db.models import QuerySet
from django.urls import reverse

from fiscal import wareki
from initiatives.models import PlanAmendment
from organizations.desk import Desk
from organizations.roles import Permission
from progress.deadline import Deadline
from progress.tasks import Task, Tasks


def due(desk: Desk, today: date) -> QuerySet[PlanAmendment]:
    """The decided revisions that may be put in force now; none for those who do not edit plans."""
    if not desk.may(Permission.EDIT_PLAN):
        return PlanAmendment.objects.none()
    return PlanAmendment.objects.filter(
        plan__municipality=desk.municipality_id,
        state=PlanAmendment.State.DECIDED,
        in_force_on__lte=today,
    )


def with_due(tasks: Tasks, desk: Desk, today: date) -> Tasks:
    """Put what is due before a person's other tasks (one query for those who edit plans)."""
    found = due(desk, today).select_related("plan").only("title", "in_force_on", "plan__title")
    rows = tuple(_task(row, today) for row in found.order_by("in_force_on", "pk"))
    return Tasks((*rows, *tasks.rows), len(rows) + tasks.total)


def _task(row: PlanAmendment, today: date) -> Task:
    return Task(
        deadline=Deadline.of(row.in_force_on, today),
        number="計画の改定",
        title=row.title,
        section="",
        what=row.plan.title,
        url=reverse("exchange:amendment-show", args=[row.pk]),
        go="確かめて施行する",
        note=f"{wareki.full_date(row.in_force_on)}に、決定した内容を計画にします。",
    )
