from datetime import date
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import F, Q, Value
from django.db.models.functions import Coalesce
from django.urls import reverse
from simple_history.models import HistoricalRecords

from initiatives.models.category import Category
from initiatives.models.plan import Plan
from organizations.models import Department

if TYPE_CHECKING:
    from organizations.models import User


class InitiativeQuerySet(models.QuerySet["Initiative"]):
    """Phrases for asking for initiatives; they chain."""

    def visible_to(self, user: "User") -> "InitiativeQuerySet":
        """Initiatives of the user's own municipality."""
        return self.filter(plan__municipality_id=user.municipality_id or 0)

    def active(self) -> "InitiativeQuerySet":
        """Initiatives the plan did not already list as finished when it was adopted."""
        return self.filter(completed_year__isnull=True)

    def finished_before_plan(self) -> "InitiativeQuerySet":
        """Initiatives the plan lists as finished (令和６年度までに完了)."""
        return self.filter(completed_year__isnull=False)


class Initiative(models.Model):
    """One 取組事項 of a plan, in the document's own words."""

    class Origin(models.TextChoices):
        NEW = "new", "新規"
        CONTINUED = "continued", "継続"

    class DepartmentsPrinted(models.TextChoices):
        """What the document says about who is responsible; "unknown" is not "nobody"."""

        YES = "yes", "記載あり"
        NO = "no", "資料に記載なし"
        UNCLEAR = "unclear", "対応未確定"

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="initiatives", verbose_name="計画")
    category = models.ForeignKey(
        Category, models.PROTECT, related_name="initiatives", verbose_name="分類"
    )
    code = models.CharField("コード", max_length=30)
    number = models.PositiveSmallIntegerField("分類の中の番号")
    order = models.PositiveIntegerField("並び")
    title = models.CharField("取組事項名", max_length=200)
    aliases = models.JSONField("別名", default=list, blank=True)
    origin = models.CharField("新規・継続", max_length=9, choices=Origin, blank=True)
    situation = models.TextField("現状・課題", blank=True)
    direction = models.TextField("取組の方向性", blank=True)
    completed_year = models.PositiveSmallIntegerField(
        "計画策定前の完了年度",
        null=True,
        blank=True,
        help_text="計画書が完了済みとして載せているもの",
    )
    departments_printed = models.CharField(
        "担当課の記載", max_length=7, choices=DepartmentsPrinted, default=DepartmentsPrinted.YES
    )
    page = models.CharField("頁", max_length=20, blank=True)
    notes = models.JSONField("読み取りの注記", default=list, blank=True)
    history = HistoricalRecords()

    objects = InitiativeQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "取組事項"
        ordering = ["plan", "order"]
        constraints = [
            models.UniqueConstraint(
                fields=["plan", "code"],
                name="initiative_code_once",
                violation_error_message="同じコードの取組事項が既にあります。",
            )
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.title}"

    def get_absolute_url(self) -> str:
        return reverse("reports:initiative-show", args=[self.pk])


class Responsibility(models.Model):
    """A department (or group) that answers for an initiative: printed in the document, or assigned by the office."""

    class Role(models.TextChoices):
        LEAD = "lead", "主担当"
        RELATED = "related", "関係"

    class Origin(models.TextChoices):
        DOCUMENT = "document", "計画書の記載"
        OFFICE = "office", "事務局の割当て"

    initiative = models.ForeignKey(
        Initiative, models.CASCADE, related_name="responsibilities", verbose_name="取組事項"
    )
    department = models.ForeignKey(
        Department, models.PROTECT, related_name="responsibilities", verbose_name="担当"
    )
    role = models.CharField("役割", max_length=7, choices=Role)
    order = models.PositiveSmallIntegerField("並び", default=1)
    origin = models.CharField("根拠", max_length=8, choices=Origin, default=Origin.DOCUMENT)
    certain = models.BooleanField("確か", default=True)
    valid_from = models.DateField("開始日", null=True, blank=True)
    valid_to = models.DateField("終了日", null=True, blank=True)
    note = models.CharField("備考", max_length=200, blank=True)
    history = HistoricalRecords()

    class Meta:
        verbose_name = verbose_name_plural = "担当"
        ordering = ["initiative", "origin", "order"]
        constraints = [
            models.UniqueConstraint(
                "initiative",
                "department",
                "origin",
                Coalesce("valid_from", Value(date.min)),
                name="responsibility_once",
                violation_error_message="同じ担当が既にあります。",
            ),
            models.CheckConstraint(
                condition=Q(valid_from__isnull=True)
                | Q(valid_to__isnull=True)
                | Q(valid_to__gte=F("valid_from")),
                name="responsibility_valid_to_after_from",
                violation_error_message="終了日は開始日以後にしてください。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.department}（{self.get_role_display()}）"


class ItemList(models.Model):
    """A list inside an initiative: 57 procedures already online, 15 data sets, 押印の件数."""

    initiative = models.ForeignKey(
        Initiative, models.CASCADE, related_name="item_lists", verbose_name="取組事項"
    )
    order = models.PositiveSmallIntegerField("並び")
    title = models.CharField("一覧名", max_length=120)
    page = models.CharField("頁", max_length=20, blank=True)
    note = models.CharField("備考", max_length=200, blank=True)
    history = HistoricalRecords()

    class Meta:
        verbose_name = verbose_name_plural = "個別項目の一覧"
        ordering = ["initiative", "order"]
        constraints = [
            models.UniqueConstraint(fields=["initiative", "title"], name="item_list_title_once")
        ]

    def __str__(self) -> str:
        return self.title


class InitiativeItem(models.Model):
    """One row of such a list (個別手続・業務・データセット)."""

    class Status(models.TextChoices):
        UNKNOWN = "", "資料に記載なし"
        CANDIDATE = "candidate", "検討対象"
        DOING = "doing", "対応中"
        DONE = "done", "完了"
        NEVER = "never", "対象外"

    list = models.ForeignKey(ItemList, models.CASCADE, related_name="items", verbose_name="一覧")
    number = models.PositiveSmallIntegerField("番号")
    name = models.TextField("名称")
    department = models.ForeignKey(
        Department,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="items",
        verbose_name="担当課",
    )
    department_printed = models.CharField("担当課の表記", max_length=80, blank=True)
    status = models.CharField("状況", max_length=9, choices=Status, blank=True, default="")
    done_year = models.PositiveSmallIntegerField("完了年度", null=True, blank=True)
    value = models.DecimalField("数値", max_digits=14, decimal_places=2, null=True, blank=True)
    unit = models.CharField("単位", max_length=10, blank=True)
    share = models.DecimalField("割合（％）", max_digits=5, decimal_places=1, null=True, blank=True)
    note = models.CharField("備考", max_length=200, blank=True)
    history = HistoricalRecords()

    class Meta:
        verbose_name = verbose_name_plural = "個別項目"
        ordering = ["list", "number"]
        constraints = [
            models.UniqueConstraint(fields=["list", "number"], name="initiative_item_number_once")
        ]

    def __str__(self) -> str:
        return self.name
