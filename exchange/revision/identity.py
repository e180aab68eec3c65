"""Which parts of a document a revision may change, and what makes an entry of a list the same entry. Pure."""

from typing import Any

from exchange.planfile import records
from exchange.planfile.schema import Field, Kind, Record

# Shared with other plans, or written by the coming into force itself: never part of what a revision says.
SHARED = ("format", "municipality", "departments", "frameworks", "revisions")
OWN = Record(None, tuple(field for field in records.PLAN_FILE.fields if field.key not in SHARED))

# Lists whose entries are told apart by these keys; the entries of other lists only by what they say.
_NATURAL: dict[str, tuple[str, ...]] = {
    "grades": ("word",),
    "departments": ("name",),
    "frameworks": ("key",),
    "terms": ("code",),
    "revisions": ("number",),
    "steps": ("number",),
    "statements": ("kind", "key", "title"),
    "glossary": ("term",),
    "categories": ("code",),
    "policies": ("code",),
    "initiatives": ("code",),
    "indicators": ("code",),
    "item_lists": ("title",),
    "items": ("number",),
}

Identity = tuple[Any, ...]
Group = dict[str, Any]


def keyed(field: Field, entries: list[Group]) -> dict[Identity, Group] | None:
    """Return the entries by what tells them apart; None where nothing does."""
    natural = _NATURAL.get(field.key) if field.kind is Kind.RECORDS else None
    if natural is None:
        return None
    found: dict[Identity, Group] = {}
    for entry in entries:
        identity: Identity = tuple(entry.get(key, "") for key in natural)
        while identity in found:  # two statements may bear the same heading
            identity = (*identity, "＊")
        found[identity] = entry
    return found


def natural_keys(field: Field) -> tuple[str, ...]:
    """Return the keys that tell the entries of a list apart."""
    return _NATURAL.get(field.key, ())
