from typing import TYPE_CHECKING

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from simple_history.models import HistoricalRecords

from initiatives.models.grades import GradeScale
from organizations.models import Municipality

if TYPE_CHECKING:
    from organizations.models import User


class Precision(models.TextChoices):
    """How much of a date a document states."""

    YEAR = "year", "年"
    MONTH = "month", "年月"
    DAY = "day", "年月日"


class PlanQuerySet(models.QuerySet["Plan"]):
    def visible_to(self, user: "User") -> "PlanQuerySet":
        """Plans of the user's own municipality."""
        return self.filter(municipality_id=user.municipality_id or 0)


class Plan(models.Model):
    """A ＤＸ推進計画 (or 方針) as adopted: its period, its own words for levels, its cycle and its rules."""

    class Kind(models.TextChoices):
        POLICY = "policy", "方針"
        PLAN = "plan", "計画"

    class Cycle(models.TextChoices):
        PDCA = "pdca", "PDCA"
        OODA = "ooda", "OODA"
        NONE = "none", "なし"

    class Frequency(models.TextChoices):
        QUARTER = "quarter", "四半期"
        HALF = "half", "半期"
        THREE = "three", "年３回"
        YEAR = "year", "年度"

    class Missing(models.TextChoices):
        """What a document may leave out altogether; shown as 資料に記載なし, never as 0."""

        SCHEDULE = "schedule", "工程表"
        INDICATORS = "indicators", "指標"
        MILESTONES = "milestones", "目標事項"
        DEPARTMENTS = "departments", "担当課"

    municipality = models.ForeignKey(
        Municipality, models.PROTECT, related_name="plans", verbose_name="自治体"
    )
    slug = models.SlugField("識別名", max_length=60, unique=True)
    title = models.CharField("計画名", max_length=120)
    kind = models.CharField("種別", max_length=6, choices=Kind, default=Kind.PLAN)
    first_year = models.PositiveSmallIntegerField("開始年度")
    last_year = models.PositiveSmallIntegerField("終了年度")
    schedule_first_year = models.PositiveSmallIntegerField(
        "工程表の開始年度", null=True, blank=True
    )
    adopted_on = models.DateField("策定日", null=True, blank=True)
    adopted_precision = models.CharField(
        "策定日の精度", max_length=5, choices=Precision, default=Precision.DAY
    )
    adopted_printed = models.CharField("策定日の表記", max_length=60, blank=True)
    predecessor = models.ForeignKey(
        "self",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="successors",
        verbose_name="前の計画",
    )
    predecessor_printed = models.CharField("前の計画の表記", max_length=200, blank=True)
    cycle = models.CharField("評価サイクル", max_length=4, choices=Cycle, default=Cycle.PDCA)
    frequency = models.CharField(
        "報告周期", max_length=7, choices=Frequency, default=Frequency.QUARTER
    )
    needs_confirmation = models.BooleanField("所属長の確認", default=True)
    grade_scale = models.ForeignKey(
        GradeScale, models.PROTECT, related_name="plans", verbose_name="評価尺度"
    )
    level_names = models.JSONField("分類の段階名", default=list)
    initiative_word = models.CharField("取組事項の呼び名", max_length=20, default="取組事項")
    situation_word = models.CharField("現状の見出し", max_length=20, default="現状・課題")
    direction_word = models.CharField("方向性の見出し", max_length=20, default="取組の方向性")
    not_stated = models.JSONField(
        "資料に記載のないもの",
        default=list,
        blank=True,
        help_text="計画書が全く載せていないもの：schedule、indicators、milestones、departments",
    )
    headquarters = models.CharField("推進本部名", max_length=80, blank=True)
    source = models.CharField("資料", max_length=200, blank=True)
    notes = models.JSONField("読み取りの注記", default=list, blank=True)
    misprints = models.JSONField(
        "原文の誤記",
        default=list,
        blank=True,
        help_text="「原文 → 正しいと思われる表記」の並び。本文は原文のまま示し、検索ではどちらでも見つかる",
    )
    history = HistoricalRecords()

    objects = PlanQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "計画"
        ordering = ["municipality", "-first_year", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(last_year__gte=F("first_year")),
                name="plan_last_year_not_before_first",
                violation_error_message="終了年度は開始年度以後にしてください。",
            )
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("reports:plan-show", args=[self.slug])

    @property
    def is_policy(self) -> bool:
        """Whether it is a 方針, which gets no reports."""
        return self.kind == Plan.Kind.POLICY

    @property
    def names_no_stages(self) -> bool:
        """Whether the document names a cycle (OODA) but none of its stages."""
        return self.cycle == Plan.Cycle.OODA

    @property
    def schedule_years(self) -> range:
        """The fiscal years of the 工程表, which may begin before the plan does."""
        return range(self.schedule_first_year or self.first_year, self.last_year + 1)


class PlanStatement(models.Model):
    """A passage of the plan that belongs to no single initiative: vision, policy, structure, viewpoints."""

    class Kind(models.TextChoices):
        PURPOSE = "purpose", "計画の目的"
        PERIOD = "period", "計画の期間"
        FOREWORD = "foreword", "はじめに"
        VISION = "vision", "ビジョン"
        CATCHPHRASE = "catchphrase", "キャッチフレーズ"
        DEFINITION = "definition", "ＤＸの定義"
        GOAL = "goal", "実現目標"
        POLICY = "policy", "基本方針"
        PRINCIPLE = "principle", "サービス設計12箇条"
        BACKGROUND = "background", "背景"
        TREND = "trend", "動向"
        CURRENT = "current", "取組状況"
        ISSUE = "issue", "課題"
        SURVEY = "survey", "市民意識調査"
        RELATED_PLAN = "related_plan", "各種計画との関係"
        FEATURE = "feature", "取組事項の特徴"
        STRUCTURE = "structure", "推進体制"
        ROLE = "role", "推進体制の役割"
        MANAGEMENT = "management", "進捗管理"
        VIEWPOINT = "viewpoint", "BPR・EBPMの視点"
        STAGE = "stage", "各段階の視点"
        CLOSING = "closing", "おわりに"

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="statements", verbose_name="計画")
    kind = models.CharField("種別", max_length=12, choices=Kind)
    key = models.SlugField(
        "記号", max_length=20, blank=True, help_text="PDCAの段階は plan, do, check, act"
    )
    title = models.CharField("見出し", max_length=200, blank=True)
    text = models.TextField("本文", blank=True)
    order = models.PositiveSmallIntegerField("並び")
    page = models.CharField("頁", max_length=20, blank=True)
    history = HistoricalRecords()

    class Meta:
        verbose_name = verbose_name_plural = "計画の記述"
        ordering = ["plan", "order"]
        constraints = [
            models.UniqueConstraint(fields=["plan", "order"], name="plan_statement_order_once")
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.title}".strip()
