"""What the office chooses about the checks."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django import forms
from django.forms import BoundField

from progress.check_actions import stamp
from progress.checks import CHECKS, DEFAULTS, Check, Severities
from progress.severity import Severity
from ui.forms import HouseForm


@dataclass(frozen=True)
class Row:
    """One check with its control; a fixed one has none."""

    check: Check
    field: BoundField | None


class SeverityForm(HouseForm):
    """One choice for each check that the office may switch; ``read`` is what the page showed."""

    read = forms.CharField(required=False, max_length=len(CHECKS), widget=forms.HiddenInput)

    def __init__(self, data: Any = None, *, severities: Severities) -> None:
        """``severities`` are those in force."""
        initial = {**severities, "read": stamp(severities)}
        super().__init__(data, initial=initial, use_required_attribute=False)
        for check in _open():
            self.fields[check.id] = forms.ChoiceField(
                label=f"{check.title}の扱い",
                choices=[(choice.value, choice.label) for choice in check.choices],
                widget=forms.RadioSelect,
                error_messages={
                    "required": "扱いを選んでください。",
                    "invalid_choice": "この点検で選べる扱いから選んでください。",
                },
            )

    def clean_read(self) -> str:
        """Nothing read is nothing set."""
        return self.cleaned_data["read"] or stamp(DEFAULTS)

    def rows(self) -> Iterator[Row]:
        """The checks in the order of the table."""
        for check in CHECKS:
            yield Row(check, None if check.is_fixed else self[check.id])

    @property
    def chosen(self) -> dict[str, Severity]:
        """What was chosen."""
        return {check.id: Severity(self.cleaned_data[check.id]) for check in _open()}


def _open() -> Iterator[Check]:
    return (check for check in CHECKS if not check.is_fixed)
