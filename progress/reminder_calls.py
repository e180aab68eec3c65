"""A reminder of one kind: which sections are called on in which rounds, for what, and the letters they get."""

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date

from progress import request_letter
from progress.addressees import NO_OFFICE, Staff, office_names
from progress.cadences import Cadences
from progress.deadline import Deadline
from progress.ledger import Dispatch, Round
from progress.missing import Missing, Section
from progress.models import Notice
from progress.people import People
from progress.request_letter import Letter
from progress.unanswered import Unanswered

AUTOMATIC = "\n\nこのお知らせは、自動で送っています。"
Kind = Notice.Kind
# What the office has asked of a section today is not asked again by itself.
SAME = {Kind.REMINDER: (Kind.REQUEST, Kind.REMINDER), Kind.CONFIRM: (Kind.CONFIRM,)}
# A round and a section with its name.
Key = tuple[int, int, str]
Owed = dict[Key, list[Missing]]
Asks = dict[Key, tuple[Unanswered, ...]]
# Kind, round and section of what has been sent today.
Told = frozenset[tuple[str, int, int]]
# The letter of a round in the name of an office; the last says that the day is over.
Propose = Callable[[int, str, bool], Letter]


@dataclass(frozen=True)
class Call:
    """What sections are asked in some rounds; ``due`` is the day a section has, ``told`` who knows already.

    ``asks`` are the 各課への問い named beside, each with a day of its own.
    """

    kind: Notice.Kind
    rounds: Mapping[int, Round]
    owed: Owed
    told: Told
    due: Callable[[Key], date]
    propose: Propose
    asks: Asks = field(default_factory=dict)

    def dues(self, key: Key) -> list[date]:
        """The days on which something of a section is due, that of its reports first."""
        reports = [self.due(key)] if key in self.owed else []
        return [*reports, *sorted(row.due for row in self.asks.get(key, ()))]

    def is_told(self, key: Key) -> bool:
        """Whether a section has been asked the same today."""
        return any((kind, key[0], key[1]) in self.told for kind in SAME[self.kind])


@dataclass(frozen=True)
class Sender:
    """The people and the offices of some city halls, read for all their sections at once."""

    today: date
    staff: Staff
    offices: Mapping[int, str]
    letters: dict[tuple[Round, str, bool], Letter] = field(default_factory=dict)

    @classmethod
    def read(cls, municipalities: Collection[int], today: date) -> "Sender":
        """Read who is written to (two queries)."""
        return cls(today, Staff.read(municipalities, today), office_names(municipalities))

    def dispatches(self, call: Call, rules: Cadences) -> Iterator[Dispatch]:
        """The reminders of a kind that go out today."""
        for key in {**call.owed, **call.asks}:
            about = call.rounds[key[0]]
            falls = any(rules.falls_on(self.today, about, due) for due in call.dues(key))
            if falls and not call.is_told(key):
                yield self._dispatch(call, key)

    def _dispatch(self, call: Call, key: Key) -> Dispatch:
        pk, section, name = key
        about, deadline = call.rounds[pk], Deadline.of(call.dues(key)[0], self.today)
        rows, asks = tuple(call.owed.get(key, ())), call.asks.get(key, ())
        owing = Section(section, name, People(), rows, deadline, questions=asks)
        confirms = call.kind is Kind.CONFIRM
        find = self.staff.head_of if confirms else self.staff.of
        addressees = find(section, about.plan.municipality_id)
        letter = request_letter.filled(
            self._letter(call, about, is_late=deadline.is_past),
            about.closes_on,
            owing,
            addressees.route,
            nobody=request_letter.NO_HEAD if confirms else request_letter.NOBODY,
        )
        subject = f"{letter.subject}（{deadline.words}）"
        return Dispatch(
            about, section, addressees, Letter(subject, letter.text + AUTOMATIC), call.kind
        )

    def _letter(self, call: Call, about: Round, *, is_late: bool) -> Letter:
        key = (about, call.kind, is_late)
        if key not in self.letters:
            office = self.offices.get(about.plan.municipality_id, NO_OFFICE)
            self.letters[key] = call.propose(about.pk, office, is_late)
        return self.letters[key]
