"""Brings the rows of a table to what the file says, in few statements and without touching equal rows."""

from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Sequence
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from django.db.models import F, Model
from simple_history.utils import bulk_create_with_history, bulk_update_with_history

from exchange.planfile.guards import objections
from exchange.planfile.journal import Deed, Note
from exchange.planfile.problems import Place, PlanFileError, Problem
from exchange.planfile.tables import Surplus, Table

if TYPE_CHECKING:
    from organizations.models import User

REASON = "計画ファイルの取込み"
# Far above any real position: rows wait there while their neighbours move.
_PARKED = 20_000

Values = dict[str, Any]
# Where in the file the list stands that a row would belong to.
PlaceOf = Callable[[Any], Place]


class Writer:
    """One loading's writes: what was added, changed and removed, by the name of the table and row by row."""

    def __init__(self, *, name: str, by: "User | None", reason: str = REASON) -> None:
        self.name = name
        self.by = by
        self.reason = reason
        self.journal: list[Note] = []
        self.added: Counter[str] = Counter()
        self.changed: Counter[str] = Counter()
        self.removed: Counter[str] = Counter()
        self.fresh: set[Model] = set()
        self.later: list[tuple[Table, list[Model], PlaceOf]] = []

    @property
    def total(self) -> int:
        """How many rows have been written so far."""
        return self.added.total() + self.changed.total() + self.removed.total()

    def count_change(
        self, table: Table, row: Model, name: str, before: set[int], after: set[int]
    ) -> None:
        """Count a row that changed in a list of its own (構成する課); a new row counts as added already."""
        if row not in self.fresh:
            _count(self.changed, table, 1)
            self.journal.append(Note(Deed.CHANGED, table, row, {name: (before, after)}))

    def sync(
        self, table: Table, existing: Iterable[Model], wanted: Sequence[Values], place_of: PlaceOf
    ) -> list[Any]:
        """Make ``existing`` rows equal to ``wanted`` and return them in that order.

        Raises:
            PlanFileError: a row that would be removed carries reports or measurements.
        """
        held, asked = _matched(table, existing, wanted)
        if table.ordered:
            _place_in_order(table, [(held.get(key), values) for key, values in asked.items()])
        self._drop(table, [row for key, row in held.items() if key not in asked], place_of)
        self.change(table, [(held[key], asked[key]) for key in asked if key in held])
        fresh = {key: table.model(**asked[key]) for key in asked if key not in held}
        self._add(table, list(fresh.values()))
        return [held.get(key) or fresh[key] for key in asked]

    def finish(self) -> None:
        """Remove what had to wait: the newest lists first, since they point at the older ones."""
        for table, rows, place_of in reversed(self.later):
            self._remove(table, rows, place_of)
        self.later = []

    def _drop(self, table: Table, rows: list[Model], place_of: PlaceOf) -> None:
        if table.surplus is Surplus.REMOVE:
            self._remove(table, rows, place_of)
        elif table.surplus is Surplus.REMOVE_LATER:
            self.later.append((table, rows, place_of))

    def _remove(self, table: Table, rows: list[Model], place_of: PlaceOf) -> None:
        refused = objections(table.model, rows)
        if refused:
            raise PlanFileError(
                self.name,
                [Problem(place_of(row), refused[row.pk]) for row in rows if row.pk in refused],
            )
        for row in rows:
            self.journal.append(Note(Deed.REMOVED, table, row))
            self.sign(row)
            row.delete()
        _count(self.removed, table, len(rows))

    def change(self, table: Table, pairs: list[tuple[Any, Values]]) -> None:
        """Write these values over rows that differ from them."""
        changed: list[Model] = []
        names: set[str] = set()
        for row, values in pairs:
            before = {name: getattr(row, name) for name in values}
            different = {
                name: (before[name], values[name])
                for name in values
                if before[name] != values[name]
            }
            for name in different:
                setattr(row, name, values[name])
            if different:
                if row not in self.fresh:
                    self.journal.append(Note(Deed.CHANGED, table, row, different))
                changed.append(row)
                names.update(different)
        if "order" in names:
            parked = table.model._default_manager.filter(pk__in=[row.pk for row in changed])
            parked.update(order=F("order") + _PARKED)
        if changed:
            bulk_update_with_history(
                changed,
                table.model,
                sorted(names),
                default_user=self.by,
                default_change_reason=self.reason,
            )
        _count(self.changed, table, len([row for row in changed if row not in self.fresh]))

    def _add(self, table: Table, rows: list[Model]) -> None:
        if rows:
            bulk_create_with_history(
                rows, table.model, default_user=self.by, default_change_reason=self.reason
            )
        self.journal += [Note(Deed.ADDED, table, row) for row in rows]
        self.fresh.update(rows)
        _count(self.added, table, len(rows))

    def sign(self, row: Model) -> None:
        """Say in the history of a row that is about to be written who does it and why."""
        signed: Any = row
        signed._change_reason = self.reason
        if self.by is not None:
            signed._history_user = self.by


