from datetime import date
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import F, Q, Value
from django.db.models.functions import Coalesce
from simple_history.models import HistoricalRecords

from organizations.models.municipality import Municipality

if TYPE_CHECKING:
    from organizations.models.user import User


class DepartmentQuerySet(models.QuerySet["Department"]):
    def visible_to(self, user: "User") -> "DepartmentQuerySet":
        """Departments of the user's own municipality."""
        return self.filter(municipality_id=user.municipality_id or 0)

    def existing_on(self, day: date) -> "DepartmentQuerySet":
        """Departments that exist on a day."""
        return self.filter(
            Q(valid_from__isnull=True) | Q(valid_from__lte=day),
            Q(valid_to__isnull=True) | Q(valid_to__gte=day),
        )

    def overlapping(self, start: date | None, end: date | None) -> "DepartmentQuerySet":
        """Departments that exist on some day of a span; an open end is None."""
        rows = self
        if start is not None:
            rows = rows.filter(Q(valid_to__isnull=True) | Q(valid_to__gte=start))
        if end is not None:
            rows = rows.filter(Q(valid_from__isnull=True) | Q(valid_from__lte=end))
        return rows

    def units(self) -> "DepartmentQuerySet":
        """Real sections, without groups such as 各課."""
        return self.filter(kind=Department.Kind.UNIT)


class Department(models.Model):
    """A section (部・課), or a group of sections the plan speaks of (各課, 窓口担当課（市民課等）)."""

    class Kind(models.TextChoices):
        UNIT = "unit", "部課"
        GROUP = "group", "課の集合"

    municipality = models.ForeignKey(
        Municipality, models.CASCADE, related_name="departments", verbose_name="自治体"
    )
    code = models.CharField("コード", max_length=20, blank=True)
    name = models.CharField("名称", max_length=80)
    kind = models.CharField("種別", max_length=5, choices=Kind, default=Kind.UNIT)
    parent = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="children",
        verbose_name="上位の部",
    )
    order = models.PositiveIntegerField("並び", default=0)
    is_secretariat = models.BooleanField("事務局", default=False)
    covers_all = models.BooleanField(
        "全ての課", default=False, help_text="「各課」のように、全ての課を指す集合です。"
    )
    members = models.ManyToManyField(
        "self", symmetrical=False, blank=True, related_name="groups", verbose_name="構成する課"
    )
    successors = models.ManyToManyField(
        "self", symmetrical=False, blank=True, related_name="predecessors", verbose_name="後継の課"
    )
    extension = models.CharField("内線", max_length=20, blank=True)
    valid_from = models.DateField("設置日", null=True, blank=True)
    valid_to = models.DateField("廃止日", null=True, blank=True)
    history = HistoricalRecords(m2m_fields=[members, successors])

    objects = DepartmentQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "部課"
        ordering = ["municipality", "order", "pk"]
        constraints = [
            models.UniqueConstraint(
                "municipality",
                "name",
                Coalesce("valid_from", Value(date.min)),
                name="department_name_once_per_validity",
                violation_error_message="同じ名称と設置日の課が既にあります。",
            ),
            models.UniqueConstraint(
                fields=["municipality"],
                condition=Q(is_secretariat=True, valid_to__isnull=True),
                name="department_one_secretariat",
                violation_error_message="事務局は１つだけにしてください。",
            ),
            models.CheckConstraint(
                condition=Q(valid_from__isnull=True)
                | Q(valid_to__isnull=True)
                | Q(valid_to__gte=F("valid_from")),
                name="department_valid_to_after_from",
                violation_error_message="廃止日は設置日以後にしてください。",
            ),
            models.CheckConstraint(
                condition=Q(kind="group") | Q(covers_all=False),
                name="department_only_a_group_covers_all",
                violation_error_message="「全ての課」は課の集合だけに付けられます。",
            ),
        ]

    def __str__(self) -> str:
        return self.name
