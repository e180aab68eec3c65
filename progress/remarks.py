"""Remarks (指摘事項) as pages show them."""

from datetime import date

from initiatives.models import Initiative
from organizations.models import Department, DepartmentQuerySet
from progress.models import Remark


def remarks_on(initiative: Initiative) -> list[Remark]:
    """The remarks on an initiative with their answers, newest first (one query)."""
    rows = Remark.objects.filter(initiative=initiative)
    return list(rows.select_related("by", "department", "responded_by"))


def answering_sections(municipality_id: int, today: date) -> DepartmentQuerySet:
    """The sections a remark may be addressed to."""
    sections = Department.objects.filter(municipality=municipality_id).units()
    return sections.existing_on(today)
