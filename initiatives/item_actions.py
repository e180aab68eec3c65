"""Deeds on 個別項目: rows get another 状況 together or not at all, and never over somebody else's change."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import Max
from simple_history.utils import bulk_update_with_history

from fiscal.calendar import fiscal_year_of
from initiatives.models import InitiativeItem, ItemList
from organizations.models import User

Status = InitiativeItem.Status
REASON = "個別項目の状況の変更"
WRITTEN = ("status", "done_year", "done_on", "note")
BATCH = 200


@dataclass(frozen=True)
class Facts:
    """What a person may change of a row."""

    status: str
    done_year: int | None
    done_on: date | None
    note: str

    @classmethod
    def of(cls, row: Any) -> "Facts":
        """Read them from a row or from a version of it."""
        return cls(row.status, row.done_year, row.done_on, row.note)


@dataclass(frozen=True)
class Change:
    """What rows are to become. ``note`` None keeps theirs; ``keeps_dates`` spares the time of what is 完了 already."""

    status: str
    done_on: date | None = None
    note: str | None = None
    keeps_dates: bool = False
    may_clear: bool = False

    def applied(self, now: Facts) -> Facts:
        """Return what a row becomes."""
        note = now.note if self.note is None else self.note
        if self.status != Status.DONE:
            return Facts(self.status, None, None, note)
        is_dated = now.done_year is not None or now.done_on is not None
        if self.done_on is None or (self.keeps_dates and now.status == Status.DONE and is_dated):
            return Facts(self.status, now.done_year, now.done_on, note)
        return Facts(self.status, fiscal_year_of(self.done_on), self.done_on, note)


@dataclass(frozen=True)
class Conflict:
    """A row somebody else has changed since it was read, with both values and the one that was to be written."""

    item: InitiativeItem
    seen: Facts | None
    now: Facts
    wanted: Facts
    by: str
    at: datetime


class StaleItemsError(Exception):
    """Rows have changed since they were read; nothing was written."""

    def __init__(self, conflicts: Sequence[Conflict]) -> None:
        super().__init__(f"{len(conflicts)}件の行を、ほかの人が先に変えました。")
        self.conflicts = tuple(conflicts)


class ClearsCompletionError(Exception):
    """Rows would lose their 完了, and nobody has said that they may; nothing was written."""

    def __init__(self, count: int) -> None:
        super().__init__(f"いま「完了」の行が{count}件あります。")
        self.count = count


def version_of(item_list: ItemList) -> int:
    """Return the mark of a list as it is now: any later change of a row has a higher one (one query)."""
    records = InitiativeItem.history.filter(list_id=item_list.pk)
    return int(records.aggregate(last=Max("history_id"))["last"] or 0)


@transaction.atomic
def change_items(
    *,
    item_list: ItemList,
    keys: Collection[int],
    change: Change,
    seen: int,
    reason: str = "",
    by: User,
) -> int:
    """Change rows of a list and return how many are different now (a fixed number of queries for each 200).

    Raises:
        StaleItemsError: a row has become something else since version ``seen``; nothing was written.
        ClearsCompletionError: 完了 would be lost without the word for it; nothing was written.
    """
    # One at a time in a list, so that versions are given in the order in which changes become visible.
    ItemList.objects.select_for_update().get(pk=item_list.pk)
    wanted = set(keys)
    rows = [row for row in item_list.items.order_by("number") if row.pk in wanted]
    become = {row.pk: change.applied(Facts.of(row)) for row in rows}
    different = [row for row in rows if become[row.pk] != Facts.of(row)]
    _refuse_stale(item_list, different, become, seen)
    if change.status != Status.DONE and not change.may_clear:
        lost = sum(row.status == Status.DONE for row in different)
        if lost:
            raise ClearsCompletionError(lost)
    for row in different:
        vars(row).update(vars(become[row.pk]))
    bulk_update_with_history(
        different,
        InitiativeItem,
        list(WRITTEN),
        batch_size=BATCH,
        default_user=by,
        default_change_reason=f"{REASON}：{reason}" if reason else REASON,
    )
    return len(different)


def _refuse_stale(
    item_list: ItemList, rows: Sequence[InitiativeItem], become: Mapping[int, Facts], seen: int
) -> None:
    records = InitiativeItem.history.filter(list_id=item_list.pk)
    later = records.filter(history_id__gt=seen).select_related("history_user")
    latest = {record.id: record for record in later.order_by("history_id")}
    changed = [row for row in rows if row.pk in latest]
    if not changed:
        return
    earlier = records.filter(history_id__lte=seen, id__in=[row.pk for row in changed])
    before = {record.id: Facts.of(record) for record in earlier.order_by("history_id")}
    raise StaleItemsError(
        [
            Conflict(
                item=row,
                seen=before.get(row.pk),
                now=Facts.of(row),
                wanted=become[row.pk],
                by=str(latest[row.pk].history_user or ""),
                at=latest[row.pk].history_date,
            )
            for row in changed
        ]
    )
