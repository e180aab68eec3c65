"""Remarks (指摘事項) as pages show them."""

from collections.abc import Iterable
from datetime import date

from initiatives.models import Initiative
from organizations.models import Department, DepartmentQuerySet
from progress.models import Remark

HEADQUARTERS = "推進本部"
# What a page says of a remark; of the people who wrote it nothing but their names.
COLUMNS = (
    "initiative_id",
    "occasion",
    "made_on",
    "text",
    "due_on",
    "response",
    "responded_at",
)


def remarks_on(initiative: Initiative) -> list[Remark]:
    """The remarks on an initiative with their answers, newest first (one query)."""
    people = [f"{who}__{name}" for who in ("by", "responded_by") for name in ("name", "username")]
    rows = Remark.objects.filter(initiative=initiative)
    told = rows.select_related("by", "department", "responded_by")
    return list(told.only(*COLUMNS, "department__name", *people))


def answering_sections(municipality_id: int, today: date) -> DepartmentQuerySet:
    """The sections a remark may be addressed to."""
    sections = Department.objects.filter(municipality=municipality_id).units()
    return sections.existing_on(today)


def last_first(remarks: Iterable[Remark], headquarters: str) -> tuple[list[Remark], list[Remark]]:
    """Part remarks, newest first, into those of the last 推進本部 and all others.

    A remark names its occasion in words only: one of the 推進本部 is one whose occasion names it.
    """
    rows = list(remarks)
    names = {HEADQUARTERS, headquarters or HEADQUARTERS}
    days = [row.made_on for row in rows if any(name in row.occasion for name in names)]
    last = [
        row
        for row in rows
        if days and row.made_on == days[0] and any(name in row.occasion for name in names)
    ]
    return last, [row for row in rows if row not in last]
