from decimal import Decimal
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import F, Q, Value
from django.db.models.functions import Coalesce
from django.urls import reverse
from simple_history.models import HistoricalRecords

from initiatives.models import Initiative, ItemList

if TYPE_CHECKING:
    from organizations.models import User


class IndicatorQuerySet(models.QuerySet["Indicator"]):
    def visible_to(self, user: "User") -> "IndicatorQuerySet":
        """Indicators of the user's own municipality."""
        return self.filter(initiative__plan__municipality_id=user.municipality_id or 0)


class Indicator(models.Model):
    """A number an initiative is measured by (指標・KPI), with the rules for reading it."""

    class Direction(models.TextChoices):
        UP = "up", "増加"
        DOWN = "down", "減少"
        KEEP = "keep", "維持"

    class Aggregation(models.TextChoices):
        POINT = "point", "時点値"
        CUMULATIVE = "cumulative", "累計"
        ANNUAL = "annual", "単年度"
        YEAR_ON_YEAR = "yoy", "前年度比"

    class YearOnYear(models.TextChoices):
        """How "７％増" is read: 50 → 53.5 (relative) or 50 → 57 (points)."""

        RELATIVE = "relative", "比率（前年度の値に対する割合）"
        POINTS = "points", "ポイント（前年度の値に足す）"

    class Cycle(models.TextChoices):
        QUARTERLY = "quarterly", "四半期ごと"
        YEARLY = "yearly", "年度ごと"
        SURVEY = "survey", "調査の年だけ"

    initiative = models.ForeignKey(
        Initiative, models.CASCADE, related_name="indicators", verbose_name="取組事項"
    )
    code = models.CharField("コード", max_length=40)
    order = models.PositiveSmallIntegerField("並び", default=1)
    name = models.CharField("指標名", max_length=120)
    unit = models.CharField("単位", max_length=10)
    decimals = models.PositiveSmallIntegerField("小数の桁数", default=0)
    direction = models.CharField("向き", max_length=4, choices=Direction)
    aggregation = models.CharField("集計の型", max_length=10, choices=Aggregation)
    year_on_year = models.CharField(
        "前年度比の読み方", max_length=8, choices=YearOnYear, default=YearOnYear.RELATIVE
    )
    baseline_year = models.PositiveSmallIntegerField("基準年度", null=True, blank=True)
    baseline_value = models.DecimalField(
        "基準値", max_digits=14, decimal_places=4, null=True, blank=True
    )
    first_year_guide = models.DecimalField(
        "初年度の目安", max_digits=14, decimal_places=4, null=True, blank=True
    )
    tolerance = models.DecimalField(
        "許容差",
        max_digits=10,
        decimal_places=4,
        default=Decimal(0),
        help_text="目安との差をこの幅まで同じとみます。",
    )
    minimum = models.DecimalField(
        "入力の下限", max_digits=14, decimal_places=4, null=True, blank=True
    )
    maximum = models.DecimalField(
        "入力の上限", max_digits=14, decimal_places=4, null=True, blank=True
    )
    cycle = models.CharField("測定周期", max_length=9, choices=Cycle, default=Cycle.QUARTERLY)
    counts = models.ForeignKey(
        ItemList,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="counted_by",
        verbose_name="数える一覧",
        help_text="この一覧の「完了」の件数を、この指標の実績値の案にします。",
    )
    next_measured_year = models.PositiveSmallIntegerField("次に測る年度", null=True, blank=True)
    definition = models.CharField("値の求め方・出どころ", max_length=300, blank=True)
    finalised = models.CharField("数値が確定する時期", max_length=100, blank=True)
    to_verify = models.CharField("要確認", max_length=200, blank=True)
    page = models.CharField("頁", max_length=20, blank=True)
    history = HistoricalRecords()

    objects = IndicatorQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "指標"
        ordering = ["initiative", "order"]
        constraints = [
            models.UniqueConstraint(
                fields=["initiative", "code"],
                name="indicator_code_once",
                violation_error_message="同じコードの指標が既にあります。",
            ),
            models.CheckConstraint(
                condition=Q(baseline_year__isnull=True, baseline_value__isnull=True)
                | Q(baseline_year__isnull=False, baseline_value__isnull=False),
                name="indicator_baseline_year_and_value",
                violation_error_message="基準年度と基準値は両方入れるか、両方空欄にしてください。",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("kpis:indicator-show", args=[self.pk])


class Target(models.Model):
    """A value an indicator is to reach: in a year, or every year relative to the year before."""

    class Kind(models.TextChoices):
        ABSOLUTE = "absolute", "絶対値"
        YEAR_ON_YEAR = "yoy", "前年度比"

    indicator = models.ForeignKey(
        Indicator, models.CASCADE, related_name="targets", verbose_name="指標"
    )
    kind = models.CharField("目標の型", max_length=8, choices=Kind, default=Kind.ABSOLUTE)
    year = models.PositiveSmallIntegerField(
        "年度", null=True, blank=True, help_text="毎年度の目標は空欄にします。"
    )
    value = models.DecimalField("目標値", max_digits=14, decimal_places=4)
    history = HistoricalRecords()

    class Meta:
        verbose_name = verbose_name_plural = "目標値"
        ordering = ["indicator", "year"]
        constraints = [
            models.UniqueConstraint(
                "indicator",
                Coalesce("year", Value(0)),
                name="target_year_once",
                violation_error_message="同じ年度の目標値が既にあります。",
            ),
            models.CheckConstraint(
                condition=Q(kind="yoy") | Q(year__isnull=False),
                name="target_absolute_has_year",
                violation_error_message="絶対値の目標には年度を入れてください。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.indicator} {self.value.normalize():f}"


class Measurement(models.Model):
    """A measured value (実績値) of one quarter, or the statement that there is none, and why. No row: 未入力.

    ``settled_year`` and ``settled_quarter`` name the later report that gave a value which was 集計中 until then: with
    that report it becomes 確定, and open again.
    """

    class Finality(models.TextChoices):
        PROVISIONAL = "provisional", "速報"
        FINAL = "final", "確定"

    class Absence(models.TextChoices):
        """Why there is no value: blank is never zero."""

        SKIPPED = "skipped", "測定なし"
        NONE = "none", "該当なし"
        PENDING = "pending", "集計中"
        UNDECIDED = "undecided", "未定"

    indicator = models.ForeignKey(
        Indicator, models.CASCADE, related_name="measurements", verbose_name="指標"
    )
    year = models.PositiveSmallIntegerField("年度")
    quarter = models.PositiveSmallIntegerField("四半期")
    as_of = models.DateField("時点")
    value = models.DecimalField("実績値", max_digits=14, decimal_places=4, null=True, blank=True)
    absence = models.CharField("値がない訳", max_length=9, choices=Absence, blank=True)
    not_measured_reason = models.CharField("測定なしの理由", max_length=200, blank=True)
    finality = models.CharField(
        "速報・確定", max_length=11, choices=Finality, default=Finality.PROVISIONAL
    )
    note = models.CharField("備考", max_length=200, blank=True)
    settled_year = models.PositiveSmallIntegerField(
        "集計中の値を入れた年度", null=True, blank=True, editable=False
    )
    settled_quarter = models.PositiveSmallIntegerField(
        "集計中の値を入れた四半期", null=True, blank=True, editable=False
    )
    history = HistoricalRecords()

    class Meta:
        verbose_name = verbose_name_plural = "実績値"
        ordering = ["indicator", "year", "quarter"]
        constraints = [
            models.UniqueConstraint(
                fields=["indicator", "year", "quarter"],
                name="measurement_quarter_once",
                violation_error_message="同じ四半期の実績値が既にあります。",
            ),
            models.CheckConstraint(
                condition=Q(quarter__range=(1, 4)),
                name="measurement_quarter_1_to_4",
                violation_error_message="四半期は１～４です。",
            ),
            models.CheckConstraint(
                condition=Q(value__isnull=False, absence="", not_measured_reason="")
                | (Q(value__isnull=True, absence="skipped") & ~Q(not_measured_reason=""))
                | Q(value__isnull=True, absence__in=["none", "pending", "undecided"]),
                name="measurement_value_or_reason",
                violation_error_message="実績値か、測定なしの理由のどちらか一方を入れてください。",
            ),
            models.CheckConstraint(
                condition=Q(settled_year__isnull=True, settled_quarter__isnull=True)
                | (
                    Q(value__isnull=False, settled_quarter__range=(1, 4))
                    & (
                        Q(settled_year__gt=F("year"))
                        | Q(settled_year=F("year"), settled_quarter__gt=F("quarter"))
                    )
                ),
                name="measurement_settled_later",
                violation_error_message="集計中の値は、後の四半期の報告で入れます。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.indicator} {self.year} Q{self.quarter}"
