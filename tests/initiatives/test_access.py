"""The doors of the room, asked by everybody."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied
from django.http import Http404

from initiatives import access
from organizations.desk import Desk
from tests import factories

TODAY = date(2026, 10, 14)
READERS = ("clerk", "head", "secretary", "executive", "viewer", "administrator", "neighbour")


@pytest.fixture
def desk(request):
    return lambda name: Desk.of(request.getfixturevalue(name), TODAY)


@pytest.mark.parametrize("name", READERS)
def test_get_plan_and_get_initiative_open_to_the_city_hall(desk, plan, initiative, name):
    assert access.get_plan(desk(name), plan.slug) == plan
    assert access.get_initiative(desk(name), initiative.pk) == initiative


def test_doors_do_not_show_another_city(desk, plan, initiative):
    with pytest.raises(Http404):
        access.get_plan(desk("outsider"), plan.slug)
    with pytest.raises(Http404):
        access.get_initiative(desk("outsider"), initiative.pk)
    with pytest.raises(Http404):
        access.get_assignable_initiative(desk("outsider"), initiative.pk)


def test_doors_refuse_a_person_without_a_post(desk, plan, initiative, clerk):
    clerk.posts.update(valid_to=date(2026, 3, 31))

    with pytest.raises(PermissionDenied):
        access.get_plan(desk("clerk"), plan.slug)
    with pytest.raises(PermissionDenied):
        access.get_initiative(desk("clerk"), initiative.pk)


@pytest.mark.parametrize("name", READERS)
def test_get_assignable_initiative_is_for_the_office(desk, initiative, name):
    if name == "secretary":
        assert access.get_assignable_initiative(desk(name), initiative.pk) == initiative
        return
    with pytest.raises(PermissionDenied):
        access.get_assignable_initiative(desk(name), initiative.pk)


def test_get_revocable_assignment_opens_only_to_assignments_of_that_initiative(
    desk, plan, initiative, department
):
    row = initiative.responsibilities.create(
        department=department, role="lead", origin="office", valid_from=TODAY
    )
    other = factories.initiative(plan=plan)

    assert access.get_revocable_assignment(desk("secretary"), initiative.pk, row.pk) == row
    with pytest.raises(Http404):
        access.get_revocable_assignment(desk("secretary"), other.pk, row.pk)
    with pytest.raises(Http404):
        printed = initiative.responsibilities.get(origin="document")
        access.get_revocable_assignment(desk("secretary"), initiative.pk, printed.pk)
