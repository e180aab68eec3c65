"""To whom a section's notices go: its clerks, without any its head, without one the office."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import F

from organizations.models import Department, Post, User
from organizations.roles import Role
from progress.models import Notice

Route = Notice.Route
NO_OFFICE = "事務局"
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
    """The clerks and heads of the sections of some city halls, and the people of their offices."""

    sections: Mapping[tuple[int, str], tuple[User, ...]]
    offices: Mapping[int, tuple[User, ...]]

    @classmethod
    def read(cls, municipalities: Iterable[int], today: date) -> "Staff":
        """Read who holds a post today (one query)."""
        posts = (
            Post.objects.served_on(today)
            .filter(
                department__municipality__in=municipalities,
                role__in=[Role.CLERK, Role.HEAD, Role.SECRETARIAT],
            )
            .select_related("user")
            .annotate(city=F("department__municipality"))
            .order_by("pk")
        )
        found: dict[tuple[int, str], list[User]] = {}
        offices: dict[int, list[User]] = {}
        for post in posts:
            if post.role == Role.SECRETARIAT:
                offices.setdefault(post.city, []).append(post.user)  # type: ignore[attr-defined]
            else:
                found.setdefault((post.department_id, post.role), []).append(post.user)
        return cls(
            {key: _once(users) for key, users in found.items()},
            {city: _once(users) for city, users in offices.items()},
        )

    def of(self, section: int, municipality: int) -> Addressees:
        """Return whom to write to about a section of a city hall."""
        for role, route in ROUTES:
            if users := self.sections.get((section, role)):
                return Addressees(route, users)
        return Addressees(Route.OFFICE, self.offices.get(municipality, ()))

    def head_of(self, section: int, municipality: int) -> Addressees:
        """Return whom to write to about what a section's head is to confirm."""
        if users := self.sections.get((section, Role.HEAD)):
            return Addressees(Route.HEAD, users)
        return Addressees(Route.OFFICE, self.offices.get(municipality, ()))


def _once(users: Iterable[User]) -> tuple[User, ...]:
    """Each person once, also where a post is held twice."""
    return tuple({user.pk: user for user in users}.values())


def office_names(municipalities: Iterable[int]) -> dict[int, str]:
    """Return how letters name the offices, ＤＸ推進課（内線 0000）; a city hall without one is not named (one query)."""
    offices = Department.objects.filter(
        municipality__in=municipalities, is_secretariat=True, valid_to__isnull=True
    )
    return {
        row.municipality_id: f"{row}（内線 {row.extension}）" if row.extension else str(row)
        for row in offices
    }
