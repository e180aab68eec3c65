from django.db import models
from django.db.models import Q, Value
from django.db.models.functions import Coalesce
from simple_history.models import HistoricalRecords

from initiatives.models.category import Category
from initiatives.models.initiative import Initiative
from organizations.models import Municipality


class Framework(models.Model):
    """A list of terms initiatives are read against: 国の重点取組事項 by version, 総合計画, 行財政改革プラン."""

    municipality = models.ForeignKey(
        Municipality,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="frameworks",
        verbose_name="自治体",
        help_text="国・県の枠組みは空欄にします。",
    )
    key = models.SlugField("識別名", max_length=60)
    title = models.CharField("名称", max_length=120)
    version = models.CharField("版", max_length=40, blank=True)
    published = models.CharField("公表の時期", max_length=40, blank=True)
    source = models.CharField("資料", max_length=200, blank=True)
    source_url = models.URLField("出典の所在", blank=True)
    verified_on = models.DateField("確認日", null=True, blank=True)
    to_verify = models.CharField("要確認の事項", max_length=200, blank=True)
    order = models.PositiveSmallIntegerField("並び", default=1)
    history = HistoricalRecords()

    class Meta:
        verbose_name = verbose_name_plural = "枠組み"
        ordering = ["order", "pk"]
        constraints = [
            models.UniqueConstraint(
                Coalesce("municipality", Value(0)), "key", name="framework_key_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.title}{self.version and f'（{self.version}）'}"


class Term(models.Model):
    """One term of a framework, e.g. 自治体フロントヤード改革の推進."""

    framework = models.ForeignKey(
        Framework, models.CASCADE, related_name="terms", verbose_name="枠組み"
    )
    code = models.CharField("コード", max_length=20)
    order = models.PositiveSmallIntegerField("並び")
    name = models.CharField("名称", max_length=120)
    text = models.TextField("説明", blank=True)
    history = HistoricalRecords()

    class Meta:
        verbose_name = verbose_name_plural = "枠組みの項目"
        ordering = ["framework", "order"]
        constraints = [models.UniqueConstraint(fields=["framework", "code"], name="term_code_once")]

    def __str__(self) -> str:
        return self.name


class TermLink(models.Model):
    """A statement that a category or an initiative answers to a term; "printed" only where the document says so."""

    class Origin(models.TextChoices):
        DOCUMENT = "document", "計画書の記載"
        READING = "reading", "読み取り（要確認）"

    term = models.ForeignKey(Term, models.CASCADE, related_name="links", verbose_name="項目")
    category = models.ForeignKey(
        Category,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="term_links",
        verbose_name="分類",
    )
    initiative = models.ForeignKey(
        Initiative,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="term_links",
        verbose_name="取組事項",
    )
    origin = models.CharField("根拠", max_length=8, choices=Origin)
    note = models.CharField("備考", max_length=500, blank=True)
    history = HistoricalRecords()

    class Meta:
        verbose_name = verbose_name_plural = "枠組みとの対応"
        ordering = ["term", "pk"]
        constraints = [
            models.UniqueConstraint(
                "term",
                Coalesce("category", Value(0)),
                Coalesce("initiative", Value(0)),
                name="term_link_once",
            ),
            models.CheckConstraint(
                condition=Q(category__isnull=False, initiative__isnull=True)
                | Q(category__isnull=True, initiative__isnull=False),
                name="term_link_category_or_initiative",
                violation_error_message="分類か取組事項のどちらか一方を選んでください。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.term} ← {self.category or self.initiative}"
