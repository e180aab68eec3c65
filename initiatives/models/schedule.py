from django.db import models
from django.db.models import F, Q
from simple_history.models import HistoricalRecords

from initiatives.models.initiative import Initiative


class ScheduleBar(models.Model):
    """One 工程 on the 工程表: a text over a span of fiscal years; an end the document leaves open is empty."""

    class Table(models.TextChoices):
        OVERVIEW = "overview", "全体の工程表"
        DETAIL = "detail", "取組事項の工程表"

    class Kind(models.TextChoices):
        STUDY = "study", "検討"
        PREPARE = "prepare", "準備"
        CARRY_OUT = "carry_out", "実施"
        DONE = "done", "完了"

    initiative = models.ForeignKey(
        Initiative, models.CASCADE, related_name="bars", verbose_name="取組事項"
    )
    table = models.CharField("表", max_length=8, choices=Table, default=Table.DETAIL)
    row = models.PositiveSmallIntegerField("行", default=1)
    order = models.PositiveSmallIntegerField("並び")
    text = models.TextField("工程の文言")
    kind = models.CharField("種別", max_length=9, choices=Kind)
    start_year = models.PositiveSmallIntegerField("始まりの年度", null=True, blank=True)
    start_quarter = models.PositiveSmallIntegerField("始まりの四半期", null=True, blank=True)
    end_year = models.PositiveSmallIntegerField("終わりの年度", null=True, blank=True)
    end_quarter = models.PositiveSmallIntegerField("終わりの四半期", null=True, blank=True)
    certain = models.BooleanField(
        "確か", default=True, help_text="年度の区切りを図の読取りで推定したものは外します。"
    )
    actor = models.CharField("実施者", max_length=80, blank=True)
    note = models.CharField("備考", max_length=200, blank=True)
    history = HistoricalRecords()

    class Meta:
        verbose_name = verbose_name_plural = "工程"
        ordering = ["initiative", "table", "row", "order"]
        constraints = [
            models.UniqueConstraint(
                fields=["initiative", "table", "row", "order"], name="schedule_bar_place_once"
            ),
            models.CheckConstraint(
                condition=Q(start_year__isnull=True)
                | Q(end_year__isnull=True)
                | Q(end_year__gte=F("start_year")),
                name="schedule_bar_ends_after_start",
                violation_error_message="終わりの年度は始まりの年度以後にしてください。",
            ),
            models.CheckConstraint(
                condition=(Q(start_quarter__isnull=True) | Q(start_quarter__range=(1, 4)))
                & (Q(end_quarter__isnull=True) | Q(end_quarter__range=(1, 4))),
                name="schedule_bar_quarters_1_to_4",
                violation_error_message="四半期は１～４です。",
            ),
        ]

    def __str__(self) -> str:
        return self.text


class Milestone(models.Model):
    """A 目標事項: what is to exist, and by when, in the document's own words."""

    class Due(models.TextChoices):
        YEAR_END = "year_end", "年度末まで"
        WITHIN_YEAR = "within_year", "年度中"
        FROM_YEAR = "from_year", "年度から"
        FROM_HALF = "from_half", "半期から"
        MONTH = "month", "年月まで"
        STANDING = "standing", "随時"
        NONE = "none", "期限なし"

    initiative = models.ForeignKey(
        Initiative, models.CASCADE, related_name="milestones", verbose_name="取組事項"
    )
    order = models.PositiveSmallIntegerField("並び", default=1)
    text = models.TextField("目標事項")
    due = models.CharField("期限の型", max_length=11, choices=Due)
    due_year = models.PositiveSmallIntegerField("期限の年度", null=True, blank=True)
    due_half = models.PositiveSmallIntegerField("期限の半期", null=True, blank=True)
    due_month = models.PositiveSmallIntegerField("期限の月", null=True, blank=True)
    due_printed = models.CharField("期限の表記", max_length=60, blank=True)
    national_year = models.PositiveSmallIntegerField("国の期限の年度", null=True, blank=True)
    national_printed = models.CharField("国の期限の表記", max_length=60, blank=True)
    support_year = models.PositiveSmallIntegerField("国の支援の最終年度", null=True, blank=True)
    support_printed = models.CharField("国の支援の表記", max_length=60, blank=True)
    achieved_on = models.DateField("達成日", null=True, blank=True)
    page = models.CharField("頁", max_length=20, blank=True)
    note = models.CharField("備考", max_length=200, blank=True)
    history = HistoricalRecords()

    class Meta:
        verbose_name = verbose_name_plural = "目標事項"
        ordering = ["initiative", "order"]
        constraints = [
            models.UniqueConstraint(fields=["initiative", "order"], name="milestone_order_once"),
            models.CheckConstraint(
                condition=Q(due__in=["standing", "none"]) | Q(due_year__isnull=False),
                name="milestone_year_unless_standing",
                violation_error_message="期限の年度を入れてください。",
            ),
            models.CheckConstraint(
                condition=~Q(due="month") | Q(due_month__isnull=False),
                name="milestone_month_when_due_by_month",
                violation_error_message="期限の月を入れてください。",
            ),
        ]

    def __str__(self) -> str:
        return self.text
