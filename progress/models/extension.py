from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.db.models import Q
from simple_history.models import HistoricalRecords

from organizations.models import Department
from progress.models.period import ReportingPeriod

if TYPE_CHECKING:
    from organizations.models import User


class ExtensionQuerySet(models.QuerySet["Extension"]):
    def visible_to(self, user: "User") -> "ExtensionQuerySet":
        """Extensions of the plans of the user's own municipality."""
        return self.filter(period__plan__municipality_id=user.municipality_id or 0)

    def in_force(self) -> "ExtensionQuerySet":
        """Those that have not been taken back."""
        return self.filter(revoked_at__isnull=True)


class Extension(models.Model):
    """A later 報告期限 for one section in one period, and why."""

    period = models.ForeignKey(
        ReportingPeriod, models.CASCADE, related_name="extensions", verbose_name="報告期"
    )
    department = models.ForeignKey(
        Department, models.PROTECT, related_name="extensions", verbose_name="課"
    )
    due_on = models.DateField("延長後の期限")
    reason = models.CharField("理由", max_length=200)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="延ばした人"
    )
    at = models.DateTimeField("延ばした日時")
    revoked_at = models.DateTimeField("取り消した日時", null=True, blank=True)
    revoked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="取り消した人",
    )
    history = HistoricalRecords()

    objects = ExtensionQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "期限の延長"
        ordering = ["-at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["period", "department"],
                condition=Q(revoked_at__isnull=True),
                name="extension_one_in_force",
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="extension_has_a_reason"),
            models.CheckConstraint(
                condition=Q(revoked_at__isnull=True, revoked_by__isnull=True)
                | Q(revoked_at__isnull=False, revoked_by__isnull=False),
                name="extension_revoked_with_time_and_person",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.department} {self.due_on}"
