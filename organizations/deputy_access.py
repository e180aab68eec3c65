"""The doors to the heads' deputies. Not visible → 404, visible but not allowed → 403."""

from datetime import date

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404

from organizations.access import city_of
from organizations.desk import Desk
from organizations.models import Department, DepartmentQuerySet, Municipality, Post
from organizations.roles import Permission


def may_deputize_anywhere(desk: Desk) -> bool:
    """Whether the person names deputies in every section: the office and the administrator."""
    return desk.user.is_superuser or desk.may(Permission.DEPUTIZE_ANYWHERE)


def get_deputizing_city(desk: Desk) -> Municipality:
    """The city hall in which the person names deputies.

    Raises:
        PermissionDenied: neither a head, nor the office, nor the administrator.
        Http404: there is no city hall yet, or a superuser belongs to none of several.
    """
    if not (may_deputize_anywhere(desk) or desk.may_somewhere(Permission.DEPUTIZE)):
        raise PermissionDenied
    city = city_of(desk)
    if city is None:
        raise Http404
    return city


def deputized_departments(desk: Desk, city: Municipality, today: date) -> DepartmentQuerySet:
    """The sections in which the person names deputies: a head's own, or every one that exists."""
    units = Department.objects.filter(municipality=city).units()
    units = units.overlapping(today, None)
    if may_deputize_anywhere(desk):
        return units
    return units.filter(pk__in=desk.departments_for(Permission.DEPUTIZE))


def get_deputy(desk: Desk, pk: int) -> Post:
    """A deputy's post of the own city hall, to be ended.

    Raises:
        Http404: there is none, or another city's.
        PermissionDenied: the section is not the person's.
    """
    city = city_of(desk)
    posts = Post.objects.filter(is_deputy=True, department__municipality=city.pk if city else 0)
    post = get_object_or_404(posts.select_related("user", "department"), pk=pk)
    if not (may_deputize_anywhere(desk) or desk.may(Permission.DEPUTIZE, post.department_id)):
        raise PermissionDenied
    return post
