"""Who enters and who confirms for the sections of a city hall today, by name."""

from dataclasses import dataclass
from datetime import date

from organizations.models import Post
from organizations.roles import Role

DEPUTY = "（代理）"


@dataclass(frozen=True)
class People:
    """The clerks and the heads of a section."""

    clerks: tuple[str, ...] = ()
    heads: tuple[str, ...] = ()


def people_of(municipality_id: int, today: date) -> dict[int | None, People]:
    """Name the clerks and heads of every section that has any (one query)."""
    names: dict[int, dict[str, list[str]]] = {}
    posts = (
        Post.objects.served_on(today)
        .filter(
            department__municipality=municipality_id,
            role__in=[Role.CLERK, Role.HEAD],
        )
        .order_by("is_deputy", "pk")
        .values_list("department_id", "role", "is_deputy", "user__name", "user__username")
    )
    for section, role, is_deputy, name, username in posts:
        found = names.setdefault(section, {Role.CLERK: [], Role.HEAD: []})
        found[role].append(f"{name or username}{DEPUTY if is_deputy else ''}")
    return {
        pk: People(tuple(found[Role.CLERK]), tuple(found[Role.HEAD])) for pk, found in names.items()
    }
