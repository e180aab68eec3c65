"""What a reader looks for in the plans."""

from typing import Any

from django import forms

from ui.forms import HouseForm


class PassageFilter(HouseForm):
    """Words, and one plan or all of them."""

    q = forms.CharField(label="ことば", required=False, max_length=100)
    plan = forms.ChoiceField(
        label="計画",
        required=False,
        error_messages={"invalid_choice": "一覧にある計画を選んでください。"},
    )

    def __init__(self, *args: Any, plans: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["plan"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - for the type checker
        field.choices = [("", "すべての計画"), *plans]