def _count(counter: Counter[str], table: Table, number: int) -> None:
    if number:
        counter[str(table.model._meta.verbose_name)] += number


Keyed = dict[tuple[Hashable, ...], Any]


def _matched(
    table: Table, existing: Iterable[Model], wanted: Sequence[Values]
) -> tuple[Keyed, Keyed]:
    """Key the rows there are and the rows asked for, so that the same row has the same key on both sides."""
    rows = [(tuple(getattr(row, name) for name in table.identity), row) for row in existing]
    values = [(tuple(want[name] for name in table.identity), want) for want in wanted]
    if not table.recognised_by:
        return _by_identity(rows), _by_identity(values)
    return _by_words(table.recognised_by, rows, values)


def _by_words(
    column: str, rows: list[tuple[Any, Model]], values: list[tuple[Any, Values]]
) -> tuple[Keyed, Keyed]:
    """Key rows by place among their siblings; what is asked for gets the place of a row that says the same.

    The rest takes the places left over, in order: a row that is reworded stays the same row.
    """
    families: dict[Any, list[Model]] = {}
    for identity, row in rows:
        families.setdefault(identity, []).append(row)
    free = {key: list(range(len(family))) for key, family in families.items()}
    found: dict[int, int] = {}
    for number, (identity, want) in enumerate(values):
        for place in free.get(identity, []):
            if getattr(families[identity][place], column) == want[column]:
                found[number] = place
                free[identity].remove(place)
                break
    asked: Keyed = {}
    for number, (identity, want) in enumerate(values):
        left = free.get(identity)
        place = found[number] if number in found else left.pop(0) if left else -1 - number
        asked[(*identity, place)] = want
    held: Keyed = {
        (*identity, place): row
        for identity, family in families.items()
        for place, row in enumerate(family)
    }
    return held, asked


def _by_identity(
    pairs: Iterable[tuple[tuple[Hashable, ...], Any]],
) -> dict[tuple[Hashable, ...], Any]:
    """Key rows by identity; the second of two equals gets a number of its own, and so on."""
    seen: Counter[tuple[Hashable, ...]] = Counter()
    keyed = {}
    for identity, value in pairs:
        keyed[(*identity, seen[identity])] = value
        seen[identity] += 1
    return keyed


def _place_in_order(table: Table, pairs: list[tuple[Model | None, Values]]) -> None:
    """Number the rows of each family; numbers that already follow the file stay as they are."""
    families: dict[Any, list[tuple[Model | None, Values]]] = {}
    for pair in pairs:
        family = tuple(pair[1][name] for name in (table.parent, *table.family))
        families.setdefault(family, []).append(pair)
    for members in families.values():
        orders = [_order(row) for row, _ in members]
        in_sequence = 0 not in orders and all(a < b for a, b in pairwise(orders))
        for position, (row, values) in enumerate(members, 1):
            values["order"] = _order(row) if in_sequence else position


def _order(row: Any) -> int:
    return row.order if row else 0
