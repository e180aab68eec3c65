from django.db import models
from django.db.models import Q
from simple_history.models import HistoricalRecords

from fiscal import wareki


class GradeScale(models.Model):
    """A versioned set of words for 進捗評価; old reports keep the words of the scale they were given in."""

    key = models.SlugField("識別名", max_length=40)
    version = models.PositiveSmallIntegerField("版", default=1)
    name = models.CharField("名称", max_length=60)
    history = HistoricalRecords()

    class Meta:
        verbose_name = verbose_name_plural = "評価尺度"
        ordering = ["key", "version"]
        constraints = [
            models.UniqueConstraint(fields=["key", "version"], name="grade_scale_version_once")
        ]

    def __str__(self) -> str:
        return f"{self.name}（第{wareki.digits(self.version)}版）"


class Grade(models.Model):
    """One word of a scale: 計画以上, 計画どおり, やや遅れ, 遅れ, 評価対象外. The word leads, a letter is optional."""

    class Tone(models.TextChoices):
        """The shape and colour a grade is drawn with."""

        AHEAD = "ahead", "◎"
        ONTRACK = "ontrack", "○"
        SLIP = "slip", "△"
        LATE = "late", "×"
        NA = "na", "－"

    scale = models.ForeignKey(
        GradeScale, models.CASCADE, related_name="grades", verbose_name="評価尺度"
    )
    order = models.PositiveSmallIntegerField("並び")
    word = models.CharField("語", max_length=20)
    letter = models.CharField("記号", max_length=4, blank=True)
    tone = models.CharField("印", max_length=7, choices=Tone)
    definition = models.CharField("意味", max_length=200, blank=True)
    lower_bound = models.DecimalField(
        "参考評価の下限（進み具合％）", max_digits=6, decimal_places=1, null=True, blank=True
    )
    is_delay = models.BooleanField("遅れに数える", default=False)
    is_excluded = models.BooleanField("集計から除く", default=False)
    needs_reason = models.BooleanField("理由を求める", default=False)
    history = HistoricalRecords()

    class Meta:
        verbose_name = verbose_name_plural = "進捗評価の語"
        ordering = ["scale", "order"]
        constraints = [
            models.UniqueConstraint(fields=["scale", "word"], name="grade_word_once"),
            models.UniqueConstraint(fields=["scale", "order"], name="grade_order_once"),
            models.CheckConstraint(
                condition=Q(is_excluded=False) | Q(is_delay=False),
                name="grade_excluded_is_no_delay",
            ),
        ]

    def __str__(self) -> str:
        return self.word
