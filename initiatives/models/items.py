from django.db import models
from django.db.models import Q
from django.urls import reverse
from simple_history.models import HistoricalRecords

from initiatives.models.category import Category
from initiatives.models.initiative import Initiative
from organizations.models import Department


class ItemList(models.Model):
    """A list inside an initiative or a category: 57 procedures already online, 20 業務システム, 押印の件数."""

    initiative = models.ForeignKey(
        Initiative,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="item_lists",
        verbose_name="取組事項",
    )
    category = models.ForeignKey(
        Category,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="item_lists",
        verbose_name="分類",
    )
    order = models.PositiveSmallIntegerField("並び")
    title = models.CharField("一覧名", max_length=120)
    page = models.CharField("頁", max_length=20, blank=True)
    note = models.CharField("備考", max_length=200, blank=True)
    history = HistoricalRecords()

    class Meta:
        verbose_name = verbose_name_plural = "個別項目の一覧"
        ordering = ["initiative__order", "category__order", "order", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["initiative", "title"], name="item_list_title_once"),
            models.UniqueConstraint(
                fields=["category", "title"], name="item_list_title_once_in_category"
            ),
            models.CheckConstraint(
                condition=Q(initiative__isnull=False, category__isnull=True)
                | Q(initiative__isnull=True, category__isnull=False),
                name="item_list_initiative_or_category",
                violation_error_message="取組事項か分類のどちらか一方を選んでください。",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("initiatives:itemlist-show", args=[self.pk])


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
    done_on = models.DateField("完了日", null=True, blank=True)
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
