"""The 個別項目 of a 取組事項 (57 procedures, data sets, counts) as tables that show only the columns they use."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from fiscal import wareki
from initiatives.models import Initiative, InitiativeItem, ItemList


@dataclass(frozen=True)
class Table:
    """One list: its counts by status in words, its headings, and its rows as texts."""

    title: str
    page: str
    note: str
    size: int
    counts: str
    headings: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


def read(initiative: Initiative) -> tuple[Table, ...]:
    """Read the lists of an initiative (two queries)."""
    lists = list(initiative.item_lists.order_by("order"))
    rows: dict[int, list[InitiativeItem]] = {row.pk: [] for row in lists}
    items = InitiativeItem.objects.filter(list__in=rows).select_related("department")
    for item in items.order_by("number"):
        rows[item.list_id].append(item)
    return tuple(_table(row, rows[row.pk]) for row in lists)


def _table(row: ItemList, items: Sequence[InitiativeItem]) -> Table:
    columns = [
        (heading, texts)
        for heading, texts in (
            ("番号", [str(item.number) for item in items]),
            ("名称", [item.name for item in items]),
            ("担当課", [_section(item) for item in items]),
            ("状況", [item.get_status_display() if item.status else "" for item in items]),
            ("完了年度", [_year(item) for item in items]),
            ("数値", [_value(item) for item in items]),
            ("割合", [f"{item.share}％" if item.share is not None else "" for item in items]),
            ("備考", [item.note for item in items]),
        )
        if any(texts)
    ]
    counts = Counter(item.get_status_display() for item in items if item.status)
    return Table(
        title=row.title,
        page=row.page,
        note=row.note,
        size=len(items),
        counts="、".join(f"{word} {number}件" for word, number in counts.items()),
        headings=tuple(heading for heading, _ in columns),
        rows=tuple(zip(*(texts for _, texts in columns), strict=True)),
    )


def _section(item: InitiativeItem) -> str:
    return item.department_printed or (item.department.name if item.department else "")


def _year(item: InitiativeItem) -> str:
    return "" if item.done_year is None else wareki.fiscal_year(item.done_year)


def _value(item: InitiativeItem) -> str:
    return "" if item.value is None else f"{item.value.normalize():,f}{item.unit}"
