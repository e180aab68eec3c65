"""The doors of 引継ぎ資料: the section's own clerk and head, and the office for every section."""

import re
from collections.abc import Container

from django.core.exceptions import PermissionDenied
from django.http import Http404

from fiscal import clock
from organizations.desk import Desk
from organizations.models import Department
from organizations.roles import Permission
from progress.people import People, people_of

# As many digits as the database's numbers are sure to hold.
NUMBER = re.compile(r"[0-9]{1,18}", re.ASCII)


def sections_with_people(desk: Desk) -> list[tuple[Department, People]]:
    """The sections whose papers the person may take out, with who works there (two queries).

    Raises:
        PermissionDenied: neither of a section nor of the office.
    """
    today = clock.today()
    own = desk.departments_for(Permission.ENTER)
    is_office = desk.may(Permission.REVIEW)
    if not own and not is_office:
        raise PermissionDenied
    sections = Department.objects.visible_to(desk.user).units().existing_on(today)
    if not is_office:
        sections = sections.filter(pk__in=own)
    people = people_of(desk.municipality_id, today)
    return [(section, people.get(section.pk, People())) for section in sections]


def choose_person(hands: Container[int], key: str) -> int | None:
    """Return the person an address names, None without a name.

    Raises:
        Http404: the section has nobody like that.
    """
    if not key:
        return None
    if not NUMBER.fullmatch(key) or int(key) not in hands:
        raise Http404
    return int(key)
