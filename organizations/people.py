"""The people of a city hall as their page lists them: by section, then whoever has no post, then the switched off."""

from dataclasses import dataclass
from datetime import date
from itertools import groupby
from operator import itemgetter

from django.core.paginator import Page, Paginator
from django.db.models import Q

from fiscal import wareki
from organizations.models import Municipality, Post, User

PER_PAGE = 50
LOOSE, STOPPED = "職がない利用者", "利用を停止した人"


@dataclass(frozen=True)
class Row:
    """One person in one section; ``when`` says when a post begins or ends, where it is not simply now."""

    person: User
    role: str
    title: str
    when: str


@dataclass(frozen=True)
class Group:
    """A heading and its people."""

    name: str
    rows: tuple[Row, ...]


@dataclass(frozen=True)
class People:
    """One page of the list."""

    groups: tuple[Group, ...]
    total: int
    page: Page[tuple[str, Row]]


def people_of(city: Municipality, today: date, *, words: str = "", number: str = "") -> People:
    """Read a page of the list (two queries): ``words`` looks for 職員番号, 氏名 or section."""
    posts = (
        Post.objects.filter(user__municipality=city, user__is_active=True)
        .filter(Q(valid_to__isnull=True) | Q(valid_to__gte=today))
        .select_related("user", "department")
        .order_by("department__order", "department_id", "pk")
    )
    everybody = User.objects.filter(municipality=city)
    if words:
        posts = posts.filter(
            Q(user__username__icontains=words)
            | Q(user__name__icontains=words)
            | Q(department__name__icontains=words)
        )
        everybody = everybody.filter(Q(username__icontains=words) | Q(name__icontains=words))
    held = list(posts)
    holders = {post.user_id for post in held}
    others = list(everybody.exclude(pk__in=holders))
    rows = [(post.department.name, _row(post, today)) for post in held]
    rows += [(LOOSE, Row(person, "", "", "")) for person in others if person.is_active]
    rows += [(STOPPED, Row(person, "", "", "")) for person in others if not person.is_active]
    page = Paginator(rows, PER_PAGE).get_page(number)
    groups = (
        Group(name, tuple(row for _, row in pairs))
        for name, pairs in groupby(page, key=itemgetter(0))
    )
    return People(tuple(groups), len(holders) + len(others), page)


def _row(post: Post, today: date) -> Row:
    return Row(post.user, post.get_role_display(), post.title, _when(post, today))


def _when(post: Post, today: date) -> str:
    parts = []
    if post.valid_from and post.valid_from > today:
        parts.append(f"{wareki.full_date(post.valid_from)}から")
    if post.valid_to:
        parts.append(f"{wareki.full_date(post.valid_to)}まで")
    return "、".join(parts)
