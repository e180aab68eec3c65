from django.db import models
from simple_history.models import HistoricalRecords

from initiatives.models.plan import Plan
from organizations.models import Department


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


class CategoryPolicy(models.Model):
    """A 取組方針 of a category: what these departments will do (石巻市DX推進方針 p.18–41), ア/イ/ウ with its points ①②③."""

    category = models.ForeignKey(
        Category, models.CASCADE, related_name="policies", verbose_name="分類"
    )
    code = models.CharField("コード", max_length=20)
    label = models.CharField("表示", max_length=20)
    heading = models.CharField("見出し", max_length=200, blank=True)
    departments_printed = models.CharField("担当の表記", max_length=120)
    departments = models.ManyToManyField(
        Department, blank=True, related_name="policies", verbose_name="担当"
    )
    text = models.TextField("本文", blank=True)
    points = models.JSONField("項目", default=list, blank=True)
    order = models.PositiveSmallIntegerField("並び")
    page = models.CharField("頁", max_length=20, blank=True)
    note = models.CharField("備考", max_length=200, blank=True)
    history = HistoricalRecords(m2m_fields=[departments])

    class Meta:
        verbose_name = verbose_name_plural = "取組方針"
        ordering = ["category", "order"]
        constraints = [
            models.UniqueConstraint(
                fields=["category", "code"],
                name="category_policy_code_once",
                violation_error_message="同じコードの取組方針が既にあります。",
            )
        ]

    def __str__(self) -> str:
        return f"{self.label} {self.departments_printed}"
