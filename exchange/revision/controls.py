"""Controls for the keys of a plan document: what a person may type or choose for each, and back to the document."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.db import models
from django.forms.utils import flatatt
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from exchange.planfile.schema import Field, Kind, Record
from exchange.revision import words
from exchange.revision.identity import Group
from fiscal import typed, wareki

_NOTHING = ("", "（なし）")
# Numbers up to so many are chosen from a list.
_FEW = 12
_LONG = {"situation": 8, "direction": 8, "text": 2, "definition": 3}
_UNITS = {"start_quarter": "第{}四半期", "end_quarter": "第{}四半期", "due_month": "{}月"}
_HALVES = {1: "上半期", 2: "下半期"}


@dataclass(frozen=True)
class Options:
    """What may be chosen beyond the words of the schema: fiscal years, sections, categories, the plan's words."""

    years: Sequence[int] = ()
    named: Mapping[str, Sequence[tuple[str, str]]] | None = None
    labels: Mapping[str, str] | None = None


class QuickSelect(forms.Select):
    """A choice drawn without a template for each option: the form of a 取組事項 has hundreds of them."""

    def render(
        self,
        name: str,
        value: Any,
        attrs: dict[str, Any] | None = None,
        renderer: Any = None,  # noqa: ARG002
    ) -> SafeString:
        """Draw the control."""
        own = self.build_attrs(self.attrs, {**(attrs or {}), "name": name})
        chosen = "" if value is None else str(value)
        options = format_html_join(
            "",
            '<option value="{}"{}>{}</option>',
            (
                (key, SafeString(" selected") if str(key) == chosen else "", words)
                for key, words in self.choices
            ),
        )
        return format_html("<select{}>{}</select>", flatatt(own), options)


class QuickInput(forms.TextInput):
    """A line of text, drawn without a template for the same reason."""

    def render(
        self,
        name: str,
        value: Any,
        attrs: dict[str, Any] | None = None,
        renderer: Any = None,  # noqa: ARG002
    ) -> SafeString:
        """Draw the control."""
        said = {} if value is None or value == "" else {"value": value}
        named = {"type": self.input_type, "name": name, **said}
        return format_html("<input{}>", flatatt({**named, **self.build_attrs(self.attrs, attrs)}))


class QuickHidden(QuickInput):
    """What a row carries without showing it."""

    input_type = "hidden"


class QuickTick(forms.CheckboxInput):
    """Yes or no, drawn without a template for the same reason."""

    def render(
        self,
        name: str,
        value: Any,
        attrs: dict[str, Any] | None = None,
        renderer: Any = None,  # noqa: ARG002
    ) -> SafeString:
        """Draw the control."""
        named = {"type": self.input_type, "name": name, "checked": self.check_test(value)}
        return format_html("<input{}>", flatatt({**named, **self.build_attrs(self.attrs, attrs)}))


class QuickArea(forms.Textarea):
    """Several lines of text, drawn without a template for the same reason."""

    def render(
        self,
        name: str,
        value: Any,
        attrs: dict[str, Any] | None = None,
        renderer: Any = None,  # noqa: ARG002
    ) -> SafeString:
        """Draw the control; the browser drops the first line break."""
        own = self.build_attrs(self.attrs, {**(attrs or {}), "name": name})
        return format_html("<textarea{}>\n{}</textarea>", flatatt(own), value or "")


class Choice(forms.ChoiceField):
    """One of a few words."""

    widget = QuickSelect


def control(record: Record, one: Field, options: Options) -> forms.Field:
    """Return the form field for a key."""
    label = (options.labels or {}).get(one.key) or words.label(record, one)
    asked: dict[str, Any] = {
        "label": label,
        "required": one.required,
        "error_messages": {"required": f"{label}を入力してください。"},
    }
    named = (options.named or {}).get(one.key)
    if named is not None:
        return Choice(choices=[_NOTHING, *named], **asked)
    if one.kind is Kind.CHOICE and one.choices is not None:
        return _choice(one, one.choices, asked)
    if one.kind is Kind.YEAR:
        years = [(str(year), wareki.fiscal_year(year)) for year in options.years]
        return Choice(choices=[_NOTHING, *years], **asked)
    if one.kind is Kind.FLAG:
        return forms.BooleanField(
            label=label, required=False, initial=bool(one.empty), widget=QuickTick
        )
    if one.kind is Kind.NUMBER and one.high <= _FEW:
        few = [(str(n), _number_words(one.key, n)) for n in range(one.low, one.high + 1)]
        return Choice(choices=[_NOTHING, *few], initial=_initial(one), **asked)
    return _typed(record, one, asked)


def _choice(one: Field, choices: type[models.TextChoices], asked: dict[str, Any]) -> forms.Field:
    offered = list(choices.choices)
    blank = [] if one.empty else [_NOTHING]
    return Choice(choices=[*blank, *offered], initial=one.empty, **asked)


def _initial(one: Field) -> str | None:
    # As a browser sends it back, so that an untouched row counts as empty.
    return None if one.empty is None else str(one.empty)


def _number_words(key: str, number: int) -> str:
    if key == "due_half":
        return _HALVES.get(number, str(number))
    return _UNITS.get(key, "{}").format(wareki.digits(number))


def _typed(record: Record, one: Field, asked: dict[str, Any]) -> forms.Field:
    limit = record.limit(one, "max_length")
    if one.kind is Kind.TEXT and (one.key in _LONG and limit is None):
        rows = _LONG[one.key]
        return forms.CharField(
            widget=QuickArea(attrs={"rows": rows, "class": "area"}), strip=False, **asked
        )
    attrs = {"inputmode": "decimal"} if one.kind in (Kind.NUMBER, Kind.DECIMAL) else {}
    initial = _initial(one) if one.kind is Kind.NUMBER else None
    return forms.CharField(
        widget=QuickInput(attrs=attrs), max_length=limit, initial=initial, **asked
    )


def shown(fields: Iterable[Field], entry: Group) -> dict[str, Any]:
    """Return what an entry says as the controls show it."""
    found: dict[str, Any] = {}
    for one in fields:
        raw = entry.get(one.key, one.empty)
        found[one.key] = raw if isinstance(raw, bool) or raw is None else str(raw)
    return found


def taken(fields: Iterable[Field], data: Mapping[str, Any], entry: Group) -> Group:
    """Return an entry with what was typed; what no control showed stays as it is."""
    changed = dict(entry)
    for one in fields:
        raw = data.get(one.key)
        if isinstance(raw, str):
            raw = _plain(one, raw)
        if raw is None or raw == "":
            changed.pop(one.key, None)
        else:
            changed[one.key] = raw
    return changed


def _plain(one: Field, raw: str) -> str:
    if one.kind in (Kind.NUMBER, Kind.DECIMAL):
        return typed.plain(raw).replace(",", "")
    if one.pattern:
        return typed.plain(raw)
    # Browsers send line breaks as two characters; a plan file has one.
    return raw.replace("\r\n", "\n").strip("\n")
