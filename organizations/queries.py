"""Questions about departments."""

from datetime import date

from organizations.models import Department, DepartmentQuerySet, Municipality


def departments_on(municipality: Municipality, day: date) -> DepartmentQuerySet:
    """The sections and groups of a municipality that exist on a day, in the printed order."""
    return Department.objects.filter(municipality=municipality).existing_on(day)


def sections_of(department: Department, day: date) -> DepartmentQuerySet:
    """The real sections a department stands for on a day.

    A section stands for itself; 各課 (``covers_all``) for every section; another group for its members.
    """
    sections = Department.objects.filter(municipality_id=department.municipality_id)
    if department.kind == Department.Kind.UNIT:
        sections = sections.filter(pk=department.pk)
    elif not department.covers_all:
        sections = sections.filter(groups=department)
    return sections.units().existing_on(day)
