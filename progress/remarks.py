"""Remarks (指摘事項) as pages show them."""

from datetime import date

from initiatives.models import Initiative
from organizations.models import Department, DepartmentQuerySet
from progress.models import Remark

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
