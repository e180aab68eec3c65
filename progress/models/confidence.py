from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.db.models import Q
from simple_history.models import HistoricalRecords

from initiatives.models import Initiative
from progress.judgement import LEVEL_LABELS, Level
from progress.models.period import ReportingPeriod

if TYPE_CHECKING:
    from organizations.models import User


class ConfidenceQuerySet(models.QuerySet["Confidence"]):
    def visible_to(self, user: "User") -> "ConfidenceQuerySet":
        """Judgements on initiatives of the user's own municipality."""
        return self.filter(period__plan__municipality_id=user.municipality_id or 0)


class Confidence(models.Model):
    """The 事務局の見立て of one initiative written in one period: 高・中・低, and why.

    The whole city hall reads it (Permission.READ), the section it is about first of all: a doubt the section does
    not know of cannot be answered, and a paper of the 推進本部 must hold nothing the section has not seen.
    """

    initiative = models.ForeignKey(
        Initiative, models.PROTECT, related_name="confidences", verbose_name="取組事項"
    )
    period = models.ForeignKey(
        ReportingPeriod, models.PROTECT, related_name="confidences", verbose_name="報告期"
    )
    level = models.CharField(
        "見立て",
        max_length=6,
        choices=[(level.value, label) for level, label in LEVEL_LABELS.items()],
    )
    reason = models.TextField("見立ての理由", blank=True)
    version = models.PositiveIntegerField("版", default=1, editable=False)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="見立てた人"
    )
    at = models.DateTimeField("見立てた日時")
    history = HistoricalRecords()

    objects = ConfidenceQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "事務局の見立て"
        ordering = ["period", "initiative"]
        constraints = [
            models.UniqueConstraint(
                fields=["initiative", "period"],
                name="confidence_once_per_period",
                violation_error_message="この報告期の見立ては既にあります。",
            ),
            models.CheckConstraint(
                condition=Q(level__in=[level.value for level in Level]),
                name="confidence_level_known",
            ),
            models.CheckConstraint(
                condition=~Q(level=Level.LOW) | ~Q(reason=""),
                name="confidence_low_has_reason",
                violation_error_message="見立てを「低」とするときは、理由を入力してください。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.initiative} {self.period} {self.get_level_display()}"
