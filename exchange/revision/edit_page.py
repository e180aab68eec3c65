"""One 取組事項 of a draft in forms: what is offered, what was sent, and what became of it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django import forms

from exchange.planfile import records
from exchange.planfile.problems import PlanFileError
from exchange.revision import comparison, document, drafting, editions, placing, rows
from exchange.revision.controls import Options
from exchange.revision.editions import Table
from exchange.revision.forms import RecordForm, initiative_form
from exchange.revision.identity import Group
from fiscal import wareki
from initiatives.models import PlanAmendment
from organizations.models import Department

REASON = "initiatives/{}"


@dataclass
class Sheet:
    """The forms of a 取組事項 with the entry they change. ``seen`` marks the entry as it was read."""

    amendment: PlanAmendment
    entry: Group
    form: RecordForm
    sets: list[Any]
    is_new: bool
    seen: str
    spots: rows.Spots = field(default_factory=dict)
    theirs: Table | None = None

    @property
    def is_valid(self) -> bool:
        """Whether every single value can be read."""
        return all([self.form.is_valid(), *(one.is_valid() for one in self.sets)])

    @property
    def reason(self) -> dict[str, str]:
        """The reason that was typed, under the key of the 取組事項."""
        return {REASON.format(self.written["code"]): self.form.cleaned_data["reason"].strip()}

    @property
    def written(self) -> Group:
        """The 取組事項 as sent."""
        changed, self.spots = rows.assemble(self.form.taken(self.entry), self.sets)
        return changed

    @property
    def errors(self) -> list[tuple[str, str, str]]:
        """Every error with the anchor and the label of its control, for the summary above the forms."""
        found = _errors(self.form, "")
        for one in self.sets:
            found += [("", one.kind.title, str(error)) for error in one.non_form_errors()]
            for words, own in ((one.kind.title, one.held), (f"新しい{one.kind.title}", one.fresh)):
                for number, form in enumerate(own, 1):
                    found += _errors(form, f"{words}{wareki.digits(number)}　")
        return found

    def blame(self, error: PlanFileError, tried: Group, written: Group) -> None:
        """Put what is wrong with the document at the controls that caused it."""
        number = next((n for n, row in enumerate(tried["initiatives"], 1) if row is written), 0)
        placing.place(
            error.problems,
            prefix=f"initiatives[{number}]",
            form=self.form,
            spots=self.spots,
            document=tried,
        )

    def collide(self, current: PlanAmendment) -> None:
        """Show what is stored by now beside what was typed; the next saving is based on it."""
        stored = drafting.initiative_of(current.document, self.entry.get("code", "")) or {}
        self.theirs = between(self.amendment, stored, self.written)
        self.seen = document.seal(stored or None)
        self.form.add_error(
            None,
            "ほかの人が先に保存しました。まだ何も上書きしていません。下の表で違いを確かめ、"
            "残す内容に直してから、もう一度保存してください。",
        )


def between(amendment: PlanAmendment, stored: Group, typed: Group) -> Table:
    """Return how the stored and the typed 取組事項 differ."""
    plan = {"plan": amendment.document["plan"]}
    old, new = (
        {**plan, "initiatives": [document.spelt(side, records.INITIATIVE)] if side else []}
        for side in (stored, typed)
    )
    return editions.table(comparison.rows(old, new), lambda _row: "")


def _errors(form: forms.BaseForm, before: str) -> list[tuple[str, str, str]]:
    found = [("", before.strip(), str(error)) for error in form.non_field_errors()]
    for bound in form:
        found += [
            (bound.id_for_label, f"{before}{bound.label}", str(error)) for error in bound.errors
        ]
    return found


def sheet(
    amendment: PlanAmendment, entry: Group, data: Any = None, *, is_new: bool = False
) -> Sheet:
    """Return the forms of a 取組事項, filled with it or with what was sent."""
    options = _options(amendment, entry)
    form = initiative_form(entry, options, data, is_new=is_new)
    if not is_new:
        key = REASON.format(entry["code"])
        form.fields["reason"].initial = amendment.reasons.get(key, "")
    sets = [rows.formset(kind, entry, options, data) for kind in rows.KINDS]
    seen = data.get("seen", "") if data is not None else document.seal(entry or None)
    return Sheet(amendment, entry, form, sets, is_new, str(seen))


def _options(amendment: PlanAmendment, entry: Group) -> Options:
    plan, draft = amendment.document["plan"], amendment.document
    first = min(plan.get("schedule_first_year") or plan["first_year"], plan["first_year"])
    years = {*range(first, plan["last_year"] + 1), *_years(entry)}
    sections = Department.objects.filter(municipality=amendment.plan.municipality_id)
    names = {*sections.values_list("name", flat=True), *(d["name"] for d in draft["departments"])}
    labels = {
        "situation": plan.get("situation_word", "現状・課題"),
        "direction": plan.get("direction_word", "取組の方向性"),
        "title": f"{plan.get('initiative_word', '取組事項')}名",
    }
    named: Mapping[str, list[tuple[str, str]]] = {
        "department": [(name, name) for name in sorted(names)],
        "category": [(c["code"], f"{c['label']} {c['title']}") for c in draft["categories"]],
        rows.OWNER: [(i["code"], i["name"]) for i in entry.get("indicators", [])],
    }
    return Options(sorted(years), named, labels)


def _years(value: Any) -> set[int]:
    """Return every fiscal year an entry names, so that none of them is lost from the choices."""
    if isinstance(value, dict):
        own = {part for key, part in value.items() if key.endswith("year") and part}
        return own.union(*(_years(part) for part in value.values()))
    if isinstance(value, list):
        return set().union(*(_years(part) for part in value))
    return set()
