"""A plan through time: the revisions it records, the drafts of the next one, the steps it sets itself."""

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import F, Q
from simple_history.models import HistoricalRecords

from initiatives.models.plan import Plan, Precision


class PlanRevision(models.Model):
    """One 計画の改定 that is in force: since when, and why; printed by the document or made in the product."""

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="revisions", verbose_name="計画")
    number = models.PositiveSmallIntegerField("改定の番号")
    title = models.CharField("改定の名称", max_length=120, blank=True)
    in_force_on = models.DateField("施行日", null=True, blank=True)
    in_force_precision = models.CharField(
        "施行日の精度", max_length=5, choices=Precision, default=Precision.DAY
    )
    in_force_printed = models.CharField("施行日の表記", max_length=60, blank=True)
    reason = models.TextField("改定の理由", blank=True)
    earlier = models.TextField("改定前について", blank=True)
    page = models.CharField("頁", max_length=20, blank=True)
    note = models.CharField("備考", max_length=200, blank=True)
    history = HistoricalRecords()

    class Meta:
        verbose_name = verbose_name_plural = "計画の改定"
        ordering = ["plan", "number"]
        constraints = [
            models.UniqueConstraint(
                fields=["plan", "number"],
                name="plan_revision_number_once",
                violation_error_message="同じ番号の改定が既にあります。",
            )
        ]

    def __str__(self) -> str:
        return self.title or f"第{self.number}回改定"


class PlanAmendment(models.Model):
    """A 改定案: the whole plan as it is to read from a date on, beside the text it was drafted from.

    ``base`` and ``document`` are plan files as JSON; ``before`` is the plan as it read when the draft came into force, so
    that any two dates can be compared afterwards.
    """

    class State(models.TextChoices):
        DRAFT = "draft", "作成中"
        DECIDED = "decided", "決定（施行待ち）"
        IN_FORCE = "in_force", "施行済"
        WITHDRAWN = "withdrawn", "取下げ"

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="amendments", verbose_name="計画")
    title = models.CharField("改定の名称", max_length=120)
    reason = models.TextField("改定の理由")
    in_force_on = models.DateField("施行日")
    state = models.CharField("状態", max_length=9, choices=State, default=State.DRAFT)
    base = models.JSONField("作成時の計画", encoder=DjangoJSONEncoder)
    document = models.JSONField("改定案", encoder=DjangoJSONEncoder)
    before = models.JSONField("改定前の計画", null=True, blank=True, encoder=DjangoJSONEncoder)
    reasons = models.JSONField("項目ごとの理由", default=dict, blank=True)
    version = models.PositiveIntegerField("版", default=1)
    revision = models.OneToOneField(
        PlanRevision,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="amendment",
        verbose_name="施行された改定",
    )
    history = HistoricalRecords(excluded_fields=["base", "before"])

    class Meta:
        verbose_name = verbose_name_plural = "改定案"
        ordering = ["plan", "in_force_on", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["plan"],
                condition=Q(state__in=["draft", "decided"]),
                name="plan_amendment_one_open",
                violation_error_message="この計画には作成中の改定案が既にあります。",
            ),
            models.CheckConstraint(
                condition=~Q(state="in_force") | Q(before__isnull=False),
                name="plan_amendment_in_force_keeps_before",
            ),
        ]

    def __str__(self) -> str:
        return self.title


class PlanStep(models.Model):
    """A step of the whole plan (第１ステップ デジタル化の準備) with the fiscal years it covers."""

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="steps", verbose_name="計画")
    number = models.PositiveSmallIntegerField("番号")
    label = models.CharField("表示", max_length=20)
    title = models.CharField("名称", max_length=120)
    first_year = models.PositiveSmallIntegerField("開始年度", null=True, blank=True)
    last_year = models.PositiveSmallIntegerField("終了年度", null=True, blank=True)
    text = models.TextField("本文", blank=True)
    page = models.CharField("頁", max_length=20, blank=True)
    history = HistoricalRecords()

    class Meta:
        verbose_name = verbose_name_plural = "計画のステップ"
        ordering = ["plan", "number"]
        constraints = [
            models.UniqueConstraint(
                fields=["plan", "number"],
                name="plan_step_number_once",
                violation_error_message="同じ番号のステップが既にあります。",
            ),
            models.CheckConstraint(
                condition=Q(first_year__isnull=True)
                | Q(last_year__isnull=True)
                | Q(last_year__gte=F("first_year")),
                name="plan_step_ends_after_start",
                violation_error_message="終了年度は開始年度以後にしてください。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.label} {self.title}"
