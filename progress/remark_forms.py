"""What people fill in about a remark (指摘事項)."""

from datetime import date
from typing import Any

from django import forms

from organizations.models import Department, DepartmentQuerySet
from progress.forms import TextField
from ui.forms import DateField, HouseForm

OCCASION_LENGTH = 100


class RemarkForm(HouseForm):
    """A remark: on which occasion, when, what, who answers by when."""

    occasion = forms.CharField(
        label="機会",
        max_length=OCCASION_LENGTH,
        help_text="例：令和８年度 第１回 ＤＸ推進本部",
        error_messages={
            "max_length": f"{OCCASION_LENGTH}字以内で入力してください（いま%(show_value)d字）。"
        },
    )
    made_on = DateField(label="指摘の日")
    text = TextField(
        label="指摘事項",
        required=True,
        rows=4,
        error_messages={"required": "指摘事項を入力してください。"},
    )
    department = forms.ModelChoiceField(
        Department.objects.none(),
        label="対応する課",
        required=False,
        empty_label="この取組事項を報告する課",
        error_messages={"invalid_choice": "一覧の課から選んでください。"},
    )
    due_on = DateField(
        label="対応の期限",
        required=False,
        help_text="入れると、対応する課のマイページに期限が出ます。",
    )

    def __init__(
        self, *args: Any, departments: DepartmentQuerySet, today: date, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.today = today
        field = self.fields["department"]
        assert isinstance(field, forms.ModelChoiceField)  # noqa: S101 - for the type checker
        field.queryset = departments

    def clean_made_on(self) -> date:
        made_on: date = self.cleaned_data["made_on"]
        if made_on > self.today:
            raise forms.ValidationError("指摘の日に先の日付は入れられません。")
        return made_on

    def clean(self) -> dict[str, Any]:
        values = self.cleaned_data
        made_on, due_on = values.get("made_on"), values.get("due_on")
        if made_on and due_on and due_on < made_on:
            self.add_error("due_on", "対応の期限は指摘の日以後の日にしてください。")
        return values


class AnswerForm(HouseForm):
    """What the section did about a remark; ``answered_at`` is the answer that was on the page."""

    response = TextField(
        label="対応状況",
        required=True,
        rows=6,
        help_text="何をしたか、これから何をするか。個票と推進本部の画面に載ります。",
        error_messages={"required": "対応状況を入力してください。"},
    )
    answered_at = forms.CharField(required=False, widget=forms.HiddenInput)
