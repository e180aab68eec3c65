"""What people fill in for a 年度評価: the sheet itself, and the dates of its round."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date
from typing import Any

from django import forms

from fiscal import wareki
from initiatives.stages import Stage
from progress.annual.content import LONGEST, Content, field_of
from progress.forms import UNCHOSEN, TextField
from progress.models.annual import Outlook
from progress.period_forms import MESSAGE_LENGTH
from ui.forms import DateField, HouseForm


class ReviewForm(HouseForm):
    """One text for each stage, the direction and what changes. Nothing is required: 提出 asks for the rest."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=2**31 - 1)
    outlook = forms.ChoiceField(
        label="今後の方向性",
        required=False,
        choices=[UNCHOSEN, *Outlook.choices],
        widget=forms.Select(attrs={"class": "select select--short"}),
        help_text="この取組事項を来年度どうするか。",
    )
    next_year = TextField(
        label="来年度の計画で変えること",
        rows=4,
        help_text="拡充・見直し・縮小・廃止のときは必ず書きます。来年度の計画（Plan）はここから始まります。",
    )

    def __init__(
        self,
        data: Mapping[str, str] | None,
        *,
        stages: Sequence[Stage],
        content: Content,
        version: int,
    ) -> None:
        initial = {field_of(key): text for key, text in content.texts.items()}
        initial |= {"outlook": content.outlook, "next_year": content.next_year}
        super().__init__(
            data, initial={**initial, "version": version}, use_required_attribute=False
        )
        self.stages = stages
        for stage in stages:
            self.fields[field_of(stage.key)] = TextField(
                label=stage.name, help_text=stage.viewpoint, rows=6, longest=LONGEST
            )

    def content(self, otherwise: Content) -> Content:
        """Return what was typed; a field in error keeps what is stored, so that the rest can be saved.

        What is stored of a stage that the plan no longer names stays.
        """
        texts = {
            stage.key: self._kept(field_of(stage.key), otherwise.texts.get(stage.key, ""))
            for stage in self.stages
        }
        left = {key: text for key, text in otherwise.texts.items() if key not in texts}
        return Content(
            {**texts, **left},
            self._kept("outlook", otherwise.outlook),
            self._kept("next_year", otherwise.next_year),
        )

    def _kept(self, name: str, stored: str) -> str:
        return stored if name in self.errors else self.cleaned_data.get(name, "")


class RoundForm(HouseForm):
    """The dates of a round, in the order 開始日・提出期限・締切日."""

    opens_on = DateField(label="開始日", help_text="この日から、課のマイページに出ます。")
    due_on = DateField(label="提出期限")
    closes_on = DateField(label="締切日", help_text="この日を過ぎると、課からは直せません。")
    message = forms.CharField(
        label="各課への連絡",
        required=False,
        max_length=MESSAGE_LENGTH,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="年度評価の入力画面に出ます。",
        error_messages={
            "max_length": f"{MESSAGE_LENGTH}字以内で入力してください（いま%(show_value)d字）。"
        },
    )

    def clean(self) -> dict[str, Any]:
        values = self.cleaned_data
        opens_on: date | None = values.get("opens_on")
        due_on: date | None = values.get("due_on")
        closes_on: date | None = values.get("closes_on")
        if opens_on and due_on and due_on < opens_on:
            self.add_error("due_on", "提出期限は開始日以後の日にしてください。")
        if due_on and closes_on and closes_on < due_on:
            self.add_error("closes_on", "締切日は提出期限以後の日にしてください。")
        return values


class NewRoundForm(RoundForm):
    """A new round: also which fiscal year it looks back on."""

    year = forms.TypedChoiceField(
        label="振り返る年度",
        coerce=int,
        error_messages={"invalid_choice": "計画期間の中の年度から選んでください。"},
    )
    field_order = ("year", "opens_on", "due_on", "closes_on", "message")

    def __init__(
        self, *args: Any, years: Collection[int], taken: Collection[int], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["year"]
        assert isinstance(field, forms.TypedChoiceField)  # noqa: S101 - for the type checker
        field.choices = [(year, _name(year, taken)) for year in years]


def _name(year: int, taken: Collection[int]) -> str:
    return wareki.fiscal_year(year) + ("（作成済み）" if year in taken else "")
