"""What the office fills in to open a reporting period or to change it."""

from collections.abc import Collection
from datetime import date
from typing import Any

from django import forms

from fiscal import wareki
from fiscal.calendar import Quarter
from progress.models import ReportingPeriod
from ui.forms import DateField, HouseForm

MESSAGE_LENGTH = 300


class PeriodForm(HouseForm):
    """The dates of a period, in the order 基準日・開始日・報告期限・締切日."""

    as_of = DateField(
        label="基準日", help_text="この日の状況を報告します。報告する期の末日が普通です。"
    )
    opens_on = DateField(label="開始日", help_text="この日から、課のマイページに出ます。")
    due_on = DateField(label="報告期限")
    closes_on = DateField(
        label="締切日",
        help_text="この日を過ぎると、課からは直せません。受理済の報告は確定します。",
    )
    message = forms.CharField(
        label="各課への連絡",
        required=False,
        max_length=MESSAGE_LENGTH,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="マイページのお知らせに出ます。",
        error_messages={
            "max_length": f"{MESSAGE_LENGTH}字以内で入力してください（いま%(show_value)d字）。"
        },
    )

    def __init__(self, *args: Any, reported: Quarter | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.reported = reported

    def clean(self) -> dict[str, Any]:
        values = self.cleaned_data
        quarter: Quarter | None = values.get("quarter", self.reported)
        as_of: date | None = values.get("as_of")
        opens_on: date | None = values.get("opens_on")
        due_on: date | None = values.get("due_on")
        closes_on: date | None = values.get("closes_on")
        if quarter and as_of and not quarter.start <= as_of <= quarter.end:
            self.add_error("as_of", f"基準日は{wareki.quarter(quarter)}の中の日にしてください。")
        if opens_on and due_on and due_on < opens_on:
            self.add_error("due_on", "報告期限は開始日以後の日にしてください。")
        if as_of and due_on and due_on < as_of:
            self.add_error("due_on", "報告期限は基準日以後の日にしてください。")
        if due_on and closes_on and closes_on < due_on:
            self.add_error("closes_on", "締切日は報告期限以後の日にしてください。")
        return values


class NewPeriodForm(PeriodForm):
    """A new period: also which quarter, half or year it reports on."""

    quarter = forms.ChoiceField(
        label="報告する期",
        error_messages={"invalid_choice": "計画期間の中の期から選んでください。"},
    )
    field_order = ("quarter", "as_of", "opens_on", "due_on", "closes_on", "message")

    def __init__(
        self,
        *args: Any,
        quarters: Collection[Quarter],
        taken: Collection[Quarter],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["quarter"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - for the type checker
        self.quarters = {key_of(quarter): quarter for quarter in quarters}
        field.choices = [(key_of(quarter), _name(quarter, taken)) for quarter in quarters]

    def clean_quarter(self) -> Quarter:
        return self.quarters[self.cleaned_data["quarter"]]


def key_of(quarter: Quarter) -> str:
    """How a form names a quarter: 2026-2."""
    return f"{quarter.year}-{quarter.number}"


def _name(quarter: Quarter, taken: Collection[Quarter]) -> str:
    return wareki.quarter(quarter) + ("（作成済み）" if quarter in taken else "")


def initial_of(period: ReportingPeriod) -> dict[str, Any]:
    """The stored values of a period."""
    names = ("as_of", "opens_on", "due_on", "closes_on", "message")
    return {name: getattr(period, name) for name in names}
