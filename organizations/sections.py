"""The sections that may close, and those that stay, when a reorganisation comes into force on a day."""

from dataclasses import dataclass
from datetime import date, timedelta

from organizations import lineage
from organizations.models import Department, Reorganization
from organizations.reorganization_rules import (
    TARGETS,
    Line,
    Names,
    Problem,
    closing_in,
    fold,
    is_new,
    problems,
)


@dataclass(frozen=True)
class Sections:
    """Sections by folded name: on the eve, and on the day itself; and the names of groups."""

    closable: dict[str, Department]
    present: dict[str, Department]
    groups: frozenset[str]

    @classmethod
    def read(cls, municipality_id: int, day: date) -> "Sections":
        """Read the sections of a municipality (three queries). What has a successor already is a thing of the past."""
        everything = Department.objects.filter(municipality=municipality_id)
        units, groups = everything.units(), everything.filter(kind=Department.Kind.GROUP)
        current = units.filter(successors__isnull=True)
        return cls(
            {fold(row.name): row for row in current.existing_on(day - timedelta(days=1))},
            {fold(row.name): row for row in units.existing_on(day)},
            frozenset(fold(name) for name in groups.values_list("name", flat=True)),
        )

    @property
    def names(self) -> Names:
        """What the rules need to know."""
        return Names(self.closable.keys(), self.present.keys(), self.groups)

    def problems(self, lines: list[Line], municipality_id: int) -> list[Problem]:
        """Return everything that keeps lines from being carried out (one query)."""
        found = problems(lines, self.names)
        return found or self._circles(lines, municipality_id)

    def target(self, lines: list[Line], name: str) -> Department | None:
        """The section that stays and takes over; None where it has yet to be made."""
        if is_new(name, self.names, closing_in(lines)):
            return None
        return self.present[fold(name)]

    def _circles(self, lines: list[Line], municipality_id: int) -> list[Problem]:
        links = lineage.links(municipality_id)
        return [
            Problem(number, TARGETS, f"「{name}」の後継をたどると「{source}」に戻ります。")
            for number, line in enumerate(lines)
            for name in line.targets
            for source in line.sources
            if (target := self.target(lines, name))
            and lineage.makes_a_circle(links, self.closable[fold(source)].pk, target.pk)
        ]


def lines_of(reorganization: Reorganization) -> list[Line]:
    """The lines of a draft as they were typed (three queries)."""
    steps = reorganization.steps.prefetch_related("sources", "targets")
    return [
        Line(
            step.kind,
            tuple(row.name for row in step.sources.all()),
            tuple(row.name for row in step.targets.all()),
        )
        for step in steps
    ]
