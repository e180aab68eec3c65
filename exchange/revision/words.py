"""How the parts of a plan document read in 新旧対照表: labels, values, whole entries. Pure, apart from the models' names."""

from collections.abc import Callable, Iterator
from datetime import date
from typing import Any

from django.core.exceptions import FieldDoesNotExist

from exchange.planfile.schema import Field, Kind, Record
from exchange.revision.identity import Group
from fiscal import wareki
from initiatives.models import Milestone
from kpis.goals import due_words
from kpis.models import Target

# What the columns are not called, or what is no column at all.
_LABELS = {
    "adopted": "策定の時期",
    "predecessor": "前の計画",
    "parent": "上位の分類",
    "category": "分類",
    "repeat_of": "再掲の元",
    "valid_from": "追加",
    "valid_to": "廃止",
    "department": "課",
    "departments": "担当課",
    "certain": "年度の区切りは確か",
    "framework": "枠組み",
    "term": "項目",
    "counts": "数える一覧",
    "plan": "前の計画",
    "level": "段階",
    "policies": "取組方針",
    "item_lists": "一覧",
    "items": "項目",
    "links": "枠組みとの対応",
    "predecessors": "系譜",
    "responsibilities": "担当課",
    "bars": "スケジュール",
    "milestones": "目標事項",
    "indicators": "指標",
    "targets": "目標値",
    "grades": "評価の語",
}
YES, NO = "はい", "いいえ"
# Days on which an entry comes into the plan, or is in it for the last time.
_TURNS = {"valid_from": "に追加", "valid_to": "限りで廃止"}
# How an entry was read from the document, rather than what it says.
_QUIET = ("page", "certain", "table", "row", "kind", "note", "due_printed", "plan", "origin")


def label(record: Record, one: Field) -> str:
    """Return what a key is called."""
    if one.key in _LABELS or record.model is None:
        return _LABELS.get(one.key, one.key)
    try:
        return str(record.model._meta.get_field(one.key).verbose_name)  # type: ignore[union-attr]
    except FieldDoesNotExist:
        return one.key


def value(one: Field, raw: Any) -> str:
    """Return a value as a person reads it; nothing for a key that is left out."""
    if raw is None or raw in ("", []):
        return ""
    if one.key in _TURNS:
        return f"{_day(raw)}{_TURNS[one.key]}"
    if one.kind is Kind.CHOICE and one.choices is not None:
        return str(dict(one.choices.choices).get(raw, raw))
    return _READS.get(one.kind, str)(raw)


def _day(raw: Any) -> str:
    return wareki.full_date(date.fromisoformat(str(raw)))


def _moment(raw: Any) -> str:
    parts = [int(part) for part in str(raw).split("-")]
    first = date(*(*parts, 1, 1)[:3])
    return (f"{wareki.era_year(first)}年", wareki.year_month(first), wareki.full_date(first))[
        len(parts) - 1
    ]


_READS: dict[Kind, Callable[[Any], str]] = {
    Kind.WORDS: "\n".join,
    Kind.YEAR: wareki.fiscal_year,
    Kind.FLAG: lambda raw: YES if raw else NO,
    Kind.DAY: _day,
    Kind.MOMENT: _moment,
    Kind.DECIMAL: lambda raw: f"{raw:,}",
}


def entry(name: str, record: Record, group: Group, beside: Group | None = None) -> str:
    """Return an entry of a list in words: what it says first, then further facts with their labels.

    Next to another reading of the same entry (``beside``) only the facts that differ are told; a fresh entry tells
    everything but where it was read.
    """
    head = _HEADS.get(name, _head)(record, group)
    said = dict.fromkeys(text for text in head.values() if text)
    return "\n".join([*said, *_facts(record, group, set(head), beside)])


def gist(name: str, record: Record, group: Group) -> str:
    """Return the words by which a person recognises an entry."""
    head = _HEADS.get(name, _head)(record, group)
    return group.get("text") or next((text for text in head.values() if text), "")


def _facts(record: Record, group: Group, told: set[str], beside: Group | None) -> Iterator[str]:
    for one in record.fields:
        raw = group.get(one.key)
        if one.key in told or raw is None:
            continue
        if one.key in _QUIET if beside is None else raw == beside.get(one.key):
            continue
        if one.record is not None:
            for part in raw:
                inner = entry(one.key, one.record, part).replace("\n", "、")
                yield f"{label(record, one)}：{inner}"
        else:
            yield f"{label(record, one)}：{value(one, raw)}"


# What stands first in the words of an entry, by the keys it tells of.
Head = dict[str, str]


def _head(_record: Record, group: Group) -> Head:
    for key in ("title", "term", "name", "text", "word"):
        if group.get(key):
            return {key: str(group[key])}
    return {}


def _bar(_record: Record, group: Group) -> Head:
    span = f"{_moment_of(group, 'start')}～{_moment_of(group, 'end')}"
    stated = f"（{span}）" if span != "～" else ""
    keys = ("start_year", "start_quarter", "end_year", "end_quarter")
    return {"text": f"{group['text']}{stated}"} | dict.fromkeys(keys, "")


def _moment_of(group: Group, end: str) -> str:
    year, quarter = group.get(f"{end}_year"), group.get(f"{end}_quarter")
    if year is None:
        return ""
    return wareki.fiscal_year(year) + (wareki.quarter_name(quarter) if quarter else "")


def _milestone(_record: Record, group: Group) -> Head:
    keys = ("due", "due_year", "due_half", "due_month")
    due = due_words(Milestone(**{key: group.get(key) for key in keys}))
    told = {"due": due, **dict.fromkeys(keys[1:], ""), "text": group["text"]}
    if group.get("due_printed") == due:
        told["due_printed"] = ""
    return told


def _responsibility(record: Record, group: Group) -> Head:
    role = next(one for one in record.fields if one.key == "role")
    return {
        "department": f"{group['department']}（{value(role, group['role'])}）",
        "role": "",
    }


def _target(_record: Record, group: Group) -> Head:
    year = group.get("year")
    name = wareki.fiscal_year(year) if year is not None else "毎年度"
    is_relative = group.get("kind") == Target.Kind.YEAR_ON_YEAR
    sign = "前年度比 " if is_relative else ""
    return {"year": f"{name}　{sign}{group['value']:,}", "value": "", "kind": ""}


def _link(_record: Record, group: Group) -> Head:
    return {"framework": f"{group['framework']}　{group['term']}", "term": ""}


def _predecessor(record: Record, group: Group) -> Head:
    level, kind = (
        value(next(one for one in record.fields if one.key == key), group[key])
        for key in ("level", "kind")
    )
    return {"code": f"{level} {group['code']}（{kind}）", "level": "", "kind": ""}


_HEADS: dict[str, Callable[[Record, Group], Head]] = {
    "bars": _bar,
    "milestones": _milestone,
    "responsibilities": _responsibility,
    "targets": _target,
    "links": _link,
    "predecessors": _predecessor,
}
