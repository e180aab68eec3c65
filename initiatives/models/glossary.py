from django.db import models
from simple_history.models import HistoricalRecords

from initiatives.models.plan import Plan


class GlossaryTerm(models.Model):
    """A word the plan explains (用語, 注)."""

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="glossary", verbose_name="計画")
    order = models.PositiveSmallIntegerField("並び")
    number = models.PositiveSmallIntegerField("注の番号", null=True, blank=True)
    term = models.CharField("用語", max_length=120)
    aliases = models.JSONField("別名", default=list, blank=True)
    definition = models.TextField("定義")
    page = models.CharField("頁", max_length=20, blank=True)
    history = HistoricalRecords()

    class Meta:
        verbose_name = verbose_name_plural = "用語"
        ordering = ["plan", "order"]
        constraints = [
            models.UniqueConstraint(fields=["plan", "term"], name="glossary_term_once"),
            models.UniqueConstraint(
                fields=["plan", "number"],
                name="glossary_number_once",
                violation_error_message="同じ番号の注が既にあります。",
            ),
        ]

    def __str__(self) -> str:
        return self.term
