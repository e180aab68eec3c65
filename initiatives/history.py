"""Who changed what, when and why, for an initiative and everything that hangs on it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from itertools import groupby
from typing import Any

from django.db.models import Field, ForeignKey, Model

from initiatives.models import (
    Category,
    Initiative,
    InitiativeItem,
    ItemList,
    Milestone,
    Responsibility,
    ScheduleBar,
)
from organizations.models import Department

EMPTY = "（空欄）"
DEEDS = {"+": "追加", "~": "変更", "-": "削除"}
NOBODY = "システム（取込み）"
YES_NO = {True: "はい", False: "いいえ"}


@dataclass(frozen=True)
class Difference:
    """One field before and after."""

    label: str
    before: str
    after: str


@dataclass(frozen=True)
class Entry:
    """One change: of which row, by whom, when, why, and what became different."""

    at: datetime
    by: str
    thing: str
    name: str
    deed: str
    reason: str
    differences: tuple[Difference, ...]


def of(initiative: Initiative) -> list[Entry]:
    """Return all changes, newest first, with a fixed number of queries."""
    names = dict(
        Department.objects.filter(municipality=initiative.plan.municipality_id).values_list(
            "pk", "name"
        )
    )
    categories = {
        category.pk: str(category) for category in initiative.plan.categories.only("label", "title")
    }
    words: dict[type[Model], dict[int, str]] = {Department: names, Category: categories}
    lists = ItemList.history.filter(initiative_id=initiative.pk).values("id")
    sources: tuple[tuple[Any, dict[str, Any]], ...] = (
        (Initiative, {"id": initiative.pk}),
        (ScheduleBar, {"initiative_id": initiative.pk}),
        (Milestone, {"initiative_id": initiative.pk}),
        (Responsibility, {"initiative_id": initiative.pk}),
        (InitiativeItem, {"list_id__in": lists}),
    )
    entries = [
        entry
        for model, where in sources
        for entry in entries_of(
            model.history.filter(**where)
            .select_related("history_user")
            .order_by("id", "history_date", "history_id"),
            words,
        )
    ]
    return sorted(entries, key=lambda entry: entry.at, reverse=True)


def entries_of(records: Any, words: Mapping[type[Model], Mapping[int, str]]) -> Iterator[Entry]:
    """Yield the changes in historical records that stand in order of row and time."""
    for _, versions in groupby(records, key=lambda record: record.id):
        before: Any = None
        for record in versions:
            entry = _entry(record, before, words)
            if entry.differences or record.history_type != "~":
                yield entry
            before = record


def _entry(record: Any, before: Any, words: Mapping[type[Model], Mapping[int, str]]) -> Entry:
    differences: tuple[Difference, ...] = ()
    if before is not None and record.history_type == "~":
        # Keys, not objects: fetching related rows here would cost a query for each difference.
        changes = {change.field: change for change in record.diff_against(before).changes}
        differences = tuple(
            Difference(
                str(field.verbose_name),
                in_words(field, changes[field.name].old, words),
                in_words(field, changes[field.name].new, words),
            )
            for field in record.tracked_fields
            if field.name in changes
        )
    return Entry(
        at=record.history_date,
        by=str(record.history_user or NOBODY),
        thing=str(record.instance_type._meta.verbose_name),
        name=_name(record, words),
        deed=DEEDS[record.history_type],
        reason=record.history_change_reason or "",
        differences=differences,
    )


def _name(record: Any, words: Mapping[type[Model], Mapping[int, str]]) -> str:
    if record.instance_type is Responsibility:
        department = words[Department].get(record.department_id, "")
        return f"{department}（{record.get_role_display()}・{record.get_origin_display()}）"
    if record.instance_type is ScheduleBar:
        return f"{record.text}（{record.get_table_display()}）"
    for attribute in ("title", "text", "name", "label"):
        value = getattr(record, attribute, None)
        if value:
            return str(value)
    return ""


def in_words(
    field: "Field[Any, Any]", value: Any, words: Mapping[type[Model], Mapping[int, str]]
) -> str:
    """Return a stored value as a person reads it."""
    if value is None or value in ("", []):
        return EMPTY
    if isinstance(field, ForeignKey):
        return words.get(field.related_model, {}).get(value, f"（番号 {value}）")
    if isinstance(value, list):
        return "、".join(map(str, value))
    if isinstance(value, Decimal):
        return f"{value.normalize():f}"
    labels = YES_NO if isinstance(value, bool) else dict(field.flatchoices or ())
    return str(labels.get(value, value))
