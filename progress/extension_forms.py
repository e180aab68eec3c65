"""What the office fills in to give a section a later 報告期限."""

from typing import Any

from django import forms

from fiscal import wareki
from progress.models import Extension, ReportingPeriod
from ui.forms import DateField, HouseForm

REASON_LENGTH = 200


class ExtensionForm(HouseForm):
    """The later day, and why; ``read`` is the extension the page showed."""

    due_on = DateField(label="延長後の期限")
    reason = forms.CharField(
        label="理由",
        max_length=REASON_LENGTH,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="課のマイページと入力画面に、期限とともに出ます。",
        error_messages={
            "max_length": f"{REASON_LENGTH}字以内で入力してください（いま%(show_value)d字）。"
        },
    )
    read = forms.IntegerField(
        required=False, min_value=1, max_value=2**62, widget=forms.HiddenInput()
    )

    def __init__(
        self, *args: Any, period: ReportingPeriod, present: Extension | None, **kwargs: Any
    ) -> None:
        known: dict[str, Any] = {}
        if present:
            known = {"due_on": present.due_on, "reason": present.reason, "read": present.pk}
        super().__init__(*args, initial=known, **kwargs)
        self.fields["due_on"].help_text = (
            f"報告期限（{wareki.month_day_weekday(period.due_on)}）より後、"
            f"締切日（{wareki.month_day_weekday(period.closes_on)}）までの日です。"
        )

    def clean_reason(self) -> str:
        """One line, as it stands beside the date."""
        return " ".join(self.cleaned_data["reason"].split())
