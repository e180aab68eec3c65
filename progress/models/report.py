from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.db.models import Q
from simple_history.models import HistoricalRecords

from fiscal import wareki
from initiatives.models import Grade, Initiative
from organizations.models import Department
from progress.models.period import ReportingPeriod
from progress.workflow import ACTION_LABELS, HANDED_IN, STATE_LABELS, State

if TYPE_CHECKING:
    from organizations.models import User

STATES = [(state.value, label) for state, label in STATE_LABELS.items()]


class ProgressReportQuerySet(models.QuerySet["ProgressReport"]):
    def visible_to(self, user: "User") -> "ProgressReportQuerySet":
        """Reports of the user's own municipality."""
        return self.filter(period__plan__municipality_id=user.municipality_id or 0)

    def handed_in(self) -> "ProgressReportQuerySet":
        """Reports that count: submitted, confirmed or accepted."""
        return self.filter(state__in=HANDED_IN)

    def completing(self) -> "ProgressReportQuerySet":
        """Accepted reports that say 完了: later periods expect nothing more of the initiative."""
        return self.filter(state=State.ACCEPTED, implementation=ProgressReport.Implementation.DONE)


class ProgressReport(models.Model):
    """A 進捗報告: what one initiative did in one period, in the words of the section that answers for it."""

    class Implementation(models.TextChoices):
        NOT_STARTED = "not_started", "未着手"
        STUDYING = "studying", "検討中"
        PREPARING = "preparing", "準備中"
        DOING = "doing", "実施中"
        DONE = "done", "完了"
        STOPPED = "stopped", "中止"

    class Outlook(models.TextChoices):
        """今後の方向性."""

        CONTINUE = "continue", "継続"
        EXPAND = "expand", "拡充"
        REVISE = "revise", "見直し"
        REDUCE = "reduce", "縮小"
        COMPLETE = "complete", "完了"
        ABOLISH = "abolish", "廃止"

    period = models.ForeignKey(
        ReportingPeriod, models.PROTECT, related_name="reports", verbose_name="報告期"
    )
    initiative = models.ForeignKey(
        Initiative, models.PROTECT, related_name="reports", verbose_name="取組事項"
    )
    department = models.ForeignKey(
        Department, models.PROTECT, related_name="reports", verbose_name="報告する課"
    )
    state = models.CharField(
        "状態", max_length=9, choices=STATES, default=State.DRAFT, editable=False
    )
    version = models.PositiveIntegerField("版", default=1, editable=False)
    implementation = models.CharField("実施状況", max_length=11, choices=Implementation, blank=True)
    self_grade = models.ForeignKey(
        Grade, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="進捗評価"
    )
    reason = models.TextField("理由", blank=True)
    recovery = models.TextField("見通し", blank=True)
    recovery_on = models.DateField("取り戻す時期", null=True, blank=True)
    result = models.TextField("今期の実績", blank=True)
    issue = models.TextField("課題", blank=True)
    next_action = models.TextField("今後の取組", blank=True)
    future = models.CharField("今後の方向性", max_length=8, choices=Outlook, blank=True)
    request = models.TextField("推進本部に求めること", blank=True)
    completed_on = models.DateField("完了日", null=True, blank=True)
    unchanged = models.BooleanField("前期から変化なし", default=False)
    reviewed_grade = models.ForeignKey(
        Grade, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="確認評価"
    )
    review_reason = models.TextField("確認評価の理由", blank=True)
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

    objects = ProgressReportQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "進捗報告"
        ordering = ["period", "initiative__order"]
        constraints = [
            models.UniqueConstraint(
                fields=["initiative", "period"],
                name="report_once_per_period",
                violation_error_message="この報告期の報告は既にあります。",
            ),
            models.CheckConstraint(
                condition=Q(state__in=[state.value for state in State]), name="report_state_known"
            ),
            models.CheckConstraint(
                condition=Q(state__in=["draft", "returned"])
                | (Q(self_grade__isnull=False) & ~Q(implementation="")),
                name="report_graded_when_handed_in",
                violation_error_message="提出する報告には、実施状況と進捗評価が要ります。",
            ),
            models.CheckConstraint(
                condition=Q(reviewed_grade__isnull=True) | ~Q(review_reason=""),
                name="report_reviewed_grade_has_reason",
                violation_error_message="確認評価を変えるときは、理由を入れてください。",
            ),
        ]
        indexes = [
            models.Index(fields=["period", "state"], name="report_period_state"),
            models.Index(
                fields=["initiative"],
                condition=Q(state="accepted", implementation="done"),
                name="report_completing",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.initiative.code} {self.period}"

    @property
    def way_out(self) -> str:
        """How, and until when, a delay is made up: 増員して取り戻す。（取り戻す時期：令和８年12月31日）."""
        if self.recovery_on is None:
            return self.recovery
        return f"{self.recovery}（取り戻す時期：{wareki.full_date(self.recovery_on)}）"

    @property
    def workflow_state(self) -> State:
        """The state as the workflow knows it."""
        return State(self.state)


class ReportEvent(models.Model):
    """One deed done to a report: who, what, when, with which words."""

    report = models.ForeignKey(
        ProgressReport, models.CASCADE, related_name="events", verbose_name="進捗報告"
    )
    action = models.CharField(
        "操作",
        max_length=8,
        choices=[(action.value, label) for action, label in ACTION_LABELS.items()],
    )
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="操作した人"
    )
    as_deputy_of = models.CharField(
        "誰の代理か",
        max_length=200,
        blank=True,
        help_text="市民課長 例田 一郎。代理としてした操作のときだけ入ります。",
    )
    source = models.CharField("前の状態", max_length=9, choices=STATES)
    target = models.CharField("後の状態", max_length=9, choices=STATES)
    comment = models.TextField("言葉", blank=True)
    at = models.DateTimeField("日時")

    class Meta:
        verbose_name = verbose_name_plural = "進捗報告の経過"
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return f"{self.report} {self.get_action_display()}"

    @property
    def who(self) -> str:
        """The person, and of a deputy for whom: 見本 花子（市民課長 例田 一郎の代理）."""
        return f"{self.by}（{self.as_deputy_of}の代理）" if self.as_deputy_of else str(self.by)
