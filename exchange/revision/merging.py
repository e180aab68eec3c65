"""Two changes of one document brought together: what only one side changed is carried, the rest is a conflict. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from exchange.planfile import records
from exchange.planfile.schema import Field, Kind, Record
from exchange.revision.identity import Group, Identity, keyed

MINE, THEIRS = "mine", "theirs"
Path = tuple[str, ...]


@dataclass(frozen=True)
class Conflict:
    """A place that both sides changed; None means that the side has it no more."""

    path: Path
    field: Field
    base: Any
    mine: Any
    theirs: Any

    @property
    def key(self) -> str:
        """The name of the choice."""
        return "/".join(self.path)


@dataclass
class Merge:
    """A merge under way: the choices made, and the conflicts met (chosen or not)."""

    choices: Mapping[str, str] = field(default_factory=dict)
    conflicts: list[Conflict] = field(default_factory=list)

    @property
    def open(self) -> list[Conflict]:
        """The conflicts for which nothing has been chosen."""
        return [conflict for conflict in self.conflicts if conflict.key not in self.choices]

    def document(self, base: Group, mine: Group, theirs: Group) -> Group:
        """Return the whole document; where nothing is chosen, mine stands."""
        return self.group(records.PLAN_FILE, (base, mine, theirs), ())

    def group(self, record: Record, sides: Sequence[Group], path: Path) -> Group:
        """Return a group of keys from base, mine and theirs."""
        merged: Group = {}
        for one in record.fields:
            value = self.value(one, [side.get(one.key) for side in sides], (*path, one.key))
            if value is not None:
                merged[one.key] = value
        return merged

    def value(self, one: Field, sides: Sequence[Any], path: Path) -> Any:
        """Return the value of a key."""
        base, mine, theirs = sides
        if theirs in (mine, base):
            return mine
        if mine == base:
            return theirs
        if one.kind is Kind.RECORD and one.record is not None:
            return self.group(one.record, [side or {} for side in sides], path)
        if one.kind is Kind.RECORDS and keyed(one, []) is not None:
            return self.entries(one, [side or [] for side in sides], path)
        return self.choose(one, sides, path)

    def entries(self, one: Field, sides: Sequence[list[Group]], path: Path) -> list[Group]:
        """Return a list: what either side added stays, what either took out goes unless the other changed it."""
        base, mine, theirs = (keyed(one, side) or {} for side in sides)
        merged = []
        for identity in _order(list(base), list(mine), list(theirs)):
            found = self.entry(
                one,
                [side.get(identity) for side in (base, mine, theirs)],
                (*path, "・".join(map(str, identity))),
            )
            if found is not None:
                merged.append(found)
        return merged

    def entry(self, one: Field, sides: Sequence[Group | None], path: Path) -> Group | None:
        """Return an entry of a list, or None when it goes."""
        base, mine, theirs = sides
        if base is None and (mine is None or theirs is None):
            return mine or theirs
        if mine is None or theirs is None:
            stays = theirs if mine is None else mine
            chosen: Group | None = None if stays == base else self.choose(one, sides, path)
            return chosen
        if one.record is None:
            raise TypeError(one)
        return self.group(one.record, [base or {}, mine, theirs], path)

    def choose(self, one: Field, sides: Sequence[Any], path: Path) -> Any:
        """Note a conflict and return the chosen side."""
        conflict = Conflict(path, one, *sides)
        self.conflicts.append(conflict)
        return conflict.theirs if self.choices.get(conflict.key) == THEIRS else conflict.mine


def _order(base: list[Identity], mine: list[Identity], theirs: list[Identity]) -> list[Identity]:
    """Return every identity once: in the order of the side that moved something, mine before theirs.

    What only the other side has stands behind what it stood behind there.
    """
    leading, other = (
        (theirs, mine) if _moved(base, theirs) and not _moved(base, mine) else (mine, theirs)
    )
    order = list(leading)
    for place, identity in enumerate(other):
        if identity not in order:
            before = [entry for entry in other[:place] if entry in order]
            order.insert(order.index(before[-1]) + 1 if before else 0, identity)
    return order


def _moved(before: list[Identity], after: list[Identity]) -> bool:
    return [entry for entry in before if entry in after] != [
        entry for entry in after if entry in before
    ]
