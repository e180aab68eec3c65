"""What the office fills in about a meeting."""

from typing import Any

from django import forms
from django.db.models import QuerySet

from meetings.models import Meeting
from progress.models import ReportingPeriod
from ui.forms import DateField, HouseForm

REQUIRED = {"required": "入力してください。"}


class MeetingForm(HouseForm):
    """A meeting in the words of its papers' head: 令和８年度 第２回、資料番号、区分."""

    body = forms.CharField(
        label="会議の名称",
        max_length=80,
        error_messages=REQUIRED,
        help_text="推進本部、幹事会、ワーキンググループなど。新しい名称を入れると、会議体として登録します。",
    )
    held_on = DateField(label="開催日", help_text="年度は開催日から決まります。")
    number = forms.IntegerField(
        label="回",
        min_value=1,
        max_value=99,
        help_text="その年度の第何回か。",
        error_messages={
            **REQUIRED,
            "invalid": "回は数字で入力してください。",
            "min_value": "回は１以上にしてください。",
            "max_value": "回は99以下にしてください。",
        },
    )
    period = forms.ModelChoiceField(
        queryset=ReportingPeriod.objects.none(),
        label="対象の報告期",
        required=False,
        empty_label="なし",
        help_text="この会議の資料に載せる四半期。",
        error_messages={"invalid_choice": "一覧にある報告期から選んでください。"},
    )
    document_number = forms.CharField(
        label="資料番号",
        max_length=20,
        error_messages=REQUIRED,
        help_text="資料の右上の枠に入ります。枝番（－１、－２…）は自動で付きます。",
    )
    purpose = forms.ChoiceField(label="区分", choices=Meeting.Purpose.choices)

    def __init__(self, *args: Any, periods: QuerySet[ReportingPeriod], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["period"]
        assert isinstance(field, forms.ModelChoiceField)  # noqa: S101 - for the type checker
        field.queryset = periods


def initial_of(meeting: Meeting) -> dict[str, Any]:
    """The stored values of a meeting."""
    return {
        "body": meeting.body.name,
        "held_on": meeting.held_on,
        "number": meeting.number,
        "period": meeting.period_id,
        "document_number": meeting.document_number,
        "purpose": meeting.purpose,
    }
