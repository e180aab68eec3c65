"""Plan documents for the tests of revisions: the small example, and any document the schema allows."""

from datetime import date
from typing import Any

from hypothesis import strategies as st

from exchange.planfile import loading
from exchange.planfile.schema import Field, Kind, Record
from exchange.revision import document
from exchange.revision.identity import OWN, keyed, natural_keys
from tests.exchange import planfiles

WORDS = st.text("あいう ア１1漢字\n", min_size=1, max_size=6)
DAYS = st.dates(date(2021, 1, 1), date(2030, 12, 31)).map(date.isoformat)


def small() -> dict[str, Any]:
    """The example of the manual as a document."""
    return document.written(loading.read(planfiles.small().encode(), name="plan.yaml"))


def values(one: Field) -> st.SearchStrategy[Any]:
    if one.kind is Kind.CHOICE:
        return st.sampled_from([value for value in one.choices.values if value])
    return {
        Kind.TEXT: WORDS,
        Kind.WORDS: st.lists(WORDS, min_size=1, max_size=2),
        Kind.NUMBER: st.integers(max(one.low, 1), 4),
        Kind.YEAR: st.integers(2021, 2030),
        Kind.DECIMAL: st.integers(0, 99) | st.sampled_from([0.5, 79.4]),
        Kind.FLAG: st.just(not one.empty),
        Kind.DAY: DAYS,
        Kind.MOMENT: DAYS | DAYS.map(lambda day: day[:7]) | DAYS.map(lambda day: day[:4]),
    }[one.kind]


def lists(one: Field) -> st.SearchStrategy[Any]:
    entries = groups(one.record)
    if keyed(one, []) is None:
        return st.lists(entries, min_size=1, max_size=2)
    own = natural_keys(one)
    return st.lists(
        entries, min_size=1, max_size=3, unique_by=lambda e: tuple(e.get(key, "") for key in own)
    )


def groups(record: Record) -> st.SearchStrategy[dict[str, Any]]:
    """Return groups of keys as the schema has them: the required ones always, of the others any."""
    required, optional = {}, {}
    for one in record.fields:
        if one.kind is Kind.RECORD:
            required[one.key] = groups(one.record)
        else:
            made = lists(one) if one.kind is Kind.RECORDS else values(one)
            (required if one.required else optional)[one.key] = made
    return st.fixed_dictionaries(required, optional=optional)


def documents() -> st.SearchStrategy[dict[str, Any]]:
    """Return whatever a revision may say."""
    return groups(OWN)


def changed(draw: st.DrawFn, group: dict[str, Any], record: Record) -> dict[str, Any]:
    """Return a group with one key changed, somewhere in it."""
    one = draw(st.sampled_from([f for f in record.fields if f.key not in ("code", "number")]))
    held = group.get(one.key)
    if one.kind is Kind.RECORD:
        return {**group, one.key: changed(draw, held, one.record)}
    if one.kind is not Kind.RECORDS:
        return {**group, one.key: draw(values(one))}
    if not held or draw(st.booleans()):
        return {**group, one.key: draw(lists(one))}
    place = draw(st.integers(0, len(held) - 1))
    entries = [*held]
    entries[place] = changed(draw, entries[place], one.record)
    own = natural_keys(one)
    names = [tuple(entry.get(key, "") for key in own) for entry in entries]
    if own and len(set(names)) < len(names):
        return group
    return {**group, one.key: entries}


@st.composite
def revisions(draw: st.DrawFn) -> tuple[dict[str, Any], dict[str, Any]]:
    """Return a document and itself with one small change."""
    one = draw(documents())
    return one, changed(draw, one, OWN)
