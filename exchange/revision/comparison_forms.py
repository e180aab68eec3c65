"""Which two days 新旧対照表 compares, and of what."""

from collections.abc import Iterable
from typing import Any

from django import forms

from ui.forms import DateField, HouseForm

_DAY = {
    "required": "日付を入力してください。",
    "invalid": "日付は 2026-10-16 のように入力してください。",
}


class ComparisonForm(HouseForm):
    """The two days and, if wanted, one 取組事項."""

    first = DateField(label="旧の基準日", error_messages=_DAY)
    last = DateField(label="新の基準日", error_messages=_DAY)
    initiative = forms.ChoiceField(label="対象", required=False)

    def __init__(
        self, *args: Any, initiatives: Iterable[tuple[str, str]], word: str, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        choices = [("", "計画全体"), *((code, f"{code} {title}") for code, title in initiatives)]
        self.fields["initiative"] = forms.ChoiceField(
            label=f"対象の{word}",
            required=False,
            choices=choices,
            widget=forms.Select(attrs={"class": "select"}),
            error_messages={"invalid_choice": "一覧にあるものから選んでください。"},
        )

    def add_prefix(self, field_name: str) -> str:
        """Return the names of the address: from, to."""
        return {"first": "from", "last": "to"}.get(field_name, field_name)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        first, last = data.get("first"), data.get("last")
        if first and last and last < first:
            self.add_error("last", "新の基準日は、旧の基準日以後にしてください。")
        return data
