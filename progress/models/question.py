from decimal import Decimal
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.db.models import Q
from simple_history.models import HistoricalRecords

from initiatives.models import Initiative
from organizations.models import Department
from progress.models.period import ReportingPeriod

if TYPE_CHECKING:
    from organizations.models import User


class SectionQuestionQuerySet(models.QuerySet["SectionQuestion"]):
    def visible_to(self, user: "User") -> "SectionQuestionQuerySet":
        """Questions of the user's own municipality."""
        return self.filter(initiative__plan__municipality_id=user.municipality_id or 0)

    def running_in(self, year: object, quarter: object) -> "SectionQuestionQuerySet":
        """Questions asked in a round: numbers, or expressions that name them."""
        begun = Q(first__year__lt=year) | Q(first__year=year, first__quarter__lte=quarter)
        goes_on = (
            Q(last__isnull=True)
            | Q(last__year__gt=year)
            | Q(last__year=year, last__quarter__gte=quarter)
        )
        return self.filter(begun, goes_on)


class SectionQuestion(models.Model):
    """各課への問い: what an initiative asks each section in every period, in one line and perhaps one number."""

    class Asks(models.TextChoices):
        """Whom it asks."""

        DUTY = "duty", "計画の担当のとおり（各課・関係課など）"
        CHOSEN = "chosen", "選んだ課"

    initiative = models.ForeignKey(
        Initiative, models.CASCADE, related_name="questions", verbose_name="取組事項"
    )
    text = models.CharField("問い", max_length=100)
    number_label = models.CharField("数の名前", max_length=40, blank=True)
    unit = models.CharField("単位", max_length=20, blank=True)
    decimals = models.PositiveSmallIntegerField("小数の桁数", default=0)
    asks = models.CharField("聞く課", max_length=6, choices=Asks, default=Asks.DUTY)
    departments = models.ManyToManyField(
        Department, blank=True, related_name="questions", verbose_name="選んだ課"
    )
    first = models.ForeignKey(
        ReportingPeriod, models.CASCADE, related_name="+", verbose_name="最初の報告期"
    )
    last = models.ForeignKey(
        ReportingPeriod,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="最後の報告期",
    )
    days_before = models.PositiveSmallIntegerField("報告期限の何日前までか", default=0)
    version = models.PositiveIntegerField("版", default=1)
    history = HistoricalRecords(m2m_fields=[departments])

    objects = SectionQuestionQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "各課への問い"
        ordering = ["initiative", "first__year", "first__quarter", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["initiative"],
                condition=Q(last__isnull=True),
                name="question_one_without_end",
                violation_error_message="この取組事項には、続いている問いが既にあります。",
            ),
            models.CheckConstraint(condition=~Q(text=""), name="question_has_a_text"),
            models.CheckConstraint(
                condition=~Q(number_label="") | Q(unit="", decimals=0),
                name="question_unit_only_with_a_number",
                violation_error_message="単位と桁数は、数を聞くときだけ決めます。",
            ),
            models.CheckConstraint(
                condition=Q(decimals__lte=2), name="question_at_most_two_decimals"
            ),
            models.CheckConstraint(
                condition=Q(days_before__lte=60), name="question_at_most_sixty_days_before"
            ),
        ]

    def __str__(self) -> str:
        return self.text

    @property
    def has_number(self) -> bool:
        """Whether it asks for a number as well."""
        return bool(self.number_label)

    # What a field for the number needs to know, in the words of ``kpis.forms.Measured``.
    @property
    def minimum(self) -> Decimal | None:
        """The least number; none."""
        return None

    @property
    def maximum(self) -> Decimal | None:
        """The greatest number; none."""
        return None

    @property
    def baseline_value(self) -> Decimal | None:
        """An example; none."""
        return None


class SectionAnswer(models.Model):
    """各課の回答: what one section answered in one period. No row is 未入力; saving it is answering."""

    class Absence(models.TextChoices):
        """Why there is no number, or nothing to say."""

        NONE = "none", "該当なし"
        PENDING = "pending", "集計中"
        UNDECIDED = "undecided", "未定"

    question = models.ForeignKey(
        SectionQuestion, models.CASCADE, related_name="answers", verbose_name="問い"
    )
    period = models.ForeignKey(
        ReportingPeriod, models.CASCADE, related_name="answers", verbose_name="報告期"
    )
    department = models.ForeignKey(
        Department, models.PROTECT, related_name="answers", verbose_name="課"
    )
    line = models.CharField("回答", max_length=200, blank=True)
    number = models.DecimalField("数", max_digits=14, decimal_places=2, null=True, blank=True)
    absence = models.CharField("区分", max_length=9, choices=Absence, blank=True)
    unchanged = models.BooleanField("前期と同じ", default=False)
    saved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="回答した人"
    )
    saved_at = models.DateTimeField("回答日時")
    version = models.PositiveIntegerField("版", default=1)
    history = HistoricalRecords()

    class Meta:
        verbose_name = verbose_name_plural = "各課の回答"
        ordering = ["period", "department__order", "department", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["question", "period", "department"], name="answer_once_per_section"
            ),
            models.CheckConstraint(
                condition=~Q(line="") | ~Q(absence=""),
                name="answer_says_something",
                violation_error_message="回答を書くか、区分を選んでください。",
            ),
            models.CheckConstraint(
                condition=Q(absence="") | Q(number__isnull=True),
                name="answer_number_or_absence",
                violation_error_message="数と区分は、どちらか一方だけにしてください。",
            ),
        ]

    def __str__(self) -> str:
        return self.line or self.get_absence_display()
