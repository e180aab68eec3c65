"""Forms of the room."""

from typing import Any

from django import forms

from initiatives.models import GradeScale
from organizations.models import Department, DepartmentQuerySet
from ui.forms import DateField, HouseForm


class AssignmentForm(HouseForm):
    """Which section reports for an initiative, and from when."""

    department = forms.ModelChoiceField(
        Department.objects.none(),
        label="報告する課",
        empty_label="選んでください",
        error_messages={
            "required": "報告する課を選んでください。",
            "invalid_choice": "一覧にある課から選んでください。",
        },
    )
    valid_from = DateField(
        label="開始日",
        help_text="この日より前の割当ては、前の日で終わります。",
        error_messages={
            "required": "開始日を入力してください。",
            "invalid": "日付は 2026-10-16 のように入力してください。",
        },
    )
    valid_to = DateField(label="終了日", required=False, help_text="決まっていなければ空欄です。")
    note = forms.CharField(
        label="割り当てた理由",
        required=False,
        max_length=100,
        help_text="例：担当課の調整会議（10月５日）による",
    )

    def __init__(self, *args: Any, departments: DepartmentQuerySet, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["department"]
        if isinstance(field, forms.ModelChoiceField):
            field.queryset = departments

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        start, end = data.get("valid_from"), data.get("valid_to")
        if start and end and end < start:
            self.add_error("valid_to", "終了日は開始日以後にしてください。")
        return data


class PlanScaleForm(HouseForm):
    """The scale a plan is judged by."""

    grade_scale = forms.ModelChoiceField(
        GradeScale.objects.all(),
        label="評価尺度",
        empty_label=None,
        error_messages={
            "required": "評価尺度を選んでください。",
            "invalid_choice": "一覧にある評価尺度から選んでください。",
        },
        help_text="これからの報告に使います。これまでの報告の評価は、その時の語のまま残ります。",
    )
