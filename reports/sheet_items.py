"""The 個別項目 of a 取組事項 or a category (57 procedures, data sets, counts) as tables that show only the columns they use."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from fiscal import wareki
from initiatives.models import Category, Initiative, InitiativeItem, ItemList
from organizations.lineage import now_called, with_present_name

STATUSES: Mapping[str, str] = dict(InitiativeItem.Status.choices)
COLUMNS = (
    "number",
    "name",
    "department_printed",
    "department_id",
    "department__name",
    "status",
    "done_year",
    "value",
    "unit",
    "share",
    "note",
)


class Item(NamedTuple):
    """What a table prints of one 個別項目, in the order of ``COLUMNS``: a list has dozens of them."""

    number: int
    name: str
    printed: str
    section_pk: int | None
    section: str | None
    status: str
    done_year: int | None
    value: Decimal | None
    unit: str
    share: Decimal | None
    note: str


@dataclass(frozen=True)
class Table:
    """One list: its counts by status in words, its headings, and its rows as texts."""

    title: str
    url: str
    page: str
    note: str
    size: int
    counts: str
    headings: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


def read(owner: Initiative | Category, today: date) -> tuple[Table, ...]:
    """Read the lists of an initiative or a category (three queries)."""
    now = now_called(owner.plan.municipality_id, today)
    lists = list(owner.item_lists.order_by("order"))
    rows: dict[int, list[Item]] = {row.pk: [] for row in lists}
    items = InitiativeItem.objects.filter(list__in=rows).order_by("number")
    for key, *item in items.values_list("list_id", *COLUMNS):
        rows[key].append(Item._make(item))
    return tuple(_table(row, rows[row.pk], now) for row in lists)


def _table(row: ItemList, items: Sequence[Item], now: Mapping[int, str]) -> Table:
    columns = [
        (heading, texts)
        for heading, texts in (
            ("番号", [str(item.number) for item in items]),
            ("名称", [item.name for item in items]),
            ("担当課", [_section(item, now) for item in items]),
            ("状況", [STATUSES[item.status] if item.status else "" for item in items]),
            ("完了年度", [_year(item) for item in items]),
            ("数値", [_value(item) for item in items]),
            ("割合", [f"{item.share}％" if item.share is not None else "" for item in items]),
            ("備考", [item.note for item in items]),
        )
        if any(texts)
    ]
    counts = Counter(STATUSES[item.status] for item in items if item.status)
    return Table(
        title=row.title,
        url=row.get_absolute_url(),
        page=row.page,
        note=row.note,
        size=len(items),
        counts="、".join(f"{word} {number}件" for word, number in counts.items()),
        headings=tuple(heading for heading, _ in columns),
        rows=tuple(zip(*(texts for _, texts in columns), strict=True)),
    )


def _section(item: Item, now: Mapping[int, str]) -> str:
    present = now.get(item.section_pk) if item.section_pk else None
    return with_present_name(item.printed or item.section or "", present)


def _year(item: Item) -> str:
    return "" if item.done_year is None else wareki.fiscal_year(item.done_year)


def _value(item: Item) -> str:
    return "" if item.value is None else f"{item.value.normalize():,f}{item.unit}"
