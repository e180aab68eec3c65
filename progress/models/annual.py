from datetime import date
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from simple_history.models import HistoricalRecords

from fiscal import wareki
from initiatives.models import Initiative, Plan
from organizations.models import Department
from progress.annual.workflow import ACTIONS
from progress.models.report import STATES, ProgressReport
from progress.workflow import HANDED_IN, State

if TYPE_CHECKING:
    from organizations.models import User

Outlook = ProgressReport.Outlook
# What the next year's plan must say differently; 継続 and 完了 leave it as it is.
CHANGING = (Outlook.EXPAND, Outlook.REVISE, Outlook.REDUCE, Outlook.ABOLISH)


class AnnualRoundQuerySet(models.QuerySet["AnnualRound"]):
    def visible_to(self, user: "User") -> "AnnualRoundQuerySet":
        """Rounds of the plans of the user's own municipality."""
        return self.filter(plan__municipality_id=user.municipality_id or 0)

    def open_on(self, day: date) -> "AnnualRoundQuerySet":
        """Rounds in which sections may write on a day."""
        return self.filter(opens_on__lte=day, closes_on__gte=day)


class AnnualRound(models.Model):
    """The 年度評価 of a plan and a fiscal year: from when to when sections look back on the year.

    Its own row, not a reporting period: the plan may report by quarter, half or year, and looks back once.
    """

    plan = models.ForeignKey(
        Plan, models.CASCADE, related_name="annual_rounds", verbose_name="計画"
    )
    year = models.PositiveSmallIntegerField("年度")
    as_of = models.DateField("基準日", help_text="年度の末日です。")
    opens_on = models.DateField("開始日")
    due_on = models.DateField("提出期限")
    closes_on = models.DateField("締切日", help_text="この日を過ぎると、課からは直せません。")
    message = models.CharField("各課への連絡", max_length=300, blank=True)
    history = HistoricalRecords()

    objects = AnnualRoundQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "年度評価の実施"
        ordering = ["plan", "year"]
        constraints = [
            models.UniqueConstraint(
                fields=["plan", "year"],
                name="annual_round_once",
                violation_error_message="この年度の年度評価は既に始めています。",
            ),
            models.CheckConstraint(
                condition=Q(opens_on__lte=F("due_on")) & Q(due_on__lte=F("closes_on")),
                name="annual_round_opens_due_closes_in_order",
                violation_error_message="開始日・提出期限・締切日はこの順にしてください。",
            ),
        ]

    def __str__(self) -> str:
        return f"{wareki.fiscal_year(self.year)}の年度評価"

    def get_absolute_url(self) -> str:
        return reverse("progress:annualround-show", args=[self.pk])

    def is_open_on(self, day: date) -> bool:
        """Whether sections may write on a day."""
        return self.opens_on <= day <= self.closes_on


class AnnualReviewQuerySet(models.QuerySet["AnnualReview"]):
    def visible_to(self, user: "User") -> "AnnualReviewQuerySet":
        """Reviews of the user's own municipality."""
        return self.filter(round__plan__municipality_id=user.municipality_id or 0)

    def handed_in(self) -> "AnnualReviewQuerySet":
        """Reviews that count: submitted, confirmed or accepted."""
        return self.filter(state__in=HANDED_IN)

    def changing(self) -> "AnnualReviewQuerySet":
        """Accepted reviews that the next year's plan is to take up."""
        return self.filter(state=State.ACCEPTED, outlook__in=CHANGING)


class AnnualReview(models.Model):
    """A 年度評価 of one initiative: what a year has shown, and what the next year's plan takes from it.

    Grades, values and targets of the year are not kept here: they are read from the reports.
    """

    round = models.ForeignKey(
        AnnualRound, models.PROTECT, related_name="reviews", verbose_name="年度評価の実施"
    )
    initiative = models.ForeignKey(
        Initiative, models.PROTECT, related_name="annual_reviews", verbose_name="取組事項"
    )
    department = models.ForeignKey(
        Department, models.PROTECT, related_name="annual_reviews", verbose_name="評価する課"
    )
    state = models.CharField(
        "状態", max_length=9, choices=STATES, default=State.DRAFT, editable=False
    )
    version = models.PositiveIntegerField("版", default=1, editable=False)
    outlook = models.CharField("今後の方向性", max_length=8, choices=Outlook, blank=True)
    next_year = models.TextField("来年度の計画で変えること", blank=True)
    saved_at = models.DateTimeField("保存日時", null=True, blank=True, editable=False)
    saved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        editable=False,
        verbose_name="保存した人",
    )
    history = HistoricalRecords()

    objects = AnnualReviewQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "年度評価"
        ordering = ["round", "initiative__order"]
        constraints = [
            models.UniqueConstraint(
                fields=["initiative", "round"],
                name="annual_review_once_per_round",
                violation_error_message="この年度の年度評価は既にあります。",
            ),
            models.CheckConstraint(
                condition=Q(state__in=[state.value for state in State]),
                name="annual_review_state_known",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["draft", "returned"]) | ~Q(outlook=""),
                name="annual_review_outlook_when_handed_in",
                violation_error_message="提出する年度評価には、今後の方向性が要ります。",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["draft", "returned"])
                | ~Q(outlook__in=[outlook.value for outlook in CHANGING])
                | ~Q(next_year=""),
                name="annual_review_says_what_changes",
                violation_error_message="来年度の計画で変えることを入れてください。",
            ),
        ]
        indexes = [models.Index(fields=["round", "state"], name="annual_review_round_state")]

    def __str__(self) -> str:
        return f"{self.initiative.code} {self.round}"

    def get_absolute_url(self) -> str:
        return reverse("progress:annualreview-edit", args=[self.round_id, self.initiative_id])

    @property
    def workflow_state(self) -> State:
        """The state as the workflow knows it."""
        return State(self.state)


class AnnualReviewStage(models.Model):
    """What a review says to one stage of the plan's own cycle; its name is the plan's and is not kept here."""

    review = models.ForeignKey(
        AnnualReview, models.CASCADE, related_name="stages", verbose_name="年度評価"
    )
    key = models.SlugField("段階", max_length=20)
    order = models.PositiveSmallIntegerField("並び")
    text = models.TextField("本文", blank=True)
    history = HistoricalRecords()

    class Meta:
        verbose_name = verbose_name_plural = "年度評価の段階"
        ordering = ["review", "order"]
        constraints = [
            models.UniqueConstraint(
                fields=["review", "key"],
                name="annual_review_stage_once",
                violation_error_message="この段階の文は既にあります。",
            )
        ]

    def __str__(self) -> str:
        return f"{self.review} {self.key}"


class AnnualReviewEvent(models.Model):
    """One deed done to a review: who, what, when, with which words."""

    review = models.ForeignKey(
        AnnualReview, models.CASCADE, related_name="events", verbose_name="年度評価"
    )
    action = models.CharField(
        "操作", max_length=8, choices=[(action.value, action.label) for action in ACTIONS]
    )
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="操作した人"
    )
    source = models.CharField("前の状態", max_length=9, choices=STATES)
    target = models.CharField("後の状態", max_length=9, choices=STATES)
    comment = models.TextField("言葉", blank=True)
    at = models.DateTimeField("日時")

    class Meta:
        verbose_name = verbose_name_plural = "年度評価の経過"
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return f"{self.review} {self.get_action_display()}"
