"""Drawing the control of a form field without a template for each: for pages that hold many rows of controls."""

from collections.abc import Iterable
from datetime import date
from typing import Any, cast

from django import forms
from django.forms import BoundField
from django.forms.utils import flatatt
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString


def draw(field: BoundField, described: str = "error") -> SafeString:
    """Draw what ``{{ field }}`` draws; ``described`` are the ends of the ids of what stands beside it."""
    widget = field.field.widget
    named: dict[str, Any] = {"name": field.html_name, "id": field.auto_id, **widget.attrs}
    if not field.is_hidden:
        named["aria-describedby"] = " ".join(f"{field.auto_id}_{end}" for end in described.split())
        named["aria-invalid"] = "true" if field.errors else None
    value = field.value()
    if isinstance(widget, forms.Textarea):
        return format_html("<textarea{}>\n{}</textarea>", flatatt(named), _text(value))
    if isinstance(widget, forms.Select):
        return format_html(
            "<select{}>{}</select>", flatatt(named), _options(field.field, _text(value))
        )
    named.setdefault("type", cast("forms.widgets.Input", widget).input_type)
    if isinstance(widget, forms.CheckboxInput):
        return format_html("<input{}>", flatatt({**named, "checked": bool(value)}))
    return format_html("<input{}>", flatatt({**named, "value": _text(value)}))


def _options(field: forms.Field, value: str) -> SafeString:
    choices: Iterable[tuple[Any, Any]] = cast("forms.ChoiceField", field).choices  # type: ignore[assignment]
    rows = (
        (flatatt({"value": str(key), "selected": str(key) == value}), label)
        for key, label in choices
    )
    return format_html_join("", "<option{}>{}</option>", rows)


def _text(value: Any) -> str:
    if isinstance(value, date):
        return value.isoformat()
    return "" if value is None else str(value)
