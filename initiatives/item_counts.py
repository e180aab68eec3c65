"""個別項目 counted: 完了 n件 of 全 m件, in all and by section. 対象外 is never part of 全."""

from collections import Counter, defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q

from fiscal.calendar import fiscal_year_end, fiscal_year_of
from fiscal.wareki import digits
from initiatives.models import InitiativeItem

Status = InitiativeItem.Status
NO_SECTION = "（担当課の記載なし）"
PRINTED_KEY = "p:"


@dataclass(frozen=True)
class Tally:
    """How many rows there are, by 状況."""

    done: int = 0
    counted: int = 0
    never: int = 0
    unknown: int = 0

    @classmethod
    def of(cls, rows: Mapping[str, int]) -> "Tally":
        """Add up the rows of each 状況."""
        never = rows.get(Status.NEVER, 0)
        return cls(
            done=rows.get(Status.DONE, 0),
            counted=sum(rows.values()) - never,
            never=never,
            unknown=rows.get(Status.UNKNOWN, 0),
        )

    @property
    def size(self) -> int:
        """All rows."""
        return self.counted + self.never

    @property
    def is_stated(self) -> bool:
        """Whether the 状況 of any row is known: unknown is not 0."""
        return self.unknown < self.size

    @property
    def words(self) -> str:
        """完了 ３件／全 20件（ほかに対象外 １件）."""
        if not self.is_stated:
            return f"全 {digits(self.size)}件（状況は資料に記載なし）"
        if not self.counted:
            return f"対象外 {digits(self.never)}件"
        others = f"（ほかに対象外 {digits(self.never)}件）" if self.never else ""
        return f"完了 {digits(self.done)}件／全 {digits(self.counted)}件{others}"


@dataclass(frozen=True)
class Section:
    """The rows of one section; what stands in no office's list of sections goes by its printed name."""

    key: str
    name: str
    tally: Tally


def of_lists(lists: Collection[int]) -> dict[int, Tally]:
    """Count the rows of lists (one query)."""
    rows: dict[int, Counter[str]] = defaultdict(Counter)
    found = InitiativeItem.objects.filter(list__in=lists).order_by()
    for key, status, number in found.values_list("list_id", "status").annotate(Count("pk")):
        rows[key][status] = number
    return {key: Tally.of(statuses) for key, statuses in rows.items()}


def by_section(list_id: int) -> tuple[Section, ...]:
    """Count the rows of a list by section, in the order of the office (one query)."""
    found = (
        InitiativeItem.objects.filter(list=list_id)
        .order_by("department__order", "department_id", "department_printed", "status")
        .values_list("department_id", "department__name", "department_printed", "status")
        .annotate(Count("pk"))
    )
    names: dict[str, str] = {}
    rows: dict[str, Counter[str]] = defaultdict(Counter)
    for pk, name, printed, status, number in found:
        key = str(pk) if pk else f"{PRINTED_KEY}{printed}"
        names[key] = name or printed or NO_SECTION
        rows[key][status] += number
    # What has no section of its own stands last.
    keys = sorted(rows, key=lambda key: key.startswith(PRINTED_KEY))
    return tuple(Section(key, names[key], Tally.of(rows[key])) for key in keys)


def total(sections: Collection[Section]) -> Tally:
    """Add sections up."""
    return Tally(
        done=sum(row.tally.done for row in sections),
        counted=sum(row.tally.counted for row in sections),
        never=sum(row.tally.never for row in sections),
        unknown=sum(row.tally.unknown for row in sections),
    )


def done_by(lists: Collection[int], day: date) -> dict[int, tuple[int, int]]:
    """Return 完了 on a day, and 全, for each list (one query).

    A row of which only the year is known counts from the end of that year on; a 完了 of the document without any
    time was done before the plan. A list of which no 状況 is known says nothing.
    """
    year = fiscal_year_of(day)
    last = year if day == fiscal_year_end(year) else year - 1
    timely = (
        Q(done_on__lte=day)
        | Q(done_on__isnull=True, done_year__lte=last)
        | Q(done_on__isnull=True, done_year__isnull=True)
    )
    found = (
        InitiativeItem.objects.filter(list__in=lists)
        .exclude(status=Status.NEVER)
        .order_by()
        .values_list("list_id")
        .annotate(
            Count("pk"),
            done=Count("pk", filter=Q(status=Status.DONE) & timely),
            unknown=Count("pk", filter=Q(status=Status.UNKNOWN)),
        )
    )
    return {key: (done, size) for key, size, done, unknown in found if unknown < size}
