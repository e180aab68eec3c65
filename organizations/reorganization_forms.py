"""What is typed to draft a 機構改革: its date, and a line for each change; lines may also be pasted from Excel."""

import re
from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from django import forms
from django.forms import BoundField

from fiscal import wareki
from organizations.models import Reorganization
from organizations.reorganization_rules import (
    KIND,
    SOURCES,
    TARGETS,
    Kind,
    Line,
    fold,
    names_in,
)
from organizations.sections import Sections
from ui.forms import DateField, HouseForm

# Lines typed one by one; more come by pasting.
LINES, SPARE, LIMIT = 5, 3, 60
CELL_LENGTH, PASTE_LENGTH = 500, 10_000
PASTED = "pasted"
_FIELD = re.compile(r"(?:kind|sources|targets)_([1-9][0-9]?)\Z", re.ASCII)
_KINDS = {kind.label: kind.value for kind in Kind}


class ReorganizationForm(HouseForm):
    """One 機構改革 with its lines: fields kind_1, sources_1, targets_1, kind_2 …"""

    title = forms.CharField(label="件名", max_length=100, help_text="例：令和９年度 機構改革")
    in_force_on = DateField(
        label="施行日", help_text="旧課は前の日で終わり、新課はこの日からです。"
    )
    note = forms.CharField(
        label="備考",
        required=False,
        max_length=300,
        help_text="例：部課設置条例の改正（令和９年３月議会）",
    )
    version = forms.IntegerField(
        required=False, min_value=0, max_value=2**31 - 1, widget=forms.HiddenInput
    )

    def __init__(self, *args: Any, municipality_id: int, rows: int = LINES, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.municipality_id = municipality_id
        self.lines: list[Line] = []
        self.numbers = range(1, min(max(rows, _rows_in(self.data)), LIMIT) + 1)
        for number in self.numbers:
            self.fields.update(_row_fields(number))
        self.fields[PASTED] = forms.CharField(
            label="Excelから貼り付ける",
            required=False,
            max_length=PASTE_LENGTH,
            widget=forms.Textarea(attrs={"rows": 4, "class": "area area--2"}),
            help_text="種別・旧課・新課の３列を、Excelから写して貼り付けます（CSVの行でもかまいません）。"
            "保存すると、上の行に加わります。",
        )

    @property
    def rows(self) -> list[tuple[BoundField, BoundField, BoundField]]:
        """The controls of each line."""
        return [
            (self[_name(KIND, row)], self[_name(SOURCES, row)], self[_name(TARGETS, row)])
            for row in self.numbers
        ]

    def clean(self) -> dict[str, Any]:
        values = self.cleaned_data
        day: date | None = values.get("in_force_on")
        typed = [*self._typed(values), *self._pasted(values.get(PASTED, ""))]
        if self.errors or day is None:
            return values
        if not typed:
            self.add_error(_name(KIND, 1), "旧課と新課を、１行以上入れてください。")
        self.lines = [line for _, line in typed]
        sections = Sections.read(self.municipality_id, day)
        for problem in sections.problems(self.lines, self.municipality_id):
            place = typed[problem.line][0]
            if isinstance(place, str):
                self.add_error(PASTED, f"{place}：{problem.message}")
            else:
                self.add_error(_name(problem.part, place), problem.message)
        return values

    def _typed(self, values: dict[str, Any]) -> Iterator[tuple[int | str, Line]]:
        for number in self.numbers:
            kind, sources, targets = (
                values.get(_name(part, number), "") for part in (KIND, SOURCES, TARGETS)
            )
            if kind:
                yield number, Line(kind, names_in(sources), names_in(targets))
            elif (sources or targets) and not self.has_error(_name(KIND, number)):
                self.add_error(_name(KIND, number), "種別を選んでください。")

    def _pasted(self, text: str) -> Iterator[tuple[int | str, Line]]:
        for number, row in enumerate(text.splitlines(), 1):
            cells = [cell.strip(' "　') for cell in re.split("\t" if "\t" in row else ",", row)]
            if not any(cells) or fold(cells[0]) == "種別":
                continue
            kind = _KINDS.get(fold(cells[0]))
            if kind is None or len(cells) > 3:  # noqa: PLR2004 - 種別・旧課・新課
                words = "・".join(_KINDS)
                self.add_error(
                    PASTED,
                    f"{wareki.digits(number)}行目：種別（{words}）・旧課・新課の３列にしてください。",
                )
                continue
            sources, targets = (*cells[1:], "", "")[:2]
            yield f"{wareki.digits(number)}行目", Line(kind, names_in(sources), names_in(targets))


def initial_of(reorganization: Reorganization, lines: Sequence[Line]) -> dict[str, Any]:
    """The stored values of a draft."""
    values: dict[str, Any] = {
        name: getattr(reorganization, name) for name in ("title", "in_force_on", "note", "version")
    }
    for number, line in enumerate(lines, 1):
        values[_name(KIND, number)] = line.kind
        values[_name(SOURCES, number)] = "、".join(line.sources)
        values[_name(TARGETS, number)] = "、".join(line.targets)
    return values


def _name(part: str, number: int) -> str:
    return f"{part}_{number}"


def _rows_in(data: Any) -> int:
    """The last line that was sent."""
    found = (_FIELD.match(name) for name in data)
    return max((int(match[1]) for match in found if match), default=0)


def _row_fields(number: int) -> dict[str, forms.Field]:
    names = forms.TextInput(attrs={"list": "sections", "autocomplete": "off", "class": "input"})
    return {
        _name(KIND, number): forms.ChoiceField(
            label=f"{wareki.digits(number)}行目の種別",
            required=False,
            choices=[("", "－"), *Kind.choices],
            widget=forms.Select(attrs={"class": "select"}),
            error_messages={"invalid_choice": "一覧にある種別から選んでください。"},
        ),
        _name(SOURCES, number): forms.CharField(
            label=f"{wareki.digits(number)}行目の旧課",
            required=False,
            max_length=CELL_LENGTH,
            widget=names,
        ),
        _name(TARGETS, number): forms.CharField(
            label=f"{wareki.digits(number)}行目の新課",
            required=False,
            max_length=CELL_LENGTH,
            widget=names,
        ),
    }
