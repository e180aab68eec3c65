"""引継ぎ資料 as one frozen tree: everything a successor in a section needs. The page prints it, the workbook writes it."""

from dataclasses import dataclass
from datetime import date

from progress.deadline import Deadline
from reports.mark import Mark


@dataclass(frozen=True)
class Person:
    """Somebody who holds a post of the section today."""

    name: str
    role: str
    title: str


@dataclass(frozen=True)
class Open:
    """Something that is not finished on the day of the hand-over: a returned report, an unanswered remark."""

    kind: str
    number: str
    title: str
    url: str
    what: str
    said: str
    deadline: Deadline | None


@dataclass(frozen=True)
class Due:
    """Something that falls due later, in the words of the plan; ``day`` is its last day."""

    day: date
    when: str
    kind: str
    number: str
    title: str
    url: str
    text: str
    is_past: bool


@dataclass(frozen=True)
class Value:
    """An indicator with its last value and its target, ready to print."""

    pk: int
    name: str
    label: str
    value: str
    target: str


@dataclass(frozen=True)
class Last:
    """The last accepted report of an initiative."""

    period: str
    mark: Mark
    implementation: str
    result: str
    issue: str
    next_action: str
    reason: str
    recovery: str
    request: str


@dataclass(frozen=True)
class Card:
    """One initiative the section reports on."""

    number: str
    title: str
    url: str
    plan: str
    role: str
    page: str
    situation: str
    last: Last | None
    goal: str
    values: tuple[Value, ...]


@dataclass(frozen=True)
class Other:
    """An initiative in which the section has another part."""

    number: str
    title: str
    url: str
    plan: str
    role: str
    goal: str


@dataclass(frozen=True)
class Round:
    """Who did what for one report: 見本 花子（10月５日）; empty where nobody has."""

    period: str
    number: str
    title: str
    mark: Mark
    submitted: str
    confirmed: str
    accepted: str


@dataclass(frozen=True)
class Handover:
    """The whole paper; ``person`` is empty when it is the section's own."""

    municipality: str
    section: str
    person: str
    contact: str
    today: date
    is_demo: bool
    people: tuple[Person, ...]
    open: tuple[Open, ...]
    dues: tuple[Due, ...]
    until: str
    cards: tuple[Card, ...]
    others: tuple[Other, ...]
    rounds: tuple[Round, ...]
