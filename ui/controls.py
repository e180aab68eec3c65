"""Drawing the control of a form field without a template for each: for pages that hold many rows of controls."""

from collections.abc import Iterable
from datetime import date
from html import escape
from typing import Any, cast

from django import forms
from django.forms import BoundField
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
        return SafeString(f"<textarea{_attributes(named)}>\n{escape(_text(value))}</textarea>")
    if isinstance(widget, forms.Select):
        options = _options(field.field, _text(value))
        return SafeString(f"<select{_attributes(named)}>{options}</select>")
    named.setdefault("type", cast("forms.widgets.Input", widget).input_type)
    if isinstance(widget, forms.CheckboxInput):
        return SafeString(f"<input{_attributes({**named, 'checked': bool(value)})}>")
    return SafeString(f"<input{_attributes({**named, 'value': _text(value)})}>")


def _options(field: forms.Field, value: str) -> str:
    choices: Iterable[tuple[Any, Any]] = cast("forms.ChoiceField", field).choices  # type: ignore[assignment]
    rows = ((str(key), str(label)) for key, label in choices)
    return "".join(
        f"<option{_attributes({'value': key, 'selected': key == value})}>{escape(label)}</option>"
        for key, label in rows
    )


def _attributes(named: dict[str, Any]) -> str:
    """The attributes as HTML; ``format_html`` for each of some hundred controls would be the page's whole time."""
    return "".join(
        f" {name}" if text is True else f' {name}="{escape(str(text))}"'
        for name, text in named.items()
        if text is not None and text is not False
    )


def _text(value: Any) -> str:
    if isinstance(value, date):
        return value.isoformat()
    return "" if value is None else str(value)
