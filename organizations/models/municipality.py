from django.db import models
from simple_history.models import HistoricalRecords

from organizations.codes import validate_municipality_code


class Municipality(models.Model):
    """A city, town or village (自治体) whose plans are managed here."""

    code = models.CharField(
        "全国地方公共団体コード", max_length=6, unique=True, validators=[validate_municipality_code]
    )
    area_code = models.CharField("標準地域コード", max_length=5)
    name = models.CharField("自治体名", max_length=50)
    prefecture = models.CharField("都道府県名", max_length=10)
    is_demo = models.BooleanField(
        "デモ用の架空データ",
        default=False,
        help_text="全ての画面と資料に「デモ用の架空データ」と表示します。",
    )
    history = HistoricalRecords()

    class Meta:
        verbose_name = verbose_name_plural = "自治体"
        ordering = ["code"]

    def __str__(self) -> str:
        return self.name
