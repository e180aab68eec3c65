"""A plan as a document of plain values, as a 改定案 keeps it, and back through the same checks as a plan file."""

import hashlib
import json
import re
from datetime import date
from decimal import Decimal
from typing import Any

from exchange.planbook.phrases import reworded
from exchange.planfile import check, document, reading, records, tree
from exchange.planfile.problems import PlanFileError, Problem
from exchange.planfile.reading import Entry
from exchange.planfile.schema import Record
from initiatives.models import Plan

Group = dict[str, Any]
NAME = "改定案"
# Entries made here stand in no file: there is no line to point at.
_SHEET = re.compile("シート「[^」]*」の")
_NO_LINE = re.compile("（(0行目)?にもあります）")


def tree_of(plan: Plan) -> Group:
    """Return the plan as it reads now (a fixed number of queries)."""
    found: Group = plain(tree.plan_tree(plan))
    return found


def own_of(plan: Plan) -> Group:
    """Return the part of it that a revision may change; enough to compare."""
    found: Group = plain(tree.own_tree(plan))
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
        raise PlanFileError(NAME, [Problem(p.place, _said(p.message)) for p in problems])
    return entry


def _said(message: str) -> str:
    """Return what is wrong in the words of a form: no keys of the plan file, no lines."""
    return _SHEET.sub("", reworded(_NO_LINE.sub("", message)))


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


def spelt(group: Group, record: Record) -> Group:
    """Return a group in the one spelling, whatever is still wrong with it: what cannot be read is left out."""
    return written(reading.read(_mapping(group), record)[0], record)


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
