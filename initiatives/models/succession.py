from django.db import models
from django.db.models import Q, Value
from django.db.models.functions import Coalesce
from simple_history.models import HistoricalRecords

from initiatives.models.category import Category, CategoryPolicy
from initiatives.models.initiative import Initiative

_DESCENDANTS = ("category", "initiative")
_ANCESTORS = ("from_category", "from_policy", "from_initiative")


def _exactly_one(names: tuple[str, ...]) -> Q:
    """Return the condition that one of these references is set and the others are not."""
    whole = Q()
    for chosen in names:
        whole |= Q(**{f"{name}__isnull": name != chosen for name in names})
    return whole


class Succession(models.Model):
    """A line of descent: what a category or an initiative of a plan was in the plan before it."""

    class Kind(models.TextChoices):
        CONTINUED = "continued", "継続"
        RENAMED = "renamed", "名称変更"
        MERGED = "merged", "統合"
        SPLIT = "split", "分割"

    class Origin(models.TextChoices):
        DOCUMENT = "document", "計画書の記載"
        READING = "reading", "読み取り（要確認）"

    category = models.ForeignKey(
        Category,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="ancestors",
        verbose_name="分類",
    )
    initiative = models.ForeignKey(
        Initiative,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="ancestors",
        verbose_name="取組事項",
    )
    from_category = models.ForeignKey(
        Category,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="descendants",
        verbose_name="元の分類",
    )
    from_policy = models.ForeignKey(
        CategoryPolicy,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="descendants",
        verbose_name="元の取組方針",
    )
    from_initiative = models.ForeignKey(
        Initiative,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="descendants",
        verbose_name="元の取組事項",
    )
    kind = models.CharField("つながり", max_length=9, choices=Kind)
    origin = models.CharField("根拠", max_length=8, choices=Origin)
    note = models.CharField("備考", max_length=200, blank=True)
    order = models.PositiveSmallIntegerField("並び", default=1)
    history = HistoricalRecords()

    class Meta:
        verbose_name = verbose_name_plural = "系譜"
        ordering = ["order", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=_exactly_one(_DESCENDANTS),
                name="succession_one_descendant",
                violation_error_message="分類か取組事項のどちらか一方を選んでください。",
            ),
            models.CheckConstraint(
                condition=_exactly_one(_ANCESTORS),
                name="succession_one_ancestor",
                violation_error_message="元の分類・取組方針・取組事項のどれか一つを選んでください。",
            ),
            models.UniqueConstraint(
                *(Coalesce(name, Value(0)) for name in (*_DESCENDANTS, *_ANCESTORS)),
                name="succession_once",
                violation_error_message="同じつながりが既にあります。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.from_category or self.from_policy or self.from_initiative} → {self.category or self.initiative}"
