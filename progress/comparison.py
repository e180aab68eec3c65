"""The conflict page: what I typed and what is stored, question by question."""

from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from typing import Any, cast

from django import forms
from django.forms import BoundField

from fiscal.calendar import Quarter
from kpis.models import Measurement
from progress import conflict
from progress.access import Entry
from progress.actions import ASIDE
from progress.conflict import Question
from progress.content import NAMES, Content
from progress.entry import EntrySheet
from progress.models import ProgressReport
from progress.paths import Path

EMPTY = "（空欄）"


def context(entry: Entry, sheet: EntrySheet) -> dict[str, Any]:
    """Return what the page shows. ``entry`` is read anew: it holds what somebody else has saved."""
    mine = sheet.texts()
    # What was 集計中 when I read and no longer is has no control any more: it counts as left empty.
    theirs = {**dict.fromkeys(mine, ""), **EntrySheet(entry).texts()}
    questions = [_question(label, control) for label, control in sheet.controls()]
    base = _base(entry, sheet)
    return {
        "rows": conflict.rows(questions, mine, theirs, base),
        "same": conflict.same(questions, mine, theirs),
        "mine": mine,
        "version": entry.version,
    }


def _base(entry: Entry, sheet: EntrySheet) -> Mapping[str, str]:
    """The answers at the version that was read before typing, as far as the history still tells."""
    if entry.report is None:
        return {}
    kept = ProgressReport.history.filter(id=entry.report.pk).exclude(history_change_reason=ASIDE)
    read = kept.filter(version=sheet.version).order_by("-history_id").first()
    if read is None:
        return {}
    content = Content.of(read.instance)
    after = kept.filter(history_id__gt=read.history_id).order_by("history_id").first()
    until = after.history_date if after else read.history_date
    return {
        **{name: _as_text(getattr(content, name)) for name in NAMES},
        **{name: text for path in sheet.paths for name, text in _base_value(entry, path, until)},
    }


def _base_value(entry: Entry, path: Path, until: datetime) -> Iterator[tuple[str, str]]:
    """The value that stood there before the next version of the report was written."""
    form = path.form
    row = _row_before(path, entry.period.as_quarter, until)
    for name, quarter in form.late_quarters.items():
        late = _row_before(path, quarter, until)
        yield (
            form[name].html_name,
            _as_text(form.fields[name].prepare_value(late.value if late else None)),
        )
    value = form.fields["value"].prepare_value(row.value if row else None)
    yield form["value"].html_name, _as_text(value)
    yield form["not_measured"].html_name, "on" if row and row.value is None else ""
    yield (
        form["absence"].html_name,
        (row.absence if row else "") or Measurement.Absence.SKIPPED.value,
    )
    yield form["not_measured_reason"].html_name, row.not_measured_reason if row else ""


def _row_before(path: Path, quarter: Quarter, until: datetime) -> Any:
    row = (
        Measurement.history.filter(
            indicator=path.indicator.pk,
            year=quarter.year,
            quarter=quarter.number,
            history_date__lt=until,
        )
        .order_by("-history_id")
        .first()
    )
    return None if row and row.history_type == "-" else row


def _as_text(value: Any) -> str:
    return "" if value is None else str(getattr(value, "pk", value))


def _question(label: str, control: BoundField) -> Question:
    field = control.field
    if isinstance(field, forms.ModelChoiceField):
        grades = {str(row.pk): row for row in field.queryset or ()}
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
        labels = {str(value): str(label) for value, label in cast("Any", field.choices) if value}
        return lambda text: labels.get(text, EMPTY)
    return lambda text: text or EMPTY
