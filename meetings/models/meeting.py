from typing import TYPE_CHECKING

from django.db import models
from simple_history.models import HistoricalRecords

from fiscal import wareki
from organizations.models import Municipality
from progress.models import ReportingPeriod

if TYPE_CHECKING:
    from organizations.models import User


class Body(models.Model):
    """A body that meets about the plan: 推進本部, 幹事会, ワーキンググループ."""

    municipality = models.ForeignKey(
        Municipality, models.CASCADE, related_name="bodies", verbose_name="自治体"
    )
    name = models.CharField("名称", max_length=80)
    order = models.PositiveSmallIntegerField("並び", default=1)
    history = HistoricalRecords()

    class Meta:
        verbose_name = verbose_name_plural = "会議体"
        ordering = ["municipality", "order"]
        constraints = [
            models.UniqueConstraint(fields=["municipality", "name"], name="body_name_once")
        ]

    def __str__(self) -> str:
        return self.name


class MeetingQuerySet(models.QuerySet["Meeting"]):
    def visible_to(self, user: "User") -> "MeetingQuerySet":
        """Meetings of the user's own municipality."""
        return self.filter(body__municipality_id=user.municipality_id or 0)


class Meeting(models.Model):
    """A meeting (令和８年度 第２回), the period it looks at and the number its paper carries."""

    class Purpose(models.TextChoices):
        REPORT = "report", "報告"
        DELIBERATION = "deliberation", "審議"

    body = models.ForeignKey(Body, models.PROTECT, related_name="meetings", verbose_name="会議体")
    year = models.PositiveSmallIntegerField("年度")
    number = models.PositiveSmallIntegerField("回")
    held_on = models.DateField("開催日", null=True, blank=True)
    period = models.ForeignKey(
        ReportingPeriod,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="meetings",
        verbose_name="対象の報告期",
    )
    document_number = models.CharField("資料番号", max_length=20, default="資料１")
    purpose = models.CharField("区分", max_length=12, choices=Purpose, default=Purpose.REPORT)
    history = HistoricalRecords()

    objects = MeetingQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "会議"
        # A meeting of which no day is known stands at the end of its year.
        ordering = ["-year", models.F("held_on").desc(nulls_last=True), "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["body", "year", "number"],
                name="meeting_number_once",
                violation_error_message="同じ年度・回の会議が既にあります。",
            )
        ]

    def __str__(self) -> str:
        return f"{wareki.fiscal_year(self.year)} 第{wareki.digits(self.number)}回 {self.body}"
