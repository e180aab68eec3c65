from typing import TYPE_CHECKING

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.urls import reverse
from simple_history.models import HistoricalRecords

from initiatives.models import Plan
from meetings.models.meeting import Meeting
from organizations.models import Department

if TYPE_CHECKING:
    from organizations.models import User

HIGHEST = 9999


class ProposalQuerySet(models.QuerySet["Proposal"]):
    def visible_to(self, user: "User") -> "ProposalQuerySet":
        """Proposals to the bodies of the user's own municipality."""
        return self.filter(meeting__body__municipality_id=user.municipality_id or 0)

    def submitted(self) -> "ProposalQuerySet":
        """Those that have been handed in; drafts are the office's own."""
        return self.filter(state=Proposal.State.SUBMITTED)


class Proposal(models.Model):
    """A paper brought before a meeting (提案書): its head and what stands under the nine headings ① to ⑨."""

    class Kind(models.TextChoices):
        DELIBERATION = "deliberation", "審議"
        REPORT = "report", "報告"
        CONSULTATION = "consultation", "協議"
        INSTRUCTION = "instruction", "指示"

    class State(models.TextChoices):
        DRAFT = "draft", "下書き"
        SUBMITTED = "submitted", "提出済み"

    class Alignment(models.TextChoices):
        """What heading ③ says about the 総合計画; empty where the form's own choice was left open."""

        PLACED = "placed", "総合計画の位置付け：有"
        NOT_PLACED = "not_placed", "総合計画の位置付け：無"
        SEPARATE = "separate", "個別計画との整合性"

    class Participation(models.TextChoices):
        """What heading ④ says about 市民参加; empty where nothing is said."""

        YES = "yes", "有"
        NO = "no", "無"

    meeting = models.ForeignKey(
        Meeting, models.PROTECT, related_name="proposals", verbose_name="会議"
    )
    plan = models.ForeignKey(
        Plan,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="proposals",
        verbose_name="対象の計画",
    )
    kind = models.CharField("区分", max_length=12, choices=Kind, default=Kind.DELIBERATION)
    state = models.CharField("状態", max_length=9, choices=State, default=State.DRAFT)
    version = models.PositiveIntegerField("版", default=1)
    submitted_on = models.DateField("提出日", null=True, blank=True)
    department = models.ForeignKey(
        Department,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="proposals",
        verbose_name="担当課",
    )
    department_printed = models.CharField("担当部・課の表記", max_length=80)
    extension = models.CharField("内線", max_length=20, blank=True)
    subject = models.CharField("件名", max_length=200)
    background = models.TextField("背景", blank=True)
    aim = models.TextField("目的", blank=True)
    laws = models.TextField("根拠法令", blank=True)
    alignment = models.CharField("計画との整合性", max_length=10, choices=Alignment, blank=True)
    alignment_text = models.TextField("整合性の内容", blank=True)
    course = models.TextField("提案に至るまでの経過", blank=True)
    participation = models.CharField("市民参加", max_length=3, choices=Participation, blank=True)
    participation_text = models.TextField("市民参加の内容", blank=True)
    content = models.TextField("主な内容", blank=True)
    effect = models.TextField("影響・効果", blank=True)
    cost = models.TextField("財源措置・複数年のコスト", blank=True)
    comparison = models.TextField("比較検討", blank=True)
    comparison_title = models.CharField("比較の表題", max_length=200, blank=True)
    comparison_scope = models.CharField("比較の範囲", max_length=40, blank=True)
    comparison_total = models.PositiveSmallIntegerField(
        "比較の全数",
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(HIGHEST)],
    )
    comparison_source = models.CharField("比較の出典", max_length=200, blank=True)
    comparison_as_of = models.DateField("比較の時点", null=True, blank=True)
    schedule = models.TextField("今後の予定及び施行予定年月日", blank=True)
    other = models.TextField("その他", blank=True)
    source = models.CharField("資料", max_length=200, blank=True)
    history = HistoricalRecords()

    objects = ProposalQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "提案書"
        ordering = ["meeting", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["meeting", "subject"],
                name="proposal_subject_once",
                violation_error_message="同じ会議に、同じ件名の提案書が既にあります。",
            ),
            models.CheckConstraint(
                condition=Q(state="draft") | Q(submitted_on__isnull=False),
                name="proposal_submitted_on_a_day",
                violation_error_message="提出済みの提案書には提出日が必要です。",
            ),
        ]

    def __str__(self) -> str:
        return self.subject

    def get_absolute_url(self) -> str:
        return reverse("meetings:proposal-show", args=[self.pk])

    @property
    def is_draft(self) -> bool:
        """Whether the office may still change it."""
        return self.state == self.State.DRAFT


class ProposalComparison(models.Model):
    """One line of heading ⑦: how many municipalities have come how far (①策定済み ３市（仙台市、多賀城市、岩沼市）)."""

    proposal = models.ForeignKey(
        Proposal, models.CASCADE, related_name="comparisons", verbose_name="提案書"
    )
    order = models.PositiveSmallIntegerField("並び")
    label = models.CharField("区分", max_length=60)
    count = models.PositiveSmallIntegerField("数", null=True, blank=True)
    unit = models.CharField("単位", max_length=10, default="自治体")
    names = models.CharField("自治体名", max_length=200, blank=True)
    history = HistoricalRecords()

    class Meta:
        verbose_name = verbose_name_plural = "他の自治体との比較"
        ordering = ["proposal", "order"]
        constraints = [
            models.UniqueConstraint(
                fields=["proposal", "order"], name="proposal_comparison_order_once"
            )
        ]

    def __str__(self) -> str:
        return self.label
