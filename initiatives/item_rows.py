"""The rows of a list of 個別項目 as a page prints them: narrowed by 状況, 担当課 and words."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from django.db.models import F, QuerySet
from django.db.models.expressions import OrderBy

from fiscal import wareki
from initiatives import search
from initiatives.item_counts import PRINTED_KEY
from initiatives.models import InitiativeItem, ItemList
from organizations.lineage import with_present_name

Status = InitiativeItem.Status
LABELS: Mapping[str, str] = dict(Status.choices)
TONES = {
    Status.CANDIDATE: "draft",
    Status.DOING: "sent",
    Status.DONE: "accepted",
    Status.NEVER: "never",
}
# In a form and an address, 資料に記載なし needs a value of its own: the empty one means すべて.
UNKNOWN = "unknown"
# Databases differ in where they put what is empty: here it stands last.
ORDERS: Mapping[str, tuple[str | OrderBy, ...]] = {
    "number": ("number",),
    "department": (
        F("department__order").asc(nulls_last=True),
        "department_id",
        "department_printed",
        "number",
    ),
    "status": ("status", "number"),
    "done": (F("done_on").desc(nulls_last=True), F("done_year").desc(nulls_last=True), "number"),
}
# Stands in no query, so that no word is found across two columns.
BETWEEN = "\uffff"
FIELDS = (
    "pk",
    "number",
    "name",
    "department_id",
    "department__name",
    "department_printed",
    "status",
    "done_year",
    "done_on",
    "value",
    "unit",
    "share",
    "note",
)


class Stored(NamedTuple):
    """A row as it is read, in the order of ``FIELDS``: a list may have thousands."""

    pk: int
    number: int
    name: str
    section_id: int | None
    section: str | None
    printed: str
    status: str
    done_year: int | None
    done_on: date | None
    value: Decimal | None
    unit: str
    share: Decimal | None
    note: str


class Row(NamedTuple):
    """A row in words."""

    pk: int
    number: int
    name: str
    section_id: int | None
    section: str
    status: str
    tone: str
    done: str
    value: str
    share: str
    note: str


@dataclass(frozen=True)
class Narrowing:
    """What a reader asked for; nothing asks for every row in the order of the document."""

    words: str = ""
    status: str = ""
    section: str = ""
    order: str = "number"

    @property
    def is_narrow(self) -> bool:
        """Whether rows may be left out."""
        return bool(self.words or self.status or self.section)


def found(item_list: ItemList, asked: Narrowing, present: Mapping[int, str]) -> list[int]:
    """Return the keys of the rows asked for, in order (one query)."""
    items = _narrowed(item_list, asked).order_by(*ORDERS.get(asked.order, ("number",)))
    words = search.words_of(asked.words)
    if not words:
        return list(items.values_list("pk", flat=True))
    texts = items.values_list(
        "pk", "name", "department_printed", "note", "department__name", "department_id"
    )
    # One text for each row: folding five of them costs five times as much.
    return [
        pk
        for pk, name, printed, note, section, section_id in texts
        if search.matches(
            words, [BETWEEN.join((name, printed, note, section or "", present.get(section_id, "")))]
        )
    ]


def _narrowed(item_list: ItemList, asked: Narrowing) -> QuerySet[InitiativeItem]:
    items = InitiativeItem.objects.filter(list=item_list)
    if asked.status:
        items = items.filter(status="" if asked.status == UNKNOWN else asked.status)
    if asked.section.startswith(PRINTED_KEY):
        printed = asked.section.removeprefix(PRINTED_KEY)
        items = items.filter(department=None, department_printed=printed)
    elif asked.section:
        items = items.filter(department=int(asked.section))
    return items


def read(keys: Sequence[int], present: Mapping[int, str]) -> list[Row]:
    """Return rows in words, in the order of their keys (one query)."""
    items = InitiativeItem.objects.filter(pk__in=keys)
    stored = {row[0]: Stored._make(row) for row in items.values_list(*FIELDS)}
    return [in_words(stored[key], present) for key in keys if key in stored]


def in_words(row: Stored, present: Mapping[int, str]) -> Row:
    """Return a row as it is printed."""
    return Row(
        row.pk,
        row.number,
        row.name,
        row.section_id,
        section_words(row.printed, row.section or "", present.get(row.section_id or 0)),
        LABELS.get(row.status, row.status),
        TONES.get(Status(row.status), "") if row.status in LABELS else "",
        done_words(row.done_on, row.done_year),
        "" if row.value is None else f"{row.value.normalize():,f}{row.unit}",
        "" if row.share is None else f"{row.share}％",
        row.note,
    )


def section_words(printed: str, name: str, present: str | None) -> str:
    """市民課（現：窓口課）: as printed, with the section of today where it has another name."""
    if printed and name and search.fold(printed) != search.fold(name):
        return with_present_name(printed, present or name)
    return with_present_name(printed or name, present)


def done_words(done_on: date | None, done_year: int | None) -> str:
    """令和８年９月30日, or 令和７年度 where only the year is known."""
    if done_on is not None:
        return wareki.full_date(done_on)
    return "" if done_year is None else wareki.fiscal_year(done_year)


def used_columns(rows: Iterable[Row]) -> frozenset[str]:
    """Name the columns in which any row has something to say."""
    return frozenset(
        name
        for row in rows
        for name in ("section", "done", "value", "share", "note")
        if getattr(row, name)
    )
