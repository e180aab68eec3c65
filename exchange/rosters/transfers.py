"""A list of transfers (人事異動): whoever gets a new post leaves, on the eve, the posts the list no longer names.

Pure: no query, no clock. A post that stays beside the new one (兼務) keeps its own row in the list.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from exchange.rosters.table import Row
from organizations.models import Post
from organizations.roles import Role

ROLES = {role.label: role.value for role in Role}
NEEDS_DAY = "人事異動の一覧では、新しい職に発令日を入れてください。"


@dataclass(frozen=True)
class Leaving:
    """The posts a person leaves, and their last day."""

    last_day: date
    posts: tuple[Post, ...]


def same_post(posts: Iterable[Post], row: Row) -> Post | None:
    """The post a row speaks of: the same first day; without a day, the one that is still held."""
    start, role = row.day("発令日"), ROLES.get(row.text("役割"))
    alike = [
        post
        for post in posts
        if (post.department.name, post.role) == (row.text("所属"), role)
        and (post.valid_from == start or (start is None and post.valid_to is None))
    ]
    exact = [post for post in alike if post.valid_from == start]
    return next(iter(exact + alike), None)


def leaving(
    rows: Mapping[str, Sequence[Row]], posts: Mapping[str, Sequence[Post]]
) -> dict[str, Leaving]:
    """Return what each person of a list leaves; ``rows`` and ``posts`` by 職員番号."""
    found = {}
    for username, own in rows.items():
        held = posts.get(username, ())
        named = {row.number: same_post(held, row) for row in own}
        days = [row.day("発令日") for row in own if named[row.number] is None]
        begins = min((day for day in days if day), default=None)
        if begins is not None:
            kept = {post.pk for post in named.values() if post is not None}
            eve = begins - timedelta(days=1)
            left = tuple(
                p for p in held if p.pk not in kept and p.is_held_on(eve) and p.valid_to != eve
            )
            found[username] = Leaving(eve, left)
    return found
