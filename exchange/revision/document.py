"""A plan as a document of plain values, as a 改定案 keeps it, and back through the same checks as a plan file."""

import hashlib
import json
from datetime import date
from decimal import Decimal
from typing import Any

from exchange.planfile import check, document, reading, records, tree
from exchange.planfile.problems import PlanFileError, Problem
from exchange.planfile.reading import Entry
from exchange.planfile.schema import Record
from initiatives.models import Plan

Group = dict[str, Any]
NAME = "改定案"
# Entries made here stand in no file: a line to point at would be the line 0.
_NO_LINE = "（0行目にもあります）"


def tree_of(plan: Plan) -> Group:
    """Return the plan as it reads now (a fixed number of queries)."""
    found: Group = plain(tree.plan_tree(plan))
    return found


def plain(value: Any) -> Any:
    """Return a value with decimals and dates as JSON has them, always in one spelling."""
    if isinstance(value, dict):
        return {key: plain(part) for key, part in value.items()}
    if isinstance(value, list):
        return [plain(part) for part in value]
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    return value.isoformat() if isinstance(value, date) else value


def read(group: Group) -> Entry:
    """Return the checked entries of a document.

    Raises:
        PlanFileError: with every problem found, each with the path of its place.
    """
    entry, problems = reading.read(_mapping(group), records.PLAN_FILE)
    problems = problems or check.check(entry)
    if problems:
        mended = [Problem(p.place, p.message.replace(_NO_LINE, "。")) for p in problems]
        raise PlanFileError(
            NAME, [Problem(p.place, p.message.replace("。。", "。")) for p in mended]
        )
    return entry


def written(entry: Entry, record: Record = records.PLAN_FILE) -> Group:
    """Return the entries as a document in the one spelling of ``tree_of``: what says nothing is left out."""
    group: Group = {}
    for field in record.fields:
        value = entry[field.key]
        if field.record is not None and isinstance(value, list):
            group[field.key] = [written(part, field.record) for part in value]
        elif field.record is not None:
            group[field.key] = written(value, field.record)
        elif field.required or (value is not None and value != field.empty):
            group[field.key] = plain(value)
    for field in record.fields:
        if record is not records.PLAN_FILE and group.get(field.key) == []:
            del group[field.key]
    return group


def seal(value: Any) -> str:
    """Return a short mark of a part of a document: equal parts have equal marks."""
    text = json.dumps(value, ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def _node(value: Any) -> document.Node:
    if isinstance(value, dict):
        return _mapping(value)
    if isinstance(value, list):
        return document.Sequence(tuple(_node(part) for part in value), 0)
    if value is None:
        return document.Scalar("", is_plain=True, line=0)
    if isinstance(value, bool):
        return document.Scalar("true" if value else "false", is_plain=True, line=0)
    if isinstance(value, float):
        # As the digits are, never as 1e-05.
        return document.Scalar(f"{Decimal(str(value)):f}", is_plain=True, line=0)
    return document.Scalar(str(value), is_plain=False, line=0)


def _mapping(group: Group) -> document.Mapping:
    entries = tuple(
        (document.Scalar(key, is_plain=True, line=0), _node(value)) for key, value in group.items()
    )
    return document.Mapping(entries, 0)
