"""課の沿革: which section became which, and what a section of the past is called today."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import NamedTuple

from organizations.models import Department, Reorganization, ReorganizationTarget
from organizations.reorganization_rules import Kind


class Section(NamedTuple):
    """A section with its time."""

    pk: int
    name: str
    valid_from: date | None
    valid_to: date | None


class Link(NamedTuple):
    """One section that became, or went into, another."""

    source: Section
    target: Section

    @property
    def day(self) -> date | None:
        """From when on; None where nobody has stated it."""
        if self.source.valid_to is not None:
            return self.source.valid_to + timedelta(days=1)
        return self.target.valid_from


@dataclass(frozen=True)
class Event:
    """What happened to sections on a day, in words."""

    day: date | None
    word: str
    sources: tuple[str, ...]
    targets: tuple[str, ...]


@dataclass(frozen=True)
class Line:
    """A section of today and how it came to be, the latest first."""

    section: Section
    events: tuple[Event, ...]


@dataclass(frozen=True)
class Lineage:
    """The sections of today that were something else before, and those that ended without a successor."""

    lines: tuple[Line, ...]
    ended: tuple[Section, ...]


def links(municipality_id: int) -> list[Link]:
    """Read which section became which (one query)."""
    ends = ("pk", "name", "valid_from", "valid_to")
    rows = Department.successors.through.objects.filter(
        from_department__municipality=municipality_id
    ).values_list(
        *(f"from_department__{name}" for name in ends),
        *(f"to_department__{name}" for name in ends),
    )
    return [
        Link(Section(*row[: len(ends)]), Section(*row[len(ends) :]))
        for row in rows.order_by("to_department__order", "to_department_id")
    ]


def is_over(section: Section, day: date) -> bool:
    """Whether a section that has successors is a thing of the past; without a date it is."""
    return section.valid_to is None or section.valid_to < day


def heirs(found: Iterable[Link], day: date) -> dict[int, tuple[Section, ...]]:
    """Return for each section of the past the sections that stand for it on a day."""
    next_ones: dict[int, list[Section]] = defaultdict(list)
    for link in found:
        if is_over(link.source, day):
            next_ones[link.source.pk].append(link.target)
    return {pk: tuple(_last(pk, next_ones)) for pk in next_ones}


def _last(pk: int, next_ones: Mapping[int, list[Section]]) -> list[Section]:
    seen, waiting, ends = {pk}, list(next_ones[pk]), []
    while waiting:
        section = waiting.pop(0)
        if section.pk in seen:
            continue
        seen.add(section.pk)
        if section.pk in next_ones:
            waiting = [*next_ones[section.pk], *waiting]
        else:
            ends.append(section)
    return ends


def now_called(municipality_id: int, day: date) -> dict[int, str]:
    """Return what each section of the past is called on a day: 窓口課・保険課 (one query)."""
    return {
        pk: "・".join(section.name for section in sections)
        for pk, sections in heirs(links(municipality_id), day).items()
        if sections
    }


def with_present_name(name: str, present: str | None) -> str:
    """市民課（現：窓口課）; only the name where nothing has changed."""
    return f"{name}（現：{present}）" if present and present != name else name


def makes_a_circle(found: Iterable[Link], source: int, target: int) -> bool:
    """Whether a section would come to succeed itself if ``source`` went into ``target``."""
    followers: dict[int, set[int]] = defaultdict(set)
    for link in found:
        followers[link.source.pk].add(link.target.pk)
    seen: set[int] = set()
    waiting = {target}
    while waiting:
        pk = waiting.pop()
        seen.add(pk)
        waiting |= followers[pk] - seen
    return source in seen


def lineage(municipality_id: int, day: date) -> Lineage:
    """Read the line of names of every section (three queries)."""
    rows = Department.objects.filter(municipality=municipality_id, kind=Department.Kind.UNIT)
    sections = [
        Section(*row)
        for row in rows.order_by("order", "pk").values_list("pk", "name", "valid_from", "valid_to")
    ]
    into: dict[int, list[Link]] = defaultdict(list)
    out: dict[int, list[Link]] = defaultdict(list)
    for link in links(municipality_id):
        into[link.target.pk].append(link)
        out[link.source.pk].append(link)
    words = _words(municipality_id)
    present = [
        row for row in sections if not (out[row.pk] and is_over(row, day)) and not _ended(row, day)
    ]
    return Lineage(
        lines=tuple(
            Line(row, _events(row.pk, into, out, words)) for row in present if into[row.pk]
        ),
        ended=tuple(row for row in sections if _ended(row, day) and not out[row.pk]),
    )


def _ended(section: Section, day: date) -> bool:
    return section.valid_to is not None and section.valid_to < day


Words = Mapping[tuple[int, int], str]


def _words(municipality_id: int) -> Words:
    """What the 機構改革 in force call the change from one section to another (one query)."""
    rows = ReorganizationTarget.objects.filter(
        step__reorganization__municipality=municipality_id,
        step__reorganization__state=Reorganization.State.APPLIED,
    ).values_list("step__sources", "department", "step__kind")
    return {(source, target): Kind(kind).label for source, target, kind in rows}


def _events(
    pk: int, into: Mapping[int, list[Link]], out: Mapping[int, list[Link]], words: Words
) -> tuple[Event, ...]:
    """Everything that led to a section, the latest first; what has no date stands last."""
    seen, waiting, events = {pk}, [pk], []
    while waiting:
        target = waiting.pop(0)
        arrivals: dict[date | None, list[Link]] = defaultdict(list)
        for link in into[target]:
            arrivals[link.day].append(link)
            if link.source.pk not in seen:
                seen.add(link.source.pk)
                waiting.append(link.source.pk)
        events += [_event(day, arrived, out, words) for day, arrived in arrivals.items()]
    return tuple(sorted(events, key=lambda event: event.day or date.min, reverse=True))


def _event(
    day: date | None, arrived: list[Link], out: Mapping[int, list[Link]], words: Words
) -> Event:
    sources = [link.source for link in arrived]
    targets = {link.target for source in sources for link in out[source.pk]}
    told = words.get((arrived[0].source.pk, arrived[0].target.pk))
    if len(targets) > 1:
        word = Kind.SPLIT.label
    else:
        word = Kind.MERGE.label if len(sources) > 1 else Kind.RENAME.label
    names = sorted(targets, key=lambda section: section.pk)
    return Event(
        day,
        told or word,
        tuple(section.name for section in sources),
        tuple(section.name for section in names),
    )
