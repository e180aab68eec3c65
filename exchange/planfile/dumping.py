"""Writes the tree of a plan as YAML or JSON, always the same text for the same plan."""

import json
import re
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Any

from exchange.planfile import records
from exchange.planfile.schema import Record
from exchange.planfile.tree import Group, plan_tree
from initiatives.models import Plan

# Words and shapes that another YAML reader might take for something else than text.
_LOOKS_TYPED = re.compile(
    r"(?i)([-+.]?[0-9][-+.:_e0-9]*|0[xo][0-9a-f]+|[-+]?\.(inf|nan)|true|false|yes|no|on|off|y|n|null|~)?\Z"
)
# Signs with a meaning: at the start of a value, and anywhere in it.
_PUNCTUATION = re.compile(r"\A[-?&*!|>'\"%@`=<]|[\t:#,\[\]{}]")
_ASCII_WORD = re.compile(r"[0-9A-Za-z][0-9A-Za-z._-]*\Z")
_LONG = 60


def dump_yaml(plan: Plan) -> str:
    """Return a plan file in YAML."""
    return "\n".join(document(plan_tree(plan))) + "\n"


def dump_json(plan: Plan) -> str:
    """Return the same in JSON."""
    return json.dumps(plan_tree(plan), ensure_ascii=False, indent=1, default=_plain) + "\n"


def _plain(value: Any) -> Any:
    """Return what JSON has instead of a decimal or a date."""
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(value)


def document(tree: Group, record: Record = records.PLAN_FILE) -> Iterator[str]:
    """Yield the lines of a plan file; an empty line stands before each part and each of its entries."""
    for field in record.fields:
        value = tree.get(field.key)
        if value in (None, []):
            continue
        if field.key != "format":
            yield ""
        if field.record is None:
            yield f"{field.key}: {scalar(value)}"
            continue
        yield f"{field.key}:"
        groups = value if isinstance(value, list) else [value]
        for position, group in enumerate(groups):
            if position and not field.record.flow:
                yield ""
            yield from _entry(group, field.record, "  ", is_item=isinstance(value, list))


def _entry(group: Group, record: Record, indent: str, *, is_item: bool) -> Iterator[str]:
    if record.flow and is_item:
        yield f"{indent}- {_flow(group)}"
        return
    lines = _lines(group, record, indent + "  " if is_item else indent)
    for position, line in enumerate(lines):
        yield f"{indent}- {line.lstrip(' ')}" if is_item and not position else line


def _lines(group: Group, record: Record, indent: str) -> Iterator[str]:
    records_below = {field.key: field.record for field in record.fields}
    for key, value in group.items():
        below = records_below[key]
        if isinstance(value, list):
            yield f"{indent}{key}:"
            for item in value:
                if below is None:
                    yield f"{indent}  - {scalar(item)}"
                else:
                    yield from _entry(item, below, indent + "  ", is_item=True)
        elif isinstance(value, str) and ("\n" in value or len(value) > _LONG) and _is_block(value):
            yield f"{indent}{key}: |-"
            yield from (f"{indent}  {line}" if line else "" for line in value.split("\n"))
        else:
            yield f"{indent}{key}: {scalar(value)}"


def _flow(group: Group) -> str:
    return "{" + ", ".join(f"{key}: {_inline(value)}" for key, value in group.items()) + "}"


def _inline(value: Any) -> str:
    return (
        "[" + ", ".join(scalar(item) for item in value) + "]"
        if isinstance(value, list)
        else scalar(value)
    )


def scalar(value: Any) -> str:
    """Return a value on one line, quoted where YAML could read it as something else."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int):
        return str(value)
    if isinstance(value, Decimal):
        return f"{value.normalize():f}"
    if isinstance(value, date):
        return f'"{value.isoformat()}"'
    return value if _is_safe(value) else json.dumps(value, ensure_ascii=not _is_printable(value))


def _is_printable(text: str) -> bool:
    # The ideographic space is ordinary in Japanese text, though Python calls it unprintable.
    return text.replace("\u3000", "").isprintable()


def _is_safe(text: str) -> bool:
    if _LOOKS_TYPED.match(text):
        return False
    if _ASCII_WORD.match(text):
        return True
    return _is_printable(text) and text == text.strip(" ") and not _PUNCTUATION.search(text)


def _is_block(text: str) -> bool:
    """Whether a text may stand as a block: no space at its edges and nothing that must be escaped."""
    lines = text.split("\n")
    return (
        bool(lines[-1])
        and not lines[0].startswith(" ")
        and all(line.strip(" ") or not line for line in lines)
        and bool(lines[0])
        and all(_is_printable(line) for line in lines)
    )
