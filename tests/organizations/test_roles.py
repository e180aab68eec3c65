"""Roles as data: the drawn page, and what posts allow."""

from datetime import date

import pytest
from django.conf import settings
from django.core.management import call_command

from organizations import roles
from organizations.desk import Desk
from organizations.models import Post
from organizations.roles import RULES, Permission, Role
from tests.conftest import TODAY

PAGE = settings.BASE_DIR / "docs" / "roles.md"


def test_roles_page_is_the_table():
    assert PAGE.read_text(encoding="utf-8") == roles.as_markdown()


def test_drawroles_writes_the_page(settings, tmp_path, capsys):
    settings.BASE_DIR = tmp_path
    call_command("drawroles")

    assert (tmp_path / "docs" / "roles.md").read_text(encoding="utf-8") == roles.as_markdown()
    assert capsys.readouterr().out == "docs/roles.md\n"


def test_every_role_has_its_rule_and_may_read():
    assert set(RULES) == set(Role)
    assert all(Permission.READ in rule.permissions for rule in RULES.values())


def test_every_permission_belongs_to_some_role():
    assert set().union(*(rule.permissions for rule in RULES.values())) == set(Permission)


@pytest.mark.parametrize(
    ("name", "permission", "allowed"),
    [
        ("clerk", Permission.ENTER, True),
        ("clerk", Permission.CONFIRM, False),
        ("clerk", Permission.EXPORT, True),
        ("head", Permission.CONFIRM, True),
        ("neighbour", Permission.ENTER, False),
        ("neighbour", Permission.READ, True),
        ("secretary", Permission.REVIEW, True),
        ("secretary", Permission.ENTER, False),
        ("secretary", Permission.ADMINISTER, False),
        ("executive", Permission.REMARK, True),
        ("viewer", Permission.READ, True),
        ("viewer", Permission.REMARK, False),
        ("administrator", Permission.ADMINISTER, True),
        ("administrator", Permission.EDIT_PLAN, False),
    ],
)
def test_desk_may(request, department, name, permission, allowed):
    desk = Desk.of(request.getfixturevalue(name), TODAY)

    assert desk.may(permission, department) is allowed
    assert desk.may(permission, department.pk) is allowed


def test_desk_may_enter_nowhere_in_general(clerk):
    desk = Desk.of(clerk, TODAY)

    assert desk.may(Permission.ENTER) is False
    assert desk.may_somewhere(Permission.ENTER) is True


def test_desk_adds_up_posts(clerk, office):
    Post.objects.create(user=clerk, department=office, role=Role.HEAD)
    desk = Desk.of(clerk, TODAY)

    assert desk.departments_for(Permission.CONFIRM) == [office.pk]
    assert len(desk.departments_for(Permission.ENTER)) == 2


def test_desk_forgets_posts_that_ended(clerk):
    clerk.posts.update(valid_to=date(2026, 10, 13))
    desk = Desk.of(clerk, TODAY)

    assert desk.may(Permission.READ) is False


def test_desk_of_somebody_without_city_hall_sees_nothing(clerk):
    clerk.municipality = None

    assert Desk.of(clerk, TODAY).municipality_id == 0
