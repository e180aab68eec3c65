"""From the path of a problem in the document to the control that caused it, or to words for where it stands. Pure."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from django import forms

from exchange.planfile import records
from exchange.planfile.problems import Problem
from exchange.planfile.schema import Kind, Record
from exchange.revision import words
from exchange.revision.identity import Group
from fiscal import wareki

# So many problems of other places are told at a time.
SHOWN = 20
_PART = re.compile(r"(\w+)(?:\[(\d+)\])?")


def place(
    problems: Sequence[Problem],
    *,
    prefix: str,
    form: forms.BaseForm,
    spots: Mapping[str, forms.BaseForm],
    document: Group,
) -> None:
    """Put each problem at the control that shows its place; the others stand above the form with their place in words.

    ``prefix`` is the path of the entry the form shows; ``spots`` are the forms of its rows by their path below it.
    """
    elsewhere = []
    for problem in problems:
        path = problem.place.path
        inside = path.removeprefix(prefix).lstrip(".") if path.startswith(prefix) else None
        if inside is None or not _put(inside, problem.message, form, spots):
            elsewhere.append(f"{where(document, path)}：{problem.message}")
    for sentence in elsewhere[:SHOWN]:
        form.add_error(None, sentence)
    if len(elsewhere) > SHOWN:
        form.add_error(None, f"ほかにも{len(elsewhere) - SHOWN}件あります。")


def _put(
    inside: str, message: str, form: forms.BaseForm, spots: Mapping[str, forms.BaseForm]
) -> bool:
    row = max((spot for spot in spots if inside.startswith(spot)), key=len, default="")
    target = spots[row] if row else form
    name = inside.removeprefix(row).lstrip(".") if row else inside
    if row:
        target.add_error(name if name in target.fields else None, message)
    elif name in target.fields:
        target.add_error(name, message)
    else:
        return False
    return True


def where(document: Group, path: str) -> str:
    """Return the place in words: 取組事項 A-1-1　スケジュール２　終わりの年度."""
    here: Any = document
    record: Record | None = records.PLAN_FILE
    said = []
    for name, number in _PART.findall(path):
        one = next((f for f in record.fields if f.key == name), None) if record else None
        if one is None or record is None:
            break
        said.append(_part(record, one, here, name, number))
        here = here.get(name) if isinstance(here, dict) else None
        if number and isinstance(here, list):
            here = here[int(number) - 1] if int(number) <= len(here) else None
        record = one.record
    return "　".join(part for part in said if part) or "計画"


_TOP = {
    "municipality": "自治体",
    "plan": "計画",
    "grade_scale": "評価尺度",
    "departments": "課",
    "frameworks": "枠組み",
    "revisions": "改定",
    "steps": "ステップ",
    "statements": "計画の記述",
    "glossary": "用語",
    "categories": "分類",
    "initiatives": "取組事項",
}


def _part(record: Record, one: Any, here: Any, name: str, number: str) -> str:
    label = _TOP.get(name) if record is records.PLAN_FILE else words.label(record, one)
    if not number:
        return label or name
    rows = here.get(name, []) if isinstance(here, dict) else []
    entry = rows[int(number) - 1] if int(number) <= len(rows) else {}
    known = entry.get("code") or entry.get("name") or wareki.digits(int(number))
    return f"{label or name} {known}"


def where_path(path: Sequence[str]) -> str:
    """Return the place of a part named by keys: 取組事項 A-1-1　現状・課題."""
    said, names = [], list(path)
    record: Record | None = records.PLAN_FILE
    while names and record is not None:
        name = names.pop(0)
        one = next(f for f in record.fields if f.key == name)
        label = _TOP.get(name) if record is records.PLAN_FILE else words.label(record, one)
        own = names.pop(0) if names and one.kind is Kind.RECORDS else ""
        said.append(f"{label or name} {own}".strip())
        record = one.record
    return "　".join(said)
