"""The heads' deputies as their page lists them: now, to come, and those of the last year."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta

from organizations.deputy_actions import NAMED
from organizations.models import Department, Post, User

BACK = timedelta(days=365)


@dataclass(frozen=True)
class Row:
    """One deputy's time; ``reason`` as it was given, for those named on the page."""

    post: Post
    state: str
    reason: str
    deed: str


def deputies_of(departments: Collection[int], today: date) -> list[Row]:
    """Read the deputies of sections, the latest first (two queries)."""
    posts = list(
        Post.objects.filter(department__in=departments, is_deputy=True)
        .overlapping(today - BACK, None)
        .select_related("user", "department")
        .order_by("-valid_to", "-pk")
    )
    made = Post.history.filter(id__in=[post.pk for post in posts], history_type="+")
    reasons = dict(made.values_list("id", "history_change_reason"))
    return [_row(post, reasons.get(post.pk) or "", today) for post in posts]


def _row(post: Post, reason: str, today: date) -> Row:
    said = reason.partition("：")[2] if reason.startswith(NAMED) else reason
    if post.is_held_on(today):
        ends_today = post.valid_to == today
        return Row(post, "代理中", said, "" if ends_today else "今日で終える")
    is_past = post.valid_to is not None and post.valid_to < today
    return Row(post, "終了", said, "") if is_past else Row(post, "これから", said, "取りやめる")


def colleagues_of(department: Department | None, today: date) -> list[User]:
    """Whom a head would name first: who holds a post in the section, by name (one query)."""
    if department is None:
        return []
    posts = Post.objects.served_on(today).filter(department=department)
    users = User.objects.filter(pk__in=posts.values("user")).order_by("name", "username")
    return list(users)
