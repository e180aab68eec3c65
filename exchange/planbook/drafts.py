"""The tree in the making: entries that rows of several sheets fill, each value with its spot."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from exchange.planbook.spots import Spot
from exchange.planfile import document
from exchange.planfile.problems import Place, Problem
from exchange.planfile.reading import MAXIMUM_PROBLEMS


@dataclass
class Draft:
    """A group of keys that still grows."""

    spot: Spot
    values: dict[str, document.Node] = field(default_factory=dict)
    lists: dict[str, tuple[Spot, list["Draft"]]] = field(default_factory=dict)
    groups: dict[str, "Draft"] = field(default_factory=dict)

    def below(self, name: str, spot: Spot) -> list["Draft"]:
        """Return the list of a name, which begins at the spot when it is new."""
        return self.lists.setdefault(name, (spot, []))[1]

    def text(self, key: str) -> str:
        """Return a single value as text; nothing when it is blank."""
        node = self.values.get(key)
        return node.text if isinstance(node, document.Scalar) else ""

    @property
    def node(self) -> document.Mapping:
        """The group as a plan file's reader gives it."""
        return document.Mapping(tuple(self._entries()), self.spot)

    def _entries(self) -> Iterator[tuple[document.Scalar, document.Node]]:
        for key, value in self.values.items():
            yield document.Scalar(key, True, value.line), value
        for key, group in self.groups.items():
            yield document.Scalar(key, True, group.spot), group.node
        for key, (spot, members) in self.lists.items():
            nodes = tuple(member.node for member in members)
            yield document.Scalar(key, True, spot), document.Sequence(nodes, spot)


@dataclass
class Findings:
    """What the reading found on its way: mistakes, and guesses a person should confirm."""

    problems: list[Problem] = field(default_factory=list)
    guesses: list[Problem] = field(default_factory=list)
    mistaken: set[int] = field(default_factory=set)

    def mistake(self, spot: Spot, message: str) -> None:
        """Note something to mend."""
        self.mistaken.add(int(spot))
        if len(self.problems) < MAXIMUM_PROBLEMS:
            self.problems.append(Problem(Place(spot), message))

    def guess(self, spot: Spot, message: str) -> None:
        """Note how something was understood."""
        if len(self.guesses) < MAXIMUM_PROBLEMS:
            self.guesses.append(Problem(Place(spot), message))

    def is_mistaken(self, spot: int) -> bool:
        """Whether something is wrong at exactly this spot."""
        return int(spot) in self.mistaken
