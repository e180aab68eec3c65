"""The conflict page: what I typed and what is stored, question by question."""

from collections.abc import Callable, Mapping
from typing import Any

from django import forms
from django.forms import BoundField

from progress import conflict
from progress.access import Entry
from progress.actions import ASIDE
from progress.conflict import Question
from progress.content import NAMES, Content
from progress.entry import EntrySheet
from progress.models import ProgressReport

EMPTY = "（空欄）"


def context(entry: Entry, sheet: EntrySheet) -> dict[str, Any]:
    """Return what the page shows. ``entry`` is read anew: it holds what somebody else has saved."""
    mine, theirs = sheet.texts(), EntrySheet(entry).texts()
    questions = [_question(label, control) for label, control in sheet.controls()]
    base = _base(entry, str(sheet.form["version"].value() or ""))
    return {
        "rows": conflict.rows(questions, mine, theirs, base),
        "same": conflict.same(questions, mine, theirs),
        "mine": mine,
        "version": entry.version,
    }


def _base(entry: Entry, version: str) -> Mapping[str, str]:
    """The content at the version that was read before typing, as far as the history still tells."""
    if entry.report is None or not version.isdecimal():
        return {}
    found = (
        ProgressReport.history.filter(id=entry.report.pk, version=int(version))
        .exclude(history_change_reason=ASIDE)
        .order_by("-history_date", "-history_id")
        .first()
    )
    if found is None:
        return {}
    content = Content.of(found.instance)
    return {name: _as_text(getattr(content, name)) for name in NAMES}


def _as_text(value: Any) -> str:
    return "" if value is None else str(getattr(value, "pk", value))


def _question(label: str, control: BoundField) -> Question:
    field = control.field
    if isinstance(field, forms.ModelChoiceField):
        grades = {str(row.pk): row for row in field.queryset.all()}
        return Question(
            control.html_name,
            label,
            lambda text: str(grades.get(text, EMPTY)),
            lambda text: str(getattr(grades.get(text), "tone", "")),
        )
    return Question(control.html_name, label, _words(field))


def _words(field: forms.Field) -> Callable[[str], str]:
    if isinstance(field, forms.BooleanField):
        return lambda text: "はい" if text else "いいえ"
    if isinstance(field, forms.ChoiceField):
        labels = {str(value): str(label) for value, label in field.choices if value}
        return lambda text: labels.get(text, EMPTY)
    return lambda text: text or EMPTY
