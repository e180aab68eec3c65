from django.db import models
from django.db.models import Q
from simple_history.models import HistoricalRecords

from initiatives.models import Plan

# "5,1": numbers of working days from 1 to 99, or nothing.
DAYS = r"^([1-9][0-9]?(,[1-9][0-9]?)*)?$"


class ReminderSetting(models.Model):
    """On which working days the sections of a plan are reminded by themselves; without a row the server's days count."""

    plan = models.OneToOneField(
        Plan, models.CASCADE, related_name="reminder_setting", verbose_name="計画"
    )
    is_on = models.BooleanField("自動で督促する", default=True)
    before = models.CharField("報告期限の前（開庁日）", max_length=40, blank=True)
    on_due = models.BooleanField("報告期限の当日", default=True)
    after = models.CharField("報告期限の後（開庁日）", max_length=40, blank=True)
    version = models.PositiveIntegerField("版", default=1)
    history = HistoricalRecords()

    class Meta:
        verbose_name = verbose_name_plural = "自動の督促"
        constraints = [
            models.CheckConstraint(
                condition=Q(before__regex=DAYS, after__regex=DAYS),
                name="reminder_days_are_numbers",
                violation_error_message="日数は 5,1 のように、１から99までの数を並べてください。",
            ),
            models.CheckConstraint(
                condition=Q(is_on=False) | Q(on_due=True) | ~Q(before="") | ~Q(after=""),
                name="reminder_on_has_a_day",
                violation_error_message="督促する日を１つ以上決めてください。",
            ),
        ]

    def __str__(self) -> str:
        return str(self.plan)

    @property
    def days_before(self) -> frozenset[int]:
        """So many working days before the deadline."""
        return _numbers(self.before)

    @property
    def days_after(self) -> frozenset[int]:
        """So many working days after the deadline."""
        return _numbers(self.after)


def _numbers(text: str) -> frozenset[int]:
    return frozenset(int(number) for number in text.split(",") if number)
