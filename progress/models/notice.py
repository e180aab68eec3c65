from datetime import date
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.db.models import Q
from simple_history.models import HistoricalRecords

from organizations.models import Department
from progress.models.annual import AnnualRound
from progress.models.period import ReportingPeriod

if TYPE_CHECKING:
    from organizations.models import User


class NoticeQuerySet(models.QuerySet["Notice"]):
    def visible_to(self, user: "User") -> "NoticeQuerySet":
        """Notices about the plans of the user's own municipality."""
        own = user.municipality_id or 0
        return self.filter(
            Q(period__plan__municipality_id=own) | Q(annual__plan__municipality_id=own)
        )


class Notice(models.Model):
    """提出のお願い to a section, written by the office or sent by itself as a reminder: of reports or of the 年度評価,
    to those who write or to the head who confirms. A row of 送付の記録.
    """

    class Kind(models.TextChoices):
        REQUEST = "request", "依頼"
        REMINDER = "reminder", "自動"
        CONFIRM = "confirm", "確認（自動）"

    class Route(models.TextChoices):
        CLERK = "clerk", "担当者"
        HEAD = "head", "所属長"
        OFFICE = "office", "事務局"

    period = models.ForeignKey(
        ReportingPeriod,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="notices",
        verbose_name="報告期",
    )
    annual = models.ForeignKey(
        AnnualRound,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="notices",
        verbose_name="年度評価の実施",
    )
    department = models.ForeignKey(
        Department, models.PROTECT, related_name="notices", verbose_name="課"
    )
    kind = models.CharField("区分", max_length=8, choices=Kind)
    route = models.CharField("宛先", max_length=6, choices=Route)
    day = models.DateField("送付日")
    subject = models.CharField("件名", max_length=100)
    text = models.TextField("本文")
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="送った人",
    )
    at = models.DateTimeField("送付日時")
    history = HistoricalRecords()

    objects = NoticeQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "送付の記録"
        ordering = ["-at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["period", "department", "day", "kind"],
                condition=~Q(kind="request"),
                name="notice_one_reminder_a_day",
            ),
            models.UniqueConstraint(
                fields=["annual", "department", "day", "kind"],
                condition=~Q(kind="request"),
                name="notice_one_annual_reminder_a_day",
            ),
            models.CheckConstraint(
                condition=Q(kind="request", by__isnull=False)
                | Q(~Q(kind="request"), by__isnull=True),
                name="notice_request_has_a_sender",
            ),
            models.CheckConstraint(
                condition=Q(period__isnull=False, annual__isnull=True)
                | Q(period__isnull=True, annual__isnull=False),
                name="notice_about_one_round",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.department} {self.subject}"

    @property
    def about(self) -> str:
        """石巻市ＤＸ推進計画 令和８年度 第２四半期の進捗報告の提出."""
        deed = "確認" if self.kind == self.Kind.CONFIRM else "提出"
        if self.annual:
            return f"{self.annual.plan} {self.annual}の{deed}"
        return f"{self.period.plan} {self.period}の進捗報告の{deed}" if self.period else ""


class NoticeRecipientQuerySet(models.QuerySet["NoticeRecipient"]):
    def standing_for(self, user: "User", day: date) -> "NoticeRecipientQuerySet":
        """What a person has been sent about open rounds and has not put away."""
        own = user.municipality_id or 0
        return self.filter(
            Q(notice__period__closes_on__gte=day, notice__period__plan__municipality_id=own)
            | Q(notice__annual__closes_on__gte=day, notice__annual__plan__municipality_id=own),
            user=user,
            dismissed_at__isnull=True,
        )


class NoticeRecipient(models.Model):
    """One person a notice went to: on マイページ always, by mail where there is an address."""

    class Mail(models.TextChoices):
        NONE = "none", "なし"
        WAITING = "waiting", "送信待ち"
        SENT = "sent", "送信済"
        FAILED = "failed", "送信できず"

    notice = models.ForeignKey(
        Notice, models.CASCADE, related_name="recipients", verbose_name="送付の記録"
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="notices", verbose_name="受け取る人"
    )
    mail = models.CharField("メール", max_length=7, choices=Mail, default=Mail.NONE)
    dismissed_at = models.DateTimeField("表示を消した日時", null=True, blank=True)
    history = HistoricalRecords()

    objects = NoticeRecipientQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "送付の宛先"
        ordering = ["notice", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["notice", "user"], name="notice_recipient_once")
        ]

    def __str__(self) -> str:
        return str(self.user)
