"""What a list does (or would do) to the database, as a person reads it."""

from dataclasses import dataclass
from hashlib import sha256

from exchange.rosters.table import Problem
from organizations.people_actions import Issued

ADDED, CHANGED, ENDED = "追加", "変更", "終了"


@dataclass(frozen=True)
class Detail:
    """One value of a change."""

    heading: str
    before: str
    after: str


@dataclass(frozen=True)
class Change:
    """One row that is added or changed, or a post that ends because of it."""

    row: int
    kind: str
    label: str
    details: tuple[Detail, ...]


@dataclass(frozen=True)
class Outcome:
    """Everything one list does."""

    changes: tuple[Change, ...]
    problems: tuple[Problem, ...]
    same: int
    ignored: tuple[str, ...] = ()
    issued: tuple[Issued, ...] = ()
    consequences: tuple[str, ...] = ()

    @property
    def added(self) -> int:
        """How many rows are new."""
        return sum(change.kind == ADDED for change in self.changes)

    @property
    def changed(self) -> int:
        """How many rows are changed."""
        return sum(change.kind == CHANGED for change in self.changes)

    @property
    def ended(self) -> int:
        """How many posts end because their holders get another."""
        return len(self.changes) - self.added - self.changed

    @property
    def mark(self) -> str:
        """The same for two outcomes that do the same: what was shown is what is done."""
        return sha256(repr(self.changes).encode()).hexdigest()
