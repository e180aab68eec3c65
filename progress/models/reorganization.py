from django.db import models
from django.db.models import Q
from simple_history.models import HistoricalRecords

from initiatives.models import Initiative
from organizations.models import Department, Post, ReorganizationStep, ReorganizationTarget


class ReorganizationChoice(models.Model):
    """Which of several new sections takes over one initiative, or one post, of a section that closes."""

    step = models.ForeignKey(
        ReorganizationStep, models.CASCADE, related_name="choices", verbose_name="内容"
    )
    department = models.ForeignKey(
        Department, models.PROTECT, related_name="+", verbose_name="旧課"
    )
    initiative = models.ForeignKey(
        Initiative,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="reorganization_choices",
        verbose_name="取組事項",
    )
    post = models.ForeignKey(
        Post,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="reorganization_choices",
        verbose_name="職",
    )
    target = models.ForeignKey(
        ReorganizationTarget, models.CASCADE, related_name="choices", verbose_name="引き継ぐ課"
    )
    history = HistoricalRecords()

    class Meta:
        verbose_name = verbose_name_plural = "機構改革での引継ぎ先"
        ordering = ["step", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(initiative__isnull=True, post__isnull=False)
                | Q(initiative__isnull=False, post__isnull=True),
                name="reorganization_choice_about_one_thing",
            ),
            models.UniqueConstraint(
                fields=["step", "department", "initiative"],
                name="reorganization_choice_once_per_initiative",
            ),
            models.UniqueConstraint(
                fields=["step", "department", "post"], name="reorganization_choice_once_per_post"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.initiative or self.post} → {self.target}"
