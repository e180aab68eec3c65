"""To whom a section's notices go: its clerks, without any its head, without one the office."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from organizations.models import Department, Post, User
from organizations.roles import Role
from progress.models import Notice

Route = Notice.Route
ROUTES = ((Role.CLERK, Route.CLERK), (Role.HEAD, Route.HEAD))


@dataclass(frozen=True)
class Addressees:
    """The people a section's notices go to, and by which way they were found."""

    route: Notice.Route
    users: tuple[User, ...]

    @property
    def is_office(self) -> bool:
        """Whether the section has nobody of its own, which is the office's to mend."""
        return self.route is Route.OFFICE


@dataclass(frozen=True)
class Staff:
    """The clerks and heads of the sections of a city hall, and the people of its office."""

    sections: Mapping[tuple[int, str], tuple[User, ...]]
    office: tuple[User, ...]

    @classmethod
    def read(cls, municipality_id: int, today: date) -> "Staff":
        """Read who holds a post today (one query)."""
        posts = (
            Post.objects.current_on(today)
            .filter(
                department__municipality=municipality_id,
                role__in=[Role.CLERK, Role.HEAD, Role.SECRETARIAT],
                user__is_active=True,
            )
            .select_related("user")
            .order_by("pk")
        )
        found: dict[tuple[int, str], list[User]] = {}
        office: list[User] = []
        for post in posts:
            if post.role == Role.SECRETARIAT:
                office.append(post.user)
            else:
                found.setdefault((post.department_id, post.role), []).append(post.user)
        return cls({key: _once(users) for key, users in found.items()}, _once(office))

    def of(self, section: int) -> Addressees:
        """Return whom to write to about a section."""
        for role, route in ROUTES:
            if users := self.sections.get((section, role)):
                return Addressees(route, users)
        return Addressees(Route.OFFICE, self.office)


def _once(users: Iterable[User]) -> tuple[User, ...]:
    """Each person once, also where a post is held twice."""
    return tuple({user.pk: user for user in users}.values())


def office_name(municipality_id: int) -> str:
    """Return how a letter names the office: ＤＸ推進課（内線 0000）."""
    office = Department.objects.filter(
        municipality=municipality_id, is_secretariat=True, valid_to__isnull=True
    ).first()
    if office is None:
        return "事務局"
    return f"{office}（内線 {office.extension}）" if office.extension else str(office)
