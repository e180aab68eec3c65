"""What a loading does, for the person who is to decide: kind by kind, row by row, old text beside new."""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field

from exchange.planbook.names import NOTHING, Names
from exchange.planfile.journal import Deed, Note
from progress import difference

# Nobody reads more at a time; the numbers count all of them.
SHOWN = 100
ORDER = "order"


@dataclass(frozen=True)
class Change:
    """One column of a row, before and after, in pieces of which some changed."""

    name: str
    before: list[dict[str, object]]
    after: list[dict[str, object]]


@dataclass(frozen=True)
class ChangedRow:
    """A row that stays, with what changes in it."""

    label: str
    changes: list[Change]


@dataclass
class Kind:
    """One kind of row: numbers of everything, names and texts of the first ones."""

    name: str
    added: int = 0
    changed: int = 0
    moved: int = 0
    removed: int = 0
    added_rows: list[str] = field(default_factory=list)
    changed_rows: list[ChangedRow] = field(default_factory=list)
    removed_rows: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Preview:
    """All changes of a loading. ``digest`` is the same only when every one of them is the same."""

    title: str
    slug: str
    kinds: tuple[Kind, ...]
    digest: str

    @property
    def data(self) -> dict[str, object]:
        """What a page shows, as it is kept between the showing and the decision."""
        return {
            "title": self.title,
            "slug": self.slug,
            "added": sum(kind.added for kind in self.kinds),
            "changed": sum(kind.changed for kind in self.kinds),
            "removed": sum(kind.removed for kind in self.kinds),
            "moved": sum(kind.moved for kind in self.kinds),
            "kinds": [asdict(kind) for kind in self.kinds],
            "shown": SHOWN,
        }


def of(journal: Iterable[Note], names: Names) -> Preview:
    """Return the preview of a journal; the names must be asked while the rows are there."""
    kinds: dict[str, Kind] = {}
    digest = hashlib.sha256()
    for note in journal:
        kind = kinds.setdefault(name_of(note), Kind(name_of(note)))
        label = names.label(note.table, note.row)
        values = {
            name: tuple(names.words(note.table, name, value) for value in pair)
            for name, pair in note.values.items()
        }
        digest.update(json.dumps([note.deed, kind.name, label, values], sort_keys=True).encode())
        _count(kind, note, label, values)
    return Preview(names.plan.title, names.plan.slug, tuple(kinds.values()), digest.hexdigest())


def name_of(note: Note) -> str:
    """Return what a kind of row is called."""
    return str(note.table.model._meta.verbose_name)


def _count(kind: Kind, note: Note, label: str, values: dict[str, tuple[str, ...]]) -> None:
    if note.deed is Deed.ADDED:
        kind.added += 1
        _keep(kind.added_rows, label)
    elif note.deed is Deed.REMOVED:
        kind.removed += 1
        _keep(kind.removed_rows, label)
    elif set(values) == {ORDER}:
        kind.moved += 1
    else:
        kind.changed += 1
        if len(kind.changed_rows) < SHOWN:
            kind.changed_rows.append(ChangedRow(label, _changes(note, values)))


def _keep(rows: list[str], label: str) -> None:
    if len(rows) < SHOWN:
        rows.append(label)


def _changes(note: Note, values: dict[str, tuple[str, ...]]) -> list[Change]:
    found = []
    for name, (before, after) in values.items():
        if name == ORDER:
            continue
        pieces = difference.compare(before or NOTHING, after or NOTHING)
        word = str(note.table.model._meta.get_field(name).verbose_name)  # type: ignore[union-attr]
        found.append(
            Change(word, [vars(piece) for piece in pieces.before], [vars(p) for p in pieces.after])
        )
    return found
