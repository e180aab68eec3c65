"""Writes the lists under many parents at once: the step that every part of a plan file is loaded with."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from exchange.planfile.problems import Place, PlanFileError, Problem
from exchange.planfile.reading import Entry
from exchange.planfile.tables import Table
from exchange.planfile.writing import Values, Writer

Pairs = Sequence[tuple[Any, Entry]]


def nothing(_entry: Entry) -> Values:
    """Return no further columns."""
    return {}


def single(writer: Writer, table: Table, entry: Entry, extra: Values | None = None) -> Any:
    """Write one row that has no parent and return it."""
    values = {**table.columns(entry), **(extra or {})}
    identity = {name: values[name] for name in table.natural}
    existing = table.model._default_manager.filter(**identity)
    return writer.sync(table, existing, [values], lambda _row: entry.place())[0]


def children(
    writer: Writer,
    table: Table,
    parents: Pairs,
    key: str,
    extra: Callable[[Entry], Values] = nothing,
    **fixed: Any,
) -> list[tuple[Any, Entry]]:
    """Write the lists under ``key`` of many parents; return the rows with their entries.

    ``fixed`` columns are the same in all rows, and only rows that have them are compared.
    """
    wanted, entries = [], []
    for parent, entry in parents:
        for child in entry[key]:
            entries.append(child)
            wanted.append(
                {table.parent: parent.pk, **fixed, **table.columns(child), **extra(child)}
            )
    keys = [parent.pk for parent, _ in parents]
    existing = table.model._default_manager.filter(**{f"{table.parent}__in": keys}, **fixed)
    places = {parent.pk: entry.place(key) for parent, entry in parents}
    rows = writer.sync(table, existing, wanted, lambda row: places[getattr(row, table.parent)])
    return list(zip(rows, entries, strict=True))


def write_pairs(
    writer: Writer, table: Table, relation: Any, wanted: Mapping[Any, set[int]]
) -> None:
    """Make each row's many-to-many list what the file says; a row whose list differs counts as changed."""
    field = relation.field
    source, target = field.m2m_column_name(), field.m2m_reverse_name()
    held: dict[int, set[int]] = {row.pk: set() for row in wanted}
    pairs = relation.through.objects.filter(**{f"{source}__in": list(held)})
    for row, other in pairs.values_list(source, target):
        held[row].add(other)
    for row, others in wanted.items():
        if held[row.pk] != others:
            writer.sign(row)
            getattr(row, field.name).set(others)
            writer.count_change(table, row, field.name, held[row.pk], others)


def refusal(writer: Writer, place: Place, message: str) -> PlanFileError:
    """Return the error that stops a loading for one reason."""
    return PlanFileError(writer.name, [Problem(place, message)])
