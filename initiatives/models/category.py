from django.db import models
from simple_history.models import HistoricalRecords

from initiatives.models.plan import Plan


class Category(models.Model):
    """A heading of the plan's tree (分類・項目): code "A-1" for machines, label "A-①" as printed."""

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="categories", verbose_name="計画")
    parent = models.ForeignKey(
        "self", models.CASCADE, null=True, blank=True, related_name="children", verbose_name="上位"
    )
    code = models.CharField("コード", max_length=20)
    label = models.CharField("表示", max_length=20)
    title = models.CharField("名称", max_length=120)
    short_title = models.CharField("工程表での名称", max_length=120, blank=True)
    background = models.TextField("取組の背景", blank=True)
    order = models.PositiveSmallIntegerField("並び")
    page = models.CharField("頁", max_length=20, blank=True)
    history = HistoricalRecords()

    class Meta:
        verbose_name = verbose_name_plural = "分類"
        ordering = ["plan", "order"]
        constraints = [
            models.UniqueConstraint(
                fields=["plan", "code"],
                name="category_code_once",
                violation_error_message="同じコードの分類が既にあります。",
            )
        ]

    def __str__(self) -> str:
        return f"{self.label} {self.title}"
