"""From nodes to entries: every value checked by the schema, every mistake noted with its place.

Nothing here asks the database; what entries say about each other is ``check``.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Any

from exchange.planfile import document, values
from exchange.planfile.problems import Place, Problem
from exchange.planfile.schema import Field, Kind, Record

# Nobody mends more at a time; a hostile file shall not fill the memory either.
MAXIMUM_PROBLEMS = 1000


@dataclass(frozen=True)
class Entry:
    """One group of keys with typed values; it still knows where each of them stands."""

    values: Mapping[str, Any]
    path: str
    line: int
    lines: Mapping[str, int]

    def __getitem__(self, key: str) -> Any:
        return self.values[key]

    def place(self, key: str = "") -> Place:
        """Return where a key stands, or the entry itself when the key was left out."""
        path = f"{self.path}.{key}" if self.path and key else self.path or key
        return Place(self.lines.get(key, self.line), path)


def walk(entry: Entry) -> Iterator[tuple[str, list[Entry]]]:
    """Yield every list of entries below an entry, with its key."""
    for key, value in entry.values.items():
        if isinstance(value, Entry):
            yield from walk(value)
        elif isinstance(value, list) and value and isinstance(value[0], Entry):
            yield key, value
            for child in value:
                yield from walk(child)


def read(root: document.Mapping, record: Record) -> tuple[Entry, list[Problem]]:
    """Return the whole file as an entry, with all the mistakes found on the way."""
    problems: list[Problem] = []
    return _Reader(problems).entry(root, record, Place(1, "")), problems


class _Reader:
    def __init__(self, problems: list[Problem]) -> None:
        self.problems = problems
        self.misspelt: set[str] = set()
        self.misread: set[str] = set()

    def note(self, place: Place, message: str) -> None:
        self.misread.add(place.path)
        if len(self.problems) < MAXIMUM_PROBLEMS:
            self.problems.append(Problem(place, message))

    def entry(self, node: document.Node, record: Record, place: Place) -> Entry:
        if not isinstance(node, document.Mapping):
            self.note(place, "「キー: 値」の組で書いてください。")
            return Entry({field.key: field.empty for field in record.fields}, "", 0, {})
        given = {key.text: (key.line, child) for key, child in self.known(node, record, place)}
        found: dict[str, Any] = {}
        lines: dict[str, int] = {}
        for field in record.fields:
            spot = Place(place.line, f"{place.path}.{field.key}" if place.path else field.key)
            found[field.key] = field.empty
            if field.key in given:
                lines[field.key], child = given[field.key]
                spot = Place(lines[field.key], spot.path)
                found[field.key] = self.value(child, field, record, spot)
            if field.required and found[field.key] in (None, "", []) and not self.excused(spot):
                self.note(spot, "必須です。値を書いてください。")
        return Entry(found, place.path, place.line, lines)

    def excused(self, place: Place) -> bool:
        """Whether a missing value has been explained already: misspelt, or written but not understood."""
        return place.path in self.misspelt or place.path in self.misread

    def known(
        self, node: document.Mapping, record: Record, place: Place
    ) -> Iterator[tuple[document.Scalar, document.Node]]:
        keys = [field.key for field in record.fields]
        seen: set[str] = set()
        for key, child in node.entries:
            spot = Place(key.line, f"{place.path}.{key.text}" if place.path else key.text)
            if key.text in seen:
                self.note(spot, "同じキーが２回あります。")
            elif key.text not in keys:
                self.note(spot, self.unknown(key.text, keys, place))
            else:
                yield key, child
            seen.add(key.text)

    def unknown(self, key: str, keys: list[str], place: Place) -> str:
        near = get_close_matches(key, keys, 1, 0.6)
        hint = f"使えるキー：{'、'.join(keys)}"
        if near:
            self.misspelt.add(f"{place.path}.{near[0]}" if place.path else near[0])
            hint = f"「{near[0]}」の誤りではありませんか。"
        return f"「{key}」というキーはありません。{hint}"

    def value(self, node: document.Node, field: Field, record: Record, place: Place) -> Any:
        if isinstance(node, document.Scalar) and node.is_null:
            return field.empty
        if field.record is not None:
            return self.nested(node, field, field.record, place)
        try:
            return values.value(node, field, record)
        except values.Mistake as mistake:
            self.note(place, str(mistake))
            return field.empty

    def nested(self, node: document.Node, field: Field, record: Record, place: Place) -> Any:
        if field.kind is Kind.RECORD:
            return self.entry(node, record, place)
        if not isinstance(node, document.Sequence):
            self.note(place, "「- 」で始まる並びで書いてください。")
            return []
        return [
            self.entry(item, record, Place(item.line, f"{place.path}[{position}]"))
            for position, item in enumerate(node.items, 1)
        ]
