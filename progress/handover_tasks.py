"""A 機構改革 whose date has come waits on マイページ for those who bring it into force."""

from datetime import date

from django.urls import reverse

from fiscal import wareki
from organizations.desk import Desk
from organizations.models import Reorganization, ReorganizationQuerySet
from organizations.roles import Permission
from progress.deadline import Deadline
from progress.tasks import Task, Tasks


def due(desk: Desk, today: date) -> ReorganizationQuerySet:
    """The drafts that may be brought into force now; none for those who do not reorganise."""
    if not desk.may(Permission.REORGANIZE):
        return Reorganization.objects.none()
    return Reorganization.objects.visible_to(desk.user).due_on(today)


def with_due(tasks: Tasks, desk: Desk, today: date) -> Tasks:
    """Put what is due before a person's other tasks (one query for those who reorganise)."""
    rows = tuple(_task(row, today) for row in due(desk, today).order_by("in_force_on", "pk"))
    return Tasks((*rows, *tasks.rows), len(rows) + tasks.total)


def _task(row: Reorganization, today: date) -> Task:
    return Task(
        deadline=Deadline.of(row.in_force_on, today),
        number="機構改革",
        title=row.title,
        section="",
        what="施行日が来ました。",
        url=reverse("progress:reorganization-show", args=[row.pk]),
        go="移るものを確かめて施行する",
        note=f"{wareki.full_date(row.in_force_on)}に、旧課から新課へ移します。",
    )
