"""Deeds on the city hall itself: it is registered, corrected, and names its secretariat."""

from django.db import transaction

from organizations.models import Department, Municipality, User
from organizations.signature import sign

AREA_LENGTH = 5


class CityError(Exception):
    """A city hall that cannot be registered; the message is Japanese and meant for the person."""


@transaction.atomic
def save_city(
    *, municipality: Municipality | None, code: str, name: str, prefecture: str, by: User
) -> Municipality:
    """Register a city hall, or correct the one given. Whoever registers it without having one belongs to it.

    The 標準地域コード is the code without its check digit.

    Raises:
        CityError: the code is another city's.
    """
    row = municipality or Municipality()
    if Municipality.objects.filter(code=code).exclude(pk=row.pk).exists():
        raise CityError("このコードの自治体は既に登録されています。")
    row.code, row.area_code = code, code[:AREA_LENGTH]
    row.name, row.prefecture = name, prefecture
    sign(row, by=by, reason="自治体の変更" if municipality else "自治体の登録")
    row.save()
    if by.municipality_id is None:
        by.municipality = row
        sign(by, by=by, reason="自治体の登録")
        by.save()
    return row


@transaction.atomic
def choose_secretariat(*, department: Department, by: User) -> None:
    """Let a section be the 事務局; another one that is it now is it no longer."""
    # The city hall's row is the lock: of two choices made at once, the second sees the first.
    city = Municipality.objects.select_for_update(no_key=True).get(pk=department.municipality_id)
    for row in city.departments.filter(is_secretariat=True).exclude(pk=department.pk):
        row.is_secretariat = False
        sign(row, by=by, reason=f"事務局を{department}に変更")
        row.save()
    row = Department.objects.get(pk=department.pk)
    if not row.is_secretariat:
        row.is_secretariat = True
        sign(row, by=by, reason="事務局に指定")
        row.save()
