"""The lists of a 取組事項 in a form: its 担当, 工程, 目標事項, 指標 and 目標値, one form for each row."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms

from exchange.planfile import parts
from exchange.planfile.schema import Field, Record
from exchange.revision import controls
from exchange.revision.controls import Options
from exchange.revision.identity import Group
from ui.forms import HouseForm, dress, speak

# Rows to fill in for what is new; saving brings more.
EXTRA = 1
REST, OWNER = "rest", "indicator"


@dataclass(frozen=True)
class Kind:
    """A list that can be edited row by row. ``below`` is the list whose entries own the rows."""

    name: str
    title: str
    record: Record
    keys: tuple[str, ...]
    below: str = ""

    @property
    def fields(self) -> tuple[Field, ...]:
        """The keys with a control."""
        return tuple(one for one in self.record.fields if one.key in self.keys)


KINDS = (
    Kind("responsibilities", "担当課", parts.RESPONSIBILITY, ("department", "role", "note")),
    Kind(
        "bars",
        "スケジュール（工程）",
        parts.BAR,
        (
            "table",
            "row",
            "text",
            "kind",
            "start_year",
            "start_quarter",
            "end_year",
            "end_quarter",
            "certain",
            "actor",
        ),
    ),
    Kind(
        "milestones",
        "目標事項",
        parts.MILESTONE,
        ("text", "due", "due_year", "due_half", "due_month", "due_printed"),
    ),
    Kind(
        "indicators",
        "指標",
        parts.INDICATOR,
        (
            "code",
            "name",
            "unit",
            "decimals",
            "direction",
            "aggregation",
            "baseline_year",
            "baseline_value",
            "cycle",
            "definition",
        ),
    ),
    Kind("targets", "目標値", parts.TARGET, ("kind", "year", "value"), below="indicators"),
)


class RowForm(HouseForm):
    """One row; ``rest`` carries what it says beyond its controls, so that it is kept whoever else saves meanwhile."""

    kind: Kind
    options: Options

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields[REST] = forms.CharField(required=False, widget=controls.QuickHidden)
        if self.kind.below:
            named = (self.options.named or {}).get(OWNER, ())
            self.fields[OWNER] = controls.Choice(
                label="指標", choices=[("", "（選んでください）"), *named]
            )
        for one in self.kind.fields:
            self.fields[one.key] = controls.control(self.kind.record, one, self.options)
        dress(self.fields)
        speak(self.fields)

    def clean_rest(self) -> Group:
        """Return what has no control; what a browser did not send back is left out."""
        try:
            rest = json.loads(self.cleaned_data[REST] or "{}")
        except ValueError:
            rest = {}
        return rest if isinstance(rest, dict) else {}


def entries_of(kind: Kind, entry: Group) -> list[tuple[str, Group]]:
    """Return the rows of a list, each with the code of what owns it."""
    if not kind.below:
        return [("", row) for row in entry.get(kind.name, [])]
    return [
        (owner["code"], row)
        for owner in entry.get(kind.below, [])
        for row in owner.get(kind.name, [])
    ]


def _rest(kind: Kind, row: Group) -> str:
    lists = {one.name for one in KINDS if one.below == kind.name}
    rest = {key: raw for key, raw in row.items() if key not in (*kind.keys, *lists)}
    return json.dumps(rest, ensure_ascii=False) if rest else ""


class Tick(controls.QuickTick):
    """The control that takes a row out, dressed like the others."""

    def __init__(self) -> None:
        super().__init__(attrs={"class": "check"})


class Rows(forms.BaseFormSet):  # type: ignore[type-arg]
    """The forms of a list."""

    kind: Kind
    deletion_widget = Tick

    @property
    def held(self) -> list[Any]:
        """The forms of the rows there are."""
        return [one for one in self.forms if not one.empty_permitted]

    @property
    def fresh(self) -> list[Any]:
        """The forms for new rows."""
        return [one for one in self.forms if one.empty_permitted]

    @property
    def is_open(self) -> bool:
        """Whether something was typed into them."""
        return any(one.is_bound and one.has_changed() for one in self.fresh)


def formset(kind: Kind, entry: Group, options: Options, data: Any = None) -> Rows:
    """Return the forms of a list, filled with its rows or with what was sent."""
    form = type("OneRow", (RowForm,), {"kind": kind, "options": options})
    made = forms.formset_factory(form, formset=Rows, extra=EXTRA, can_delete=True)
    initial = [
        {REST: _rest(kind, row), OWNER: owner, **controls.shown(kind.fields, row)}
        for owner, row in entries_of(kind, entry)
    ]
    rows: Any = made(data, initial=initial, prefix=kind.name)
    rows.kind = kind
    filled: Rows = rows
    return filled


def kept(rows: Rows) -> Iterator[RowForm]:
    """Yield the forms of the rows that are to stand in the list."""
    for form in rows.forms:
        is_blank = form.empty_permitted and not form.has_changed()
        if not is_blank and not form.cleaned_data.get("DELETE"):
            yield form


# The place of each row among the problems of the document → its form.
Spots = dict[str, forms.BaseForm]


def assemble(entry: Group, sets: Sequence[Rows]) -> tuple[Group, Spots]:
    """Return the 取組事項 with the rows as sent, and where each of them stands."""
    changed, spots = dict(entry), Spots()
    for rows in (rows for rows in sets if not rows.kind.below):
        forms_kept = list(kept(rows))
        changed[rows.kind.name] = [_row(form) for form in forms_kept]
        spots |= {f"{rows.kind.name}[{n}]": form for n, form in enumerate(forms_kept, 1)}
    for rows in (rows for rows in sets if rows.kind.below):
        owners = changed[rows.kind.below]
        by_owner: Mapping[str, list[RowForm]] = {owner.get("code", ""): [] for owner in owners}
        for form in kept(rows):
            by_owner.get(form.cleaned_data[OWNER], []).append(form)
        for m, owner in enumerate(owners, 1):
            mine = by_owner[owner.get("code", "")]
            owner[rows.kind.name] = [_row(form) for form in mine]
            for n, form in enumerate(mine, 1):
                spots[f"{rows.kind.below}[{m}].{rows.kind.name}[{n}]"] = form
    return changed, spots


def _row(form: RowForm) -> Group:
    return controls.taken(form.kind.fields, form.cleaned_data, form.cleaned_data[REST])
