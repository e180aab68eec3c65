"""The draft of a summary on its way into the 実績, for editing."""

from collections.abc import Sequence
from typing import Any

from django import forms

from progress.answer_summary import Offer, joined
from progress.content import LONGEST, Entered
from progress.forms import TextField
from ui.forms import HouseForm

AFTER, INSTEAD = "after", "instead"


class SummaryForm(HouseForm):
    """The draft as it is to stand, where it goes, and the KPI values the sum is taken for."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=2**31 - 1)
    text = TextField(
        label="まとめの文案",
        rows=4,
        required=True,
        help_text="直してから入れられます。入れた後も、報告の入力画面で直せます。",
        error_messages={"required": "まとめの文案を入力してください。"},
    )
    place = forms.ChoiceField(
        label="入れ方",
        choices=[(AFTER, "いまの実績の後に加える"), (INSTEAD, "いまの実績と置き換える")],
        widget=forms.RadioSelect,
        error_messages={"required": "入れ方を選んでください。"},
    )

    def __init__(self, *args: Any, present: str, offers: Sequence[Offer], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.present, self.offers = present, offers
        for offer in offers:
            self.fields[f"value{offer.indicator.pk}"] = forms.BooleanField(
                label=f"「{offer.indicator.name}」に合計 {offer.words} を入れる",
                required=False,
                widget=forms.CheckboxInput(attrs={"class": "check"}),
            )

    def clean(self) -> dict[str, Any]:
        data = self.cleaned_data
        if {"text", "place"} <= data.keys() and len(self.result) > LONGEST:
            words = f"いまの実績と合わせると{len(self.result):,}字です。{LONGEST:,}字以内にしてください。"
            self.add_error("text", words)
        return data

    @property
    def result(self) -> str:
        """The 実績 as it is to stand."""
        data = self.cleaned_data
        return joined(self.present, data["text"], replaces=data["place"] == INSTEAD)

    @property
    def entered(self) -> list[Entered]:
        """The KPI values that were ticked."""
        return [
            Entered(offer.indicator, offer.value)
            for offer in self.offers
            if self.cleaned_data.get(f"value{offer.indicator.pk}")
        ]

    @property
    def ticks(self) -> list[forms.BoundField]:
        """The boxes for the KPI values."""
        return [self[f"value{offer.indicator.pk}"] for offer in self.offers]
