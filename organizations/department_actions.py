"""Deeds on sections: one is entered, corrected, or put in another order."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from datetime import date

from django.db import transaction
from django.db.models import Max

from organizations.models import Department, Municipality, User
from organizations.signature import sign


class DepartmentError(Exception):
    """A section that cannot be; ``field`` is where, the message is Japanese and meant for the person."""

    def __init__(self, field: str, message: str) -> None:
        self.field = field
        super().__init__(message)


@dataclass(frozen=True)
class DepartmentFacts:
    """What the administrator states about a section."""

    name: str
    code: str = ""
    parent: Department | None = None
    extension: str = ""
    valid_from: date | None = None
    valid_to: date | None = None


@transaction.atomic
def add_department(
    *,
    municipality: Municipality,
    facts: DepartmentFacts,
    by: User,
    order: int | None = None,
    reason: str = "課の登録",
) -> Department:
    """Enter a section, after all others unless its place is given.

    Raises:
        DepartmentError: a section of that name, or with that code, exists in the same time.
    """
    Municipality.objects.select_for_update(no_key=True).get(pk=municipality.pk)
    if order is None:
        order = last_order(municipality) + 1
    row = Department(municipality=municipality, order=order)
    return _fill(row, facts, by, reason)


def last_order(municipality: Municipality) -> int:
    """The place of the last section."""
    return municipality.departments.aggregate(last=Max("order"))["last"] or 0


@transaction.atomic
def change_department(
    *, department: Department, facts: DepartmentFacts, by: User, reason: str = "課の変更"
) -> Department:
    """Correct a section.

    Raises:
        DepartmentError: the name or code is another section's in the same time, or the 上位 leads back.
    """
    row = Department.objects.select_for_update().get(pk=department.pk)
    return _fill(row, facts, by, reason)


@transaction.atomic
def sort_departments(
    *, departments: Iterable[Department], order: Mapping[int, int], by: User
) -> int:
    """Put sections in the order given by their keys; return how many moved."""
    moved = [row for row in departments if row.pk in order and row.order != order[row.pk]]
    for row in moved:
        row.order = order[row.pk]
        sign(row, by=by, reason="課の並びの変更")
        row.save()
    return len(moved)


def _fill(row: Department, facts: DepartmentFacts, by: User, reason: str) -> Department:
    _refuse_twin(row, facts)
    _refuse_circle(row, facts.parent)
    for field in fields(facts):
        setattr(row, field.name, getattr(facts, field.name))
    sign(row, by=by, reason=reason)
    row.save()
    return row


def _refuse_twin(row: Department, facts: DepartmentFacts) -> None:
    others = Department.objects.filter(municipality=row.municipality_id).exclude(pk=row.pk)
    others = others.overlapping(facts.valid_from, facts.valid_to)
    if others.filter(name=facts.name).exists():
        raise DepartmentError("name", "同じ名称の課が、同じ時期に既にあります。")
    if facts.code and others.filter(code=facts.code).exists():
        raise DepartmentError("code", "同じコードの課が、同じ時期に既にあります。")


def _refuse_circle(row: Department, parent: Department | None) -> None:
    while parent is not None:
        if row.pk and parent.pk == row.pk:
            raise DepartmentError("parent", "上位の部をたどると、この課自身に戻ります。")
        parent = parent.parent
