"""The doors to the city hall, its departments and people: not visible → 404, visible but not allowed → 403."""

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404

from organizations.desk import Desk
from organizations.models import Department, Municipality, Post, User
from organizations.roles import Permission


def may_administer(desk: Desk) -> bool:
    """Whether the person keeps the city hall's departments, people and posts."""
    return desk.user.is_superuser or desk.may(Permission.ADMINISTER)


def require_administrator(desk: Desk) -> None:
    """Refuse everybody who does not keep departments, people and posts.

    Raises:
        PermissionDenied: no such post today.
    """
    if not may_administer(desk):
        raise PermissionDenied


def city_of(desk: Desk) -> Municipality | None:
    """The own city hall; a superuser without one looks after the only one there is."""
    if desk.user.municipality_id or not desk.user.is_superuser:
        return desk.user.municipality
    cities = list(Municipality.objects.all()[:2])
    return cities[0] if len(cities) == 1 else None


def get_administered_city(desk: Desk) -> Municipality:
    """The city hall whose departments and people the person keeps.

    Raises:
        PermissionDenied: no post that keeps them.
        Http404: there is no city hall yet, or a superuser belongs to none of several.
    """
    require_administrator(desk)
    city = city_of(desk)
    if city is None:
        raise Http404
    return city


def get_department(desk: Desk, pk: int) -> Department:
    """A department of the own city hall.

    Raises:
        Http404: there is none, or it is another city's.
    """
    return get_object_or_404(Department.objects.visible_to(desk.user), pk=pk)


def get_administered_department(desk: Desk, pk: int) -> Department:
    """A section of the own city hall, to be changed.

    Raises:
        Http404: there is none, it is another city's, or a group of sections.
        PermissionDenied: no post that keeps departments.
    """
    city = city_of(desk)
    units = Department.objects.units().filter(municipality=city.pk if city else 0)
    department = get_object_or_404(units.select_related("parent", "municipality"), pk=pk)
    require_administrator(desk)
    return department


def get_person(desk: Desk, pk: int) -> User:
    """A person of the own city hall, to be changed; superusers only by superusers.

    Raises:
        Http404: there is none, or another city's.
        PermissionDenied: no post that keeps people, or the person is above one's own.
    """
    city = city_of(desk)
    person = get_object_or_404(User, pk=pk, municipality=city.pk if city else 0)
    require_administrator(desk)
    if person.is_superuser and not desk.user.is_superuser:
        raise PermissionDenied
    return person


def get_post(desk: Desk, pk: int) -> Post:
    """A post of a person of the own city hall, to be changed.

    Raises:
        Http404: there is none, or another city's.
        PermissionDenied: as for the person.
    """
    post = get_object_or_404(Post.objects.select_related("department"), pk=pk)
    post.user = get_person(desk, post.user_id)
    return post
