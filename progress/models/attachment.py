from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from simple_history.models import HistoricalRecords

from progress.attached_files import KINDS, MEGABYTE
from progress.models.report import ProgressReport
from progress.workflow import HANDED_IN

if TYPE_CHECKING:
    from organizations.models import User

KILOBYTE = 1024


class AttachmentQuerySet(models.QuerySet["Attachment"]):
    def visible_to(self, user: "User") -> "AttachmentQuerySet":
        """Files attached to reports of the user's own municipality."""
        return self.filter(report__period__plan__municipality_id=user.municipality_id or 0)

    def handed_in(self) -> "AttachmentQuerySet":
        """Files of reports that count."""
        return self.filter(report__state__in=HANDED_IN)


class AttachmentManager(models.Manager["Attachment"]):
    """Rows without their bytes: a list of names must not read ten megabytes a line."""

    def get_queryset(self) -> AttachmentQuerySet:
        return AttachmentQuerySet(self.model, using=self._db).defer("content")


class Attachment(models.Model):
    """A 添付ファイル: a file that shows what a report says.

    The bytes are in the database, so that one backup holds all and no folder can get lost or be read past the door.
    """

    report = models.ForeignKey(
        ProgressReport, models.CASCADE, related_name="attachments", verbose_name="進捗報告"
    )
    name = models.CharField("添付ファイル", max_length=120)
    kind = models.CharField(
        "種類", max_length=6, choices=[(key, kind.label) for key, kind in KINDS.items()]
    )
    size = models.PositiveIntegerField("大きさ")
    sha256 = models.CharField("照合値", max_length=64)
    content = models.BinaryField("内容")
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="添付した人"
    )
    at = models.DateTimeField("添付日時")
    history = HistoricalRecords(excluded_fields=["content"])

    objects = AttachmentManager.from_queryset(AttachmentQuerySet)()

    class Meta:
        verbose_name = verbose_name_plural = "添付ファイル"
        ordering = ["at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["report", "sha256"],
                name="attachment_once_per_report",
                violation_error_message="同じ内容のファイルを、この報告に既に添付しています。",
            ),
            models.CheckConstraint(condition=Q(kind__in=list(KINDS)), name="attachment_kind_known"),
            models.CheckConstraint(condition=Q(size__gt=0), name="attachment_not_empty"),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("progress:attachment-download", args=[self.pk])

    @property
    def media_type(self) -> str:
        """What a browser is told the bytes are."""
        return KINDS[self.kind].media_type

    @property
    def facts(self) -> str:
        """Kind and size in words: PDF　1.2MB."""
        if self.size < MEGABYTE:
            return f"{self.get_kind_display()}　{max(1, round(self.size / KILOBYTE)):,}KB"
        return f"{self.get_kind_display()}　{self.size / MEGABYTE:.1f}MB"
