from datetime import date
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import F, Q, Value
from django.db.models.functions import Coalesce
from django.urls import reverse
from simple_history.models import HistoricalRecords

from initiatives.models.category import Category
from initiatives.models.plan import Plan
from initiatives.numbering import printed_number
from organizations.models import Department

if TYPE_CHECKING:
    from organizations.models import User


class InitiativeQuerySet(models.QuerySet["Initiative"]):
    """Phrases for asking for initiatives; they chain."""

    def visible_to(self, user: "User") -> "InitiativeQuerySet":
        """Initiatives of the user's own municipality."""
        return self.filter(plan__municipality_id=user.municipality_id or 0)

    def active(self) -> "InitiativeQuerySet":
        """Initiatives to report on: not finished before the plan, and each counted once (no 再掲)."""
        return self.filter(completed_year__isnull=True, repeat_of__isnull=True)

    def in_force_on(self, day: date) -> "InitiativeQuerySet":
        """Initiatives that a revision had neither still to add nor already withdrawn on that day."""
        return self.filter(
            Q(valid_from__isnull=True) | Q(valid_from__lte=day),
            Q(valid_to__isnull=True) | Q(valid_to__gte=day),
        )

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
    repeat_of = models.ForeignKey(
        "self",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="repeats",
        verbose_name="再掲の元",
        help_text="別の分類に載る同じ取組事項。集計では数えません。",
    )
    valid_from = models.DateField("計画に加わった日", null=True, blank=True)
    valid_to = models.DateField("計画から外れる前の日", null=True, blank=True)
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
            ),
            models.CheckConstraint(
                condition=Q(valid_from__isnull=True)
                | Q(valid_to__isnull=True)
                | Q(valid_to__gte=F("valid_from")),
                name="initiative_valid_to_after_from",
                violation_error_message="計画から外れる日は、加わった日以後にしてください。",
            ),
            models.CheckConstraint(
                condition=Q(repeat_of__isnull=True) | ~Q(repeat_of=F("pk")),
                name="initiative_repeats_another",
                violation_error_message="再掲の元には別の取組事項を選んでください。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.title}"

    def get_absolute_url(self) -> str:
        return reverse("reports:initiative-show", args=[self.pk])

    @property
    def printed_number(self) -> str:
        """A-④-1, the number the document prints, of a row read with its category."""
        return printed_number(self.category.label, self.number)


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
    carries = models.ForeignKey(
        "self",
        models.CASCADE,
        null=True,
        blank=True,
        related_name="carriers",
        verbose_name="引き継いだ担当",
        help_text="機構改革で引き継いだときの、もとの担当です。",
    )
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
                Coalesce("carries", Value(0), output_field=models.BigIntegerField()),
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
            models.CheckConstraint(
                condition=Q(carries__isnull=True) | Q(origin="office"),
                name="responsibility_carried_by_the_office",
                violation_error_message="引き継いだ担当は、事務局の割当てにしてください。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.department}（{self.get_role_display()}）"

    def is_held_on(self, day: date) -> bool:
        """Whether the section answers on a day."""
        return (self.valid_from is None or self.valid_from <= day) and (
            self.valid_to is None or day <= self.valid_to
        )
