"""The form of the entry page as a whole: the report's content and one small form per indicator."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from django import forms
from django.forms import BoundField
from django.http import QueryDict

from progress import checks
from progress.access import Entry
from progress.actions import carried_over
from progress.checks import Finding
from progress.content import NAMES, Content, Entered, Late, Problem
from progress.forms import EntryForm
from progress.paths import Measured, Path
from progress.severity import Severity


def stored(entry: Entry) -> Content:
    """Return what the database holds; nothing while nobody has saved."""
    return Content.of(entry.report) if entry.report else Content()


def prefilled(entry: Entry) -> Content:
    """Return what the form starts with: the draft, else the texts and the grade of the last report."""
    if entry.report or entry.previous is None:
        return stored(entry)
    return carried_over(entry.previous, entry.period.plan.grade_scale)


class EntrySheet:
    """The controls of one report, drawn, read and checked together."""

    def __init__(
        self,
        entry: Entry,
        data: Mapping[str, str] | None = None,
        *,
        prefix: str | None = None,
        measured: Measured | None = None,
    ) -> None:
        """``prefix`` tells the sheets of one page apart; ``measured`` is what was read for all of them."""
        self.entry = entry
        self.form = EntryForm(
            data,
            prefix=prefix,
            scale=entry.period.plan.grade_scale,
            initial={**vars(prefilled(entry)), "version": entry.version},
            use_required_attribute=False,
        )
        self.said: dict[str, tuple[Finding, ...]] = {}
        self.measured = measured or _measured(entry)
        self.paths = self.measured.paths(entry.initiative.pk, data)

    def is_valid(self) -> bool:
        """Whether everything typed can be kept; all is checked, so that all errors show at once."""
        return not [form for form in self._forms() if not form.is_valid()]

    @property
    def version(self) -> int:
        """The version that was read before typing; without one, every stored report is newer."""
        version: int = self.form.cleaned_data.get("version", -1)
        return version

    def content(self) -> Content:
        """Return the content to save; a field in error keeps what is stored."""
        return self.form.content(stored(self.entry))

    def entered(self) -> list[Entered]:
        """Return the KPI answers that can be kept."""
        return [
            Entered(
                row.indicator,
                *(row.form.entry or (None, "", "")),
                late=tuple(Late(at, value) for at, value in row.form.late.items()),
            )
            for row in self.paths
            if row.form.is_valid()
        ]

    def blame(self, problems: Iterable[Problem]) -> None:
        """Put what keeps the report from being handed in beside its control."""
        forms_of = {row.indicator.pk: row.form for row in self.paths}
        for problem in problems:
            form = forms_of[problem.indicator_id] if problem.indicator_id else self.form
            form.add_error(problem.field, problem.message)

    def tell(self, findings: Iterable[Finding]) -> None:
        """Put what the checks say beside its control; what stops is an error (``blame``), not a word."""
        told = checks.of(findings, Severity.WARN, Severity.NOTE)
        self.said = {
            name: tuple(row for row in told if (row.field, row.indicator_id) == (name, None))
            for name in NAMES
        }
        self.paths = [
            replace(path, said=tuple(row for row in told if row.indicator_id == path.indicator.pk))
            for path in self.paths
        ]

    def warned(self, findings: Iterable[Finding]) -> list[tuple[str, BoundField, str]]:
        """Label, control and message of what the checks warn of, as ``errors`` has them."""
        of_value = {row.indicator.pk: row for row in self.paths}
        return [
            (row.indicator.name, row.form[finding.field], finding.message)
            if (row := of_value.get(finding.indicator_id or 0))
            else (str(self.form[finding.field].label), self.form[finding.field], finding.message)
            for finding in findings
        ]

    def controls(self) -> Iterator[tuple[str, BoundField]]:
        """Each control with the label that says of what it is."""
        for row in self.paths:
            for control in row.form:
                yield _label(row, control), control
        for name in NAMES:
            yield str(self.form[name].label), self.form[name]

    def errors(self) -> list[tuple[str, BoundField, str]]:
        """Label, control and message of every error, in the order of the page."""
        return [
            (label, control, str(message))
            for label, control in self.controls()
            for message in control.errors
        ]

    def texts(self) -> dict[str, str]:
        """Return every answer as a browser sends it, in one spelling, so that two inputs can be compared."""
        return {control.html_name: _text(control) for _, control in self.controls()}

    def _forms(self) -> list[forms.Form]:
        return [*(row.form for row in self.paths), self.form]


def _measured(entry: Entry) -> Measured:
    """The indicators of one entry as they stand (five queries at most)."""
    period = entry.period
    scale = period.plan.grade_scale
    return Measured.read([entry.initiative.pk], scale, period.as_quarter, period.as_of)


def _label(row: Path, control: BoundField) -> str:
    name = row.indicator.name
    return name if control.name == "value" else f"{name}：{control.label}"


def _text(control: BoundField) -> str:
    form, field = control.form, control.field
    if form.is_bound and control.name not in form.errors:
        value: Any = field.prepare_value(form.cleaned_data.get(control.name))
    else:
        value = control.value()
    if isinstance(value, bool):
        return "on" if value else ""
    if isinstance(value, date):
        return value.isoformat()
    return "" if value is None else str(value).replace("\r\n", "\n").strip()


def plain(posted: QueryDict) -> dict[str, str]:
    """Return posted fields as plain texts; a repeated field counts once."""
    return {name: str(posted.get(name, "")) for name in posted}
