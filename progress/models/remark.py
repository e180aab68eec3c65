from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.db.models import Q
from simple_history.models import HistoricalRecords

from initiatives.models import Initiative
from organizations.models import Department

if TYPE_CHECKING:
    from organizations.models import User


class RemarkQuerySet(models.QuerySet["Remark"]):
    def visible_to(self, user: "User") -> "RemarkQuerySet":
        """Remarks on initiatives of the user's own municipality."""
        return self.filter(initiative__plan__municipality_id=user.municipality_id or 0)

    def unanswered(self) -> "RemarkQuerySet":
        """Remarks whose 対応状況 nobody has written yet."""
        return self.filter(response="")


class Remark(models.Model):
    """A 指摘事項 on an initiative, made at a meeting or a review, and what the section did about it."""

    initiative = models.ForeignKey(
        Initiative, models.CASCADE, related_name="remarks", verbose_name="取組事項"
    )
    department = models.ForeignKey(
        Department,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="remarks",
        verbose_name="対応する課",
    )
    occasion = models.CharField(
        "機会", max_length=100, help_text="例：令和８年度 第１回 ＤＸ推進本部"
    )
    made_on = models.DateField("指摘の日")
    text = models.TextField("指摘事項")
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="記した人"
    )
    due_on = models.DateField("対応の期限", null=True, blank=True)
    response = models.TextField("対応状況", blank=True)
    responded_at = models.DateTimeField("回答日時", null=True, blank=True)
    responded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="回答した人",
    )
    history = HistoricalRecords()

    objects = RemarkQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "指摘事項"
        ordering = ["-made_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(response="", responded_at__isnull=True, responded_by__isnull=True)
                | (~Q(response="") & Q(responded_at__isnull=False, responded_by__isnull=False)),
                name="remark_response_with_time_and_person",
            )
        ]

    def __str__(self) -> str:
        return self.text[:40]
