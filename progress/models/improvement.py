from typing import TYPE_CHECKING

from django.conf import settings
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Q
from django.urls import reverse
from simple_history.models import HistoricalRecords

from initiatives.models import Initiative
from organizations.models import Department, Municipality
from progress.improvement_workflow import STATE_LABELS, State

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import date

    from organizations.models import User

STATES = [(state.value, label) for state, label in STATE_LABELS.items()]


class ImprovementQuerySet(models.QuerySet["Improvement"]):
    def visible_to(self, user: "User") -> "ImprovementQuerySet":
        """Improvements of the user's own municipality."""
        return self.filter(municipality_id=user.municipality_id or 0)

    def listed(self) -> "ImprovementQuerySet":
        """Those the office has published inside the city hall."""
        return self.filter(state=State.LISTED)

    def open_of(self, sections: "Collection[int]") -> "ImprovementQuerySet":
        """What sections have begun and the office has not published."""
        return self.filter(department__in=sections).exclude(state=State.LISTED)

    def made_between(self, first: "date", last: "date") -> "ImprovementQuerySet":
        """Those made in a span of days."""
        return self.filter(made_on__range=(first, last))


class Improvement(models.Model):
    """A 業務改善報告: what staff improved, or propose to improve, in their own work, and what came of it."""

    class Kind(models.TextChoices):
        REPORT = "report", "報告"
        PROPOSAL = "proposal", "提案"

    municipality = models.ForeignKey(
        Municipality, models.CASCADE, related_name="improvements", verbose_name="自治体"
    )
    department = models.ForeignKey(
        Department, models.PROTECT, related_name="improvements", verbose_name="課"
    )
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="書いた人"
    )
    kind = models.CharField("区分", max_length=8, choices=Kind, default=Kind.REPORT)
    title = models.CharField("件名", max_length=100)
    made_on = models.DateField("実施日・提案日")
    before = models.TextField("改善前の状況", blank=True)
    done = models.TextField("改善の内容", blank=True)
    effect = models.TextField("効果", blank=True)
    amount = models.DecimalField(
        "効果の数値",
        max_digits=12,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(0)],
    )
    unit = models.CharField("単位", max_length=20, blank=True)
    state = models.CharField("状態", max_length=9, choices=STATES, default=State.DRAFT.value)
    version = models.PositiveIntegerField("版", default=1, editable=False)
    is_good_example = models.BooleanField("優良事例", default=False)
    good_reason = models.TextField("優良事例とした理由", blank=True)
    return_reason = models.TextField("差戻しの理由", blank=True)
    initiative = models.ForeignKey(
        Initiative,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="improvements",
        verbose_name="関係する取組事項",
    )
    history = HistoricalRecords()

    objects = ImprovementQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "業務改善報告"
        ordering = ["-made_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=[state.value for state in State]),
                name="improvement_state_known",
            ),
            models.CheckConstraint(
                condition=Q(amount__isnull=True, unit="") | (Q(amount__gte=0) & ~Q(unit="")),
                name="improvement_amount_with_unit",
                violation_error_message="効果の数値と単位は、両方入力してください。",
            ),
            models.CheckConstraint(
                condition=Q(is_good_example=False, good_reason="")
                | (Q(is_good_example=True, state="listed") & ~Q(good_reason="")),
                name="improvement_good_example_has_reason",
                violation_error_message="優良事例は、掲載するものに理由を添えて選びます。",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["draft", "returned"])
                | ~(Q(before="") | Q(done="") | Q(effect="")),
                name="improvement_complete_when_sent",
                violation_error_message="提出するには、改善前、改善の内容、効果が要ります。",
            ),
            models.CheckConstraint(
                condition=~Q(state="returned") | ~Q(return_reason=""),
                name="improvement_returned_with_reason",
                violation_error_message="差戻しには理由が要ります。",
            ),
        ]
        indexes = [
            models.Index(
                fields=["municipality", "state", "made_on"], name="improvement_city_state_day"
            )
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("progress:improvement-show", args=[self.pk])

    @property
    def workflow_state(self) -> State:
        """The state as the workflow knows it."""
        return State(self.state)

    @property
    def is_listed(self) -> bool:
        """Whether the whole city hall reads it."""
        return self.workflow_state == State.LISTED

    @property
    def is_returned(self) -> bool:
        """Whether the office has given it back."""
        return self.workflow_state == State.RETURNED
