from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q
from django.urls import reverse
from simple_history.models import HistoricalRecords

from organizations.models.department import Department
from organizations.models.municipality import Municipality
from organizations.models.user import User
from organizations.reorganization_rules import Kind

if TYPE_CHECKING:
    from datetime import date


class ReorganizationQuerySet(models.QuerySet["Reorganization"]):
    def visible_to(self, user: User) -> "ReorganizationQuerySet":
        """Reorganisations of the user's own municipality."""
        return self.filter(municipality_id=user.municipality_id or 0)

    def due_on(self, day: "date") -> "ReorganizationQuerySet":
        """Drafts whose date has come."""
        return self.filter(state=Reorganization.State.DRAFT, in_force_on__lte=day)


class Reorganization(models.Model):
    """A 機構改革: sections renamed, merged, split, abolished and newly made as of one date."""

    class State(models.TextChoices):
        DRAFT = "draft", "案"
        APPLIED = "applied", "施行済"

    municipality = models.ForeignKey(
        Municipality, models.CASCADE, related_name="reorganizations", verbose_name="自治体"
    )
    title = models.CharField("件名", max_length=100)
    in_force_on = models.DateField("施行日")
    note = models.CharField("備考", max_length=300, blank=True)
    state = models.CharField(
        "状態", max_length=7, choices=State, default=State.DRAFT, editable=False
    )
    version = models.PositiveIntegerField("版", default=1, editable=False)
    saved_by = models.ForeignKey(
        User, models.PROTECT, related_name="+", editable=False, verbose_name="起案した人"
    )
    applied_at = models.DateTimeField("施行した日時", null=True, blank=True, editable=False)
    applied_by = models.ForeignKey(
        User,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        editable=False,
        verbose_name="施行した人",
    )
    history = HistoricalRecords()

    objects = ReorganizationQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "機構改革"
        ordering = ["-in_force_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state="draft", applied_at__isnull=True, applied_by__isnull=True)
                | Q(state="applied", applied_at__isnull=False, applied_by__isnull=False),
                name="reorganization_applied_with_time_and_person",
            )
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("progress:reorganization-show", args=[self.pk])

    @property
    def is_draft(self) -> bool:
        """Whether it can still be changed."""
        return self.state == self.State.DRAFT


class ReorganizationStep(models.Model):
    """One line of a reorganisation: which sections close, and what they become."""

    reorganization = models.ForeignKey(
        Reorganization, models.CASCADE, related_name="steps", verbose_name="機構改革"
    )
    order = models.PositiveSmallIntegerField("並び")
    kind = models.CharField("種別", max_length=7, choices=Kind)
    sources = models.ManyToManyField(
        Department, blank=True, related_name="closing_steps", verbose_name="旧課"
    )
    history = HistoricalRecords(m2m_fields=[sources])

    class Meta:
        verbose_name = verbose_name_plural = "機構改革の内容"
        ordering = ["reorganization", "order", "pk"]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}（{self.reorganization}）"


class ReorganizationTarget(models.Model):
    """A section that takes over in a step: one that stays, or a new one, made when the step is carried out."""

    step = models.ForeignKey(
        ReorganizationStep, models.CASCADE, related_name="targets", verbose_name="内容"
    )
    order = models.PositiveSmallIntegerField("並び")
    name = models.CharField("新課", max_length=80)
    department = models.ForeignKey(
        Department,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="opening_targets",
        verbose_name="課",
    )
    history = HistoricalRecords()

    class Meta:
        verbose_name = verbose_name_plural = "機構改革の新課"
        ordering = ["step", "order"]
        constraints = [
            models.UniqueConstraint(
                fields=["step", "name"],
                name="reorganization_target_name_once",
                violation_error_message="同じ新課が既にあります。",
            )
        ]

    def __str__(self) -> str:
        return self.name
