"""What the database holds about departments, people and posts."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError

from organizations.codes import check_digit, validate_municipality_code
from organizations.models import Department, Post
from tests import factories

APRIL = date(2026, 4, 1)
MARCH = date(2026, 3, 31)


@pytest.mark.parametrize("code", ["042021", "042145", "131016", "011002"])
def test_municipality_code_carries_its_check_digit(code):
    validate_municipality_code(code)

    assert check_digit(code[:5]) == int(code[5])


@pytest.mark.parametrize("code", ["042020", "04202", "0420211", "０４２０２１", "abcdef", ""])
def test_municipality_code_is_refused(code):
    with pytest.raises(ValidationError):
        validate_municipality_code(code)


def test_department_name_once_per_validity(municipality):
    factories.department(municipality=municipality, name="総務課")

    with pytest.raises(IntegrityError, match="department_name_once_per_validity"):
        factories.department(municipality=municipality, name="総務課")


def test_department_name_may_come_back_with_a_reorganisation(municipality):
    factories.department(municipality=municipality, name="総務課", valid_to=MARCH)
    again = factories.department(municipality=municipality, name="総務課", valid_from=APRIL)

    assert list(Department.objects.existing_on(APRIL)) == [again]


def test_department_one_secretariat(municipality, office):
    with pytest.raises(IntegrityError, match=r"department_one_secretariat|municipality_id"):
        factories.department(municipality=municipality, is_secretariat=True)


def test_department_valid_to_after_from(municipality):
    with pytest.raises(IntegrityError, match="department_valid_to_after_from"):
        factories.department(municipality=municipality, valid_from=APRIL, valid_to=MARCH)


def test_department_only_a_group_covers_all(municipality):
    with pytest.raises(IntegrityError, match="department_only_a_group_covers_all"):
        factories.department(municipality=municipality, covers_all=True)


def test_post_once(clerk, department):
    with pytest.raises(IntegrityError, match="post_once"):
        Post.objects.create(user=clerk, department=department, role="clerk")


def test_post_valid_to_after_from(clerk, department):
    with pytest.raises(IntegrityError, match="post_valid_to_after_from"):
        Post.objects.create(
            user=clerk, department=department, role="head", valid_from=APRIL, valid_to=MARCH
        )


@pytest.mark.parametrize(
    ("valid_from", "valid_to", "held"),
    [
        (None, None, True),
        (APRIL, None, True),
        (date(2026, 4, 2), None, False),
        (None, APRIL, True),
        (None, MARCH, False),
    ],
)
def test_post_is_held_on_agrees_with_current_on(clerk, valid_from, valid_to, held):
    clerk.posts.update(valid_from=valid_from, valid_to=valid_to)

    assert clerk.posts.get().is_held_on(APRIL) is held
    assert clerk.posts.current_on(APRIL).exists() is held


def test_user_is_called_by_name(clerk):
    assert (str(clerk), clerk.get_full_name(), clerk.get_short_name()) == ("見本 花子",) * 3
