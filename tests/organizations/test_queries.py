from datetime import date

import pytest

from organizations import queries
from tests import factories

DAY = date(2026, 10, 14)


@pytest.fixture
def sections(municipality, department, office):
    """Two living sections, one abolished, one to come."""
    factories.department(municipality=municipality, name="旧課", valid_to=date(2026, 3, 31))
    factories.department(municipality=municipality, name="新課", valid_from=date(2027, 4, 1))
    return [department, office]


def test_departments_on_gives_those_that_exist(municipality, sections):
    group = factories.department(
        municipality=municipality, name="各課", kind="group", covers_all=True
    )

    assert list(queries.departments_on(municipality, DAY)) == [*sections, group]


def test_sections_of_a_section_is_itself(sections):
    assert list(queries.sections_of(sections[0], DAY)) == [sections[0]]


def test_sections_of_all_are_all_sections_of_the_day(municipality, sections, outsider):
    group = factories.department(
        municipality=municipality, name="各課", kind="group", covers_all=True
    )

    assert list(queries.sections_of(group, DAY)) == sections


def test_sections_of_a_group_are_its_members(municipality, sections):
    group = factories.department(municipality=municipality, name="窓口担当課", kind="group")
    group.members.set([sections[0]])

    assert list(queries.sections_of(group, DAY)) == [sections[0]]
