"""Which 部 a section belongs to: the topmost section above it, or the section itself."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

from organizations.lineage import now_called, with_present_name
from organizations.models import Department


class Unit(NamedTuple):
    """A section as the tree of sections needs it."""

    name: str
    parent: int | None
    place: int


@dataclass(frozen=True)
class Parts:
    """The sections of a city hall, also those of the past, in their order."""

    units: Mapping[int, Unit]
    present: Mapping[int, str] = field(default_factory=dict)

    @classmethod
    def read(cls, municipality_id: int, today: date) -> "Parts":
        """Read them with what those of the past are called today (two queries)."""
        rows = Department.objects.filter(municipality=municipality_id).order_by("order", "pk")
        return cls(
            {
                pk: Unit(name, parent, place)
                for place, (pk, name, parent) in enumerate(
                    rows.values_list("pk", "name", "parent_id")
                )
            },
            now_called(municipality_id, today),
        )

    def of(self, section: int) -> int:
        """Return the 部 of a section; a circle of parents ends where it began."""
        seen = {section}
        while (parent := self.units[section].parent) is not None and parent not in seen:
            seen.add(parent)
            section = parent
        return section

    def name(self, section: int) -> str:
        """Return the name of then, with today's behind it where it has changed."""
        return with_present_name(self.units[section].name, self.present.get(section))

    def place(self, section: int) -> int:
        """Return the place in the order of the city hall."""
        return self.units[section].place
