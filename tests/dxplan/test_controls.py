"""ui.controls: a control drawn without a template says what Django's own says."""

from datetime import date
from html.parser import HTMLParser

import pytest
from django import forms

from ui import controls


class SmallForm(forms.Form):
    """One control of each kind."""

    text = forms.CharField(widget=forms.TextInput(attrs={"class": "input", "inputmode": "decimal"}))
    area = forms.CharField(widget=forms.Textarea(attrs={"rows": 2}))
    choice = forms.ChoiceField(choices=[("", "選んでください"), ("a", "あ"), ("b", "い")])
    tick = forms.BooleanField()
    day = forms.DateField(widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
    mark = forms.IntegerField(widget=forms.HiddenInput)


FILLED = {"text": '<"&>', "area": "\n一行目", "choice": "b", "tick": "on", "day": "2026-09-30"}


class Reader(HTMLParser):
    """Reads tags with their attributes, and the text between."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: list[object] = []
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        told = {name: text or "" for name, text in attrs if name != "aria-describedby"}
        self.found.append((tag, {name: text for name, text in told.items() if name != "required"}))

    def handle_data(self, data):
        if data.strip():
            self.found.append(data.strip())


@pytest.mark.parametrize("name", SmallForm.base_fields)
@pytest.mark.parametrize(
    "form",
    [
        SmallForm(),
        SmallForm(initial={**FILLED, "day": date(2026, 9, 30), "mark": 3}, prefix="row-1"),
        SmallForm({**FILLED, "mark": "7"}),
        SmallForm({"mark": "7"}),
    ],
    ids=["empty", "initial", "filled", "in error"],
)
def test_control_says_what_django_says(form, name):
    ours, theirs = Reader(controls.draw(form[name])).found, Reader(str(form[name])).found

    spare = {"value": "", "cols": "40", "maxlength": ""}
    assert [_without(row, spare) for row in ours] == [_without(row, spare) for row in theirs]


def _without(row: object, spare: dict[str, str]) -> object:
    """An empty value, and a tick's "on", may be left out."""
    if isinstance(row, str):
        return row
    tag, attrs = row  # type: ignore[misc]
    if attrs.get("type") == "checkbox":
        attrs = {name: text for name, text in attrs.items() if name != "value"}
    return tag, {name: text for name, text in attrs.items() if spare.get(name, "-") != text}


def test_control_is_described_by_what_stands_beside_it():
    drawn = controls.draw(SmallForm()["text"], "helptext error")

    assert 'aria-describedby="id_text_helptext id_text_error"' in drawn
