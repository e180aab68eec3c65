"""訂正 of a report by the office: the report's own rules, and the reason that the workflow asks for."""

from typing import Any

from django import forms

from fiscal import clock
from initiatives.models import Grade
from organizations.desk import Desk
from progress import measuring
from progress.content import LONGEST, NAMES, Content, problems
from progress.models import ProgressReport
from progress.transition import CHANGED, decide
from progress.workflow import Action, WorkflowError


class CorrectionForm(forms.ModelForm):  # type: ignore[type-arg]
    """The words of a report that was handed in; ``desk`` is the person's, set by the admin."""

    desk: Desk
    correction_reason = forms.CharField(
        label="訂正の理由",
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="報告の経過と変更の履歴に残ります。",
        error_messages={"required": "訂正の理由を入力してください。"},
    )
    read_version = forms.IntegerField(widget=forms.HiddenInput)

    class Meta:
        model = ProgressReport
        fields = NAMES

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["read_version"].initial = self.instance.version
        grade = self.fields["self_grade"]
        assert isinstance(grade, forms.ModelChoiceField)  # noqa: S101 - for the type checker
        grade.queryset = Grade.objects.filter(scale=self.instance.period.plan.grade_scale_id)

    def clean(self) -> dict[str, Any]:
        """Say beside the fields what the workflow would refuse."""
        cleaned = super().clean() or {}
        report = ProgressReport.objects.select_related("period__plan").get(pk=self.instance.pk)
        if cleaned.get("read_version") != report.version:
            self.add_error(None, CHANGED)
        try:
            decide(report, Action.CORRECT, self.desk, cleaned.get("correction_reason", ""))
        except WorkflowError as refusal:
            if "correction_reason" not in self.errors:
                self.add_error(None, str(refusal))
        if not self.errors:
            self._ask_for_the_rest(cleaned)
        return cleaned

    def _ask_for_the_rest(self, cleaned: dict[str, Any]) -> None:
        entered = measuring.entered_in(self.instance.period, self.instance.initiative)
        content = Content(**{name: cleaned[name] for name in NAMES})
        for problem in problems(content, entered, clock.today()):
            self.add_error(None if problem.indicator_id else problem.field, problem.message)
