"""How a reader narrows the plan page and the 工程表."""

from typing import Any

from django import forms

from ui.forms import HouseForm


class PlanFilter(HouseForm):
    """Words, a branch of the tree, a section."""

    q = forms.CharField(label="ことばで探す", required=False, max_length=100)
    category = forms.TypedChoiceField(label="分類", required=False, coerce=int, empty_value=None)
    department = forms.TypedChoiceField(
        label="担当課", required=False, coerce=int, empty_value=None
    )

    def __init__(
        self,
        *args: Any,
        categories: list[tuple[int, str]],
        departments: list[tuple[int, str]],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        for name, choices in (("category", categories), ("department", departments)):
            field = self.fields[name]
            if isinstance(field, forms.TypedChoiceField):
                field.choices = [("", "すべて"), *choices]
                field.error_messages["invalid_choice"] = "一覧にあるものを選んでください。"
