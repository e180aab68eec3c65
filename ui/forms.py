"""How forms are drawn: label above, hint, control, error below (デジタル庁デザインシステム)."""

from typing import Any

from django import forms
from django.forms.renderers import DjangoTemplates
from django.forms.widgets import Input

CSS_CLASSES: tuple[tuple[type[forms.Widget], str], ...] = (
    (forms.RadioSelect, ""),
    (forms.CheckboxSelectMultiple, ""),
    (forms.CheckboxInput, "check"),
    (forms.Textarea, "area area--2"),
    (forms.Select, "select"),
    (forms.FileInput, "file"),
    (Input, "input"),
)


class HouseRenderer(DjangoTemplates):
    """Draws every field with ``ui/field.html``."""

    field_template_name = "ui/field.html"


def dress(fields: dict[str, forms.Field]) -> None:
    """Give each control the class of its kind, unless the form already chose one."""
    for field in fields.values():
        css = next((css for kind, css in CSS_CLASSES if isinstance(field.widget, kind)), "")
        if css:
            field.widget.attrs.setdefault("class", css)


def speak(fields: dict[str, forms.Field]) -> None:
    """Say what to do about a choice that is not offered; Django would repeat it, however long it is."""
    for field in fields.values():
        message = str(field.error_messages.get("invalid_choice", ""))
        if "%(value)s" in message:
            field.error_messages["invalid_choice"] = "正しく選択してください。一覧にない値です。"


class HouseForm(forms.Form):
    """A form in the house's dress and words."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        dress(self.fields)
        speak(self.fields)


class DateField(forms.DateField):
    """A day, typed or picked in the browser's own calendar."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("widget", forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
        kwargs.setdefault(
            "error_messages", {"invalid": "日付は 2026-10-16 のように入力してください。"}
        )
        super().__init__(**kwargs)
