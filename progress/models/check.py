from django.db import models
from django.db.models import Q
from simple_history.models import HistoricalRecords

from initiatives.models import Plan
from progress.severity import SEVERITY_LABELS, Severity


class CheckSetting(models.Model):
    """How strict a check is in a plan, where the office has decided otherwise than the table."""

    plan = models.ForeignKey(
        Plan, models.CASCADE, related_name="check_settings", verbose_name="計画"
    )
    check_id = models.CharField("点検", max_length=3, help_text="docs/checks.md の番号です。")
    severity = models.CharField(
        "扱い",
        max_length=4,
        choices=[(severity.value, label) for severity, label in SEVERITY_LABELS.items()],
    )
    history = HistoricalRecords()

    class Meta:
        verbose_name = verbose_name_plural = "点検の扱い"
        ordering = ["plan", "check_id"]
        constraints = [
            models.UniqueConstraint(
                fields=["plan", "check_id"],
                name="check_setting_once",
                violation_error_message="この計画のこの点検の扱いは既に決まっています。",
            ),
            models.CheckConstraint(
                condition=Q(severity__in=[severity.value for severity in Severity]),
                name="check_setting_severity_known",
                violation_error_message="扱いは、止める・警告・参考・使わない のどれかです。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.check_id} {self.get_severity_display()}"
