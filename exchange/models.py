"""What came in through the door and waits for a person's word."""

from typing import TYPE_CHECKING

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import Q
from django.urls import reverse
from simple_history.models import HistoricalRecords

from initiatives.models import Plan
from organizations.models import Department, Municipality
from progress.models import ReportingPeriod

if TYPE_CHECKING:
    from organizations.models import User


class PlanUploadQuerySet(models.QuerySet["PlanUpload"]):
    def visible_to(self, user: "User") -> "PlanUploadQuerySet":
        """Uploads of the user's own municipality."""
        return self.filter(municipality_id=user.municipality_id or 0)

    def waiting(self) -> "PlanUploadQuerySet":
        """Those whose changes have been shown but not made."""
        return self.filter(state=PlanUpload.State.WAITING)


class PlanUpload(models.Model):
    """A file that holds a plan, as it was uploaded: kept from the list of changes to the word to make them.

    ``preview`` is what was shown to the person and ``digest`` stands for all of it; when the changes are to be made
    and are no longer these, they are shown again instead.
    """

    class State(models.TextChoices):
        WAITING = "waiting", "確認待ち"
        APPLIED = "applied", "取込み済み"
        DISCARDED = "discarded", "取りやめ"

    municipality = models.ForeignKey(
        Municipality, models.CASCADE, related_name="plan_uploads", verbose_name="自治体"
    )
    plan = models.ForeignKey(
        Plan,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="uploads",
        verbose_name="取り込んだ計画",
    )
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="登録した人"
    )
    at = models.DateTimeField("登録日時")
    name = models.CharField("ファイル名", max_length=200)
    sha256 = models.CharField("照合値", max_length=64)
    content = models.BinaryField("内容", blank=True)
    preview = models.JSONField("変更の一覧", default=dict, encoder=DjangoJSONEncoder)
    digest = models.CharField("変更の照合値", max_length=64)
    state = models.CharField("状態", max_length=9, choices=State, default=State.WAITING)
    applied_at = models.DateTimeField("取込日時", null=True, blank=True)
    history = HistoricalRecords(excluded_fields=["content", "preview"])

    objects = PlanUploadQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "計画の取込み"
        ordering = ["-at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state="applied", applied_at__isnull=False)
                | (~Q(state="applied") & Q(applied_at__isnull=True)),
                name="plan_upload_applied_has_its_time",
                violation_error_message="取り込んだときだけ、取込日時を記します。",
            )
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("exchange:import-show", args=[self.pk])


class IssuedSheetQuerySet(models.QuerySet["IssuedSheet"]):
    def visible_to(self, user: "User") -> "IssuedSheetQuerySet":
        """Sheets of the user's own municipality."""
        return self.filter(department__municipality_id=user.municipality_id or 0)


class IssuedSheet(models.Model):
    """A 調査票 as it was handed out: for which section and period, and what stood in every row.

    ``rows`` is what a returned file is compared with; what the file itself says about it is not believed.
    """

    number = models.CharField("帳票番号", max_length=80)
    period = models.ForeignKey(
        ReportingPeriod, models.CASCADE, related_name="sheets", verbose_name="報告期"
    )
    department = models.ForeignKey(
        Department, models.PROTECT, related_name="sheets", verbose_name="回答する課"
    )
    issued_at = models.DateTimeField("発行日時")
    issued_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="発行した人"
    )
    rows = models.JSONField("発行した内容", default=list)
    history = HistoricalRecords(excluded_fields=["rows"])

    objects = IssuedSheetQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "調査票"
        ordering = ["-issued_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["number"],
                name="issued_sheet_number_once",
                violation_error_message="同じ帳票番号の調査票が既にあります。",
            )
        ]

    def __str__(self) -> str:
        return self.number


class SheetUploadQuerySet(models.QuerySet["SheetUpload"]):
    def visible_to(self, user: "User") -> "SheetUploadQuerySet":
        """Uploads of the user's own municipality."""
        return self.filter(sheet__department__municipality_id=user.municipality_id or 0)

    def waiting(self) -> "SheetUploadQuerySet":
        """Those whose changes have been shown but not made."""
        return self.filter(state=SheetUpload.State.WAITING)


class SheetUpload(models.Model):
    """A filled-in 調査票, kept from the list of changes to the word to make them.

    ``by`` is who brought it in (入力者); the section of the sheet answers (報告者), also where the office brought it
    in on the section's behalf. ``preview`` and ``digest`` are those of ``PlanUpload``.
    """

    class State(models.TextChoices):
        WAITING = "waiting", "確認待ち"
        APPLIED = "applied", "取込み済み"
        DISCARDED = "discarded", "取りやめ"

    sheet = models.ForeignKey(
        IssuedSheet, models.CASCADE, related_name="uploads", verbose_name="調査票"
    )
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="入力者"
    )
    on_behalf = models.BooleanField("代行入力", default=False)
    at = models.DateTimeField("登録日時")
    name = models.CharField("ファイル名", max_length=200)
    sha256 = models.CharField("照合値", max_length=64)
    content = models.BinaryField("内容", blank=True)
    preview = models.JSONField("変更の一覧", default=dict, encoder=DjangoJSONEncoder)
    digest = models.CharField("変更の照合値", max_length=64)
    state = models.CharField("状態", max_length=9, choices=State, default=State.WAITING)
    applied_at = models.DateTimeField("取込日時", null=True, blank=True)
    history = HistoricalRecords(excluded_fields=["content", "preview"])

    objects = SheetUploadQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "調査票の取込み"
        ordering = ["-at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state="applied", applied_at__isnull=False)
                | (~Q(state="applied") & Q(applied_at__isnull=True)),
                name="sheet_upload_applied_has_its_time",
                violation_error_message="取り込んだときだけ、取込日時を記します。",
            )
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("exchange:sheetupload-show", args=[self.pk])
