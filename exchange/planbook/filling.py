"""From the tree of a plan to the rows of each sheet, values as cells hold them."""

from collections.abc import Iterator
from typing import Any

from exchange.planbook import cells, layout
from exchange.planbook.layout import NATURAL, Block, Column, Sheet
from exchange.planfile.schema import Kind
from exchange.planfile.tree import Group
from exchange.workbook.grid import Value

Facts = dict[str, Any]


def form_rows(sheet: Sheet, tree: Group) -> list[Value]:
    """Return the values of a sheet whose headings stand below each other."""
    facts: Facts = {"format": tree.get("format")}
    for name in dict.fromkeys(column.keys[0].rpartition(".")[0] for column in sheet.columns):
        if name:
            facts |= _facts(name, tree.get(name, {}))
    return [_cell(column, facts) for column in sheet.columns]


def table_rows(sheet: Sheet, tree: Group) -> Iterator[list[Value]]:
    """Yield the rows of a sheet, in the order in which its headings stand."""
    for block in sheet.blocks:
        if block.names[0] == layout.SCALE:
            for grade in tree.get(layout.SCALE, {}).get("grades", []):
                yield _row(sheet, block, _facts("grades", grade))
        else:
            for first in tree.get(block.names[0], []):
                yield from _entries(sheet, block, first)


def _entries(sheet: Sheet, block: Block, first: Group) -> Iterator[list[Value]]:
    """Yield the rows of one entry of the outermost list."""
    name, *below = block.names
    if not below:
        yield _row(sheet, block, _facts(name, first))
        return
    owner = {f"{name}.{NATURAL[name]}": first[NATURAL[name]]}
    for second in first.get(below[0], []):
        if len(below) == 1:
            yield _row(sheet, block, {**owner, **_facts(below[0], second)})
        else:
            yield from _nested(sheet, block, owner, second)


def _nested(sheet: Sheet, block: Block, owner: Facts, second: Group) -> Iterator[list[Value]]:
    """Yield a row for each entry below an entry; the first also says everything about the entry itself."""
    _, name, last = block.names
    facts = {**owner, **_facts(name, second)}
    again = {**owner, f"{name}.{NATURAL[name]}": second[NATURAL[name]]}
    for third in second.get(last, []):
        yield _row(sheet, block, {**facts, **_facts(last, third)})
        facts = again
    if not second.get(last):
        yield _row(sheet, block, facts)


def _facts(name: str, group: Group) -> Facts:
    """Return an entry's values by ``list.key``, with the defaults that are worth showing."""
    facts = {}
    for one in layout.RECORDS[name].fields:
        if one.key in group:
            facts[f"{name}.{one.key}"] = group[one.key]
        elif one.default not in (None, "", False) or one.kind is Kind.NUMBER:
            facts[f"{name}.{one.key}"] = one.default
    return facts


def _row(sheet: Sheet, block: Block, facts: Facts) -> list[Value]:
    return [
        block.word if column.heading == sheet.kind else _cell(column, facts)
        for column in sheet.columns
    ]


def _cell(column: Column, facts: Facts) -> Value:
    for key in column.keys:
        value = facts.get(key)
        if value is not None:
            return cells.write(value, layout.field_of(key), column)
    return None
