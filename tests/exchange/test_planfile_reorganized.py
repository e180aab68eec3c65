"""A plan file read again after a 機構改革 changes nothing of what has moved."""

from datetime import date

import pytest
from django.db.models import Model

from initiatives.models import Responsibility
from organizations.models import Department, Municipality, Post, Reorganization
from progress import handover_actions
from tests import factories
from tests.exchange import planfiles

pytestmark = pytest.mark.django_db
DAY = date(2026, 10, 14)


def rows(model: type[Model]) -> list[tuple]:
    return list(model._base_manager.order_by("pk").values_list())


@pytest.fixture
def reorganized() -> Reorganization:
    """Every section of the small plan that answers for something, and the 事務局, bear new names."""
    planfiles.load(planfiles.small())
    city = Municipality.objects.get()
    office = Department.objects.get(is_secretariat=True)
    by = factories.person(office, "secretariat")
    answering = Department.objects.filter(kind="unit", responsibilities__isnull=False)
    names = {office.name, *answering.values_list("name", flat=True)}
    row = factories.reorganization(
        municipality=city,
        by=by,
        rows=tuple(("rename", name, f"新{name}") for name in sorted(names)),
        in_force_on=DAY,
    )
    handover_actions.apply(reorganization=row, today=DAY, by=by)
    return row


def test_second_load_changes_nothing(reorganized):
    kept = (Department, Responsibility, Department.members.through, Post)
    before = [rows(model) for model in kept]

    planfiles.load(planfiles.small())

    assert [rows(model) for model in kept] == before
    assert Responsibility.objects.filter(carries__isnull=False).exists()


def test_groups_keep_the_section_that_took_over(reorganized):
    planfiles.load(planfiles.small())

    group = Department.objects.get(name="窓口担当課（住民課等）")
    assert set(group.members.values_list("name", flat=True)) == {"住民課", "新住民課"}
