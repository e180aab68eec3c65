"""Who enters and who confirms for a section today, by name."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from organizations.models import Post
from organizations.roles import Role


@dataclass(frozen=True)
class People:
    """The clerks and the heads of a section."""

    clerks: tuple[str, ...] = ()
    heads: tuple[str, ...] = ()


def people_of(departments: Collection[int], today: date) -> dict[int, People]:
    """Name the clerks and heads of sections (one query)."""
    names: dict[tuple[int, str], list[str]] = defaultdict(list)
    posts = (
        Post.objects.current_on(today)
        .filter(department__in=departments, role__in=[Role.CLERK, Role.HEAD], user__is_active=True)
        .select_related("user")
        .order_by("pk")
    )
    for post in posts:
        names[post.department_id, post.role].append(str(post.user))
    return {
        pk: People(tuple(names[pk, Role.CLERK]), tuple(names[pk, Role.HEAD])) for pk in departments
    }
