from datetime import date
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import F, Q
from simple_history.models import HistoricalRecords

from fiscal import wareki
from fiscal.calendar import ROUNDS, Quarter
from initiatives.models import Plan

if TYPE_CHECKING:
    from organizations.models import User


def _closing() -> Q:
    """Return the condition that a quarter ends a round of its span."""
    whole = Q()
    for span, ends in ROUNDS.items():
        whole |= Q(span=span, quarter__in=list(ends))
    return whole


class ReportingPeriodQuerySet(models.QuerySet["ReportingPeriod"]):
    def visible_to(self, user: "User") -> "ReportingPeriodQuerySet":
        """Periods of the plans of the user's own municipality."""
        return self.filter(plan__municipality_id=user.municipality_id or 0)

    def open_on(self, day: date) -> "ReportingPeriodQuerySet":
        """Periods in which sections may report on a day."""
        return self.filter(opens_on__lte=day, closes_on__gte=day)

    def begun_by(self, day: date) -> "ReportingPeriodQuerySet":
        """Periods that have opened."""
        return self.filter(opens_on__lte=day)


class ReportingPeriod(models.Model):
    """A 報告期 of a plan: R8 第２四半期 or R8 上半期, its 基準日, and from when to when sections report."""

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="periods", verbose_name="計画")
    year = models.PositiveSmallIntegerField("年度")
    quarter = models.PositiveSmallIntegerField(
        "四半期", help_text="半期・年３回・年度の報告は、締めの四半期の番号にします。"
    )
    span = models.CharField(
        "報告周期",
        max_length=7,
        choices=Plan.Frequency,
        default=Plan.Frequency.QUARTER,
        help_text="作成したときの計画の報告周期です。あとで計画の周期が変わっても、名前は変わりません。",
    )
    as_of = models.DateField("基準日")
    opens_on = models.DateField("開始日")
    due_on = models.DateField("報告期限")
    closes_on = models.DateField("締切日", help_text="この日を過ぎると、課からは直せません。")
    message = models.CharField("各課への連絡", max_length=300, blank=True)
    history = HistoricalRecords()

    objects = ReportingPeriodQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "報告期"
        ordering = ["plan", "year", "quarter"]
        constraints = [
            models.UniqueConstraint(
                fields=["plan", "year", "quarter"],
                name="period_once",
                violation_error_message="同じ報告期が既にあります。",
            ),
            models.CheckConstraint(
                condition=Q(quarter__range=(1, 4)),
                name="period_quarter_1_to_4",
                violation_error_message="四半期は１～４です。",
            ),
            models.CheckConstraint(
                condition=_closing(),
                name="period_quarter_closes_its_span",
                violation_error_message="報告周期の締めの四半期にしてください。",
            ),
            models.CheckConstraint(
                condition=Q(opens_on__lte=F("due_on")) & Q(due_on__lte=F("closes_on")),
                name="period_opens_due_closes_in_order",
                violation_error_message="開始日・報告期限・締切日はこの順にしてください。",
            ),
            models.CheckConstraint(
                condition=Q(as_of__lte=F("due_on")),
                name="period_as_of_before_due",
                violation_error_message="基準日は報告期限以前にしてください。",
            ),
        ]

    def __str__(self) -> str:
        return wareki.quarter(self.as_quarter)

    @property
    def as_quarter(self) -> Quarter:
        """The quarter as a pure value."""
        return Quarter(self.year, self.quarter, self.span)

    @property
    def key(self) -> str:
        """How an address names it: 2026-2."""
        return f"{self.year}-{self.quarter}"

    def is_open_on(self, day: date) -> bool:
        """Whether sections may report on a day."""
        return self.opens_on <= day <= self.closes_on

    def is_closed_on(self, day: date) -> bool:
        """Whether the period is over, so that accepted reports are 確定."""
        return day > self.closes_on
