"""The people of a city hall as their page lists them: by section, then whoever has no post, then the ended and the switched off."""

from dataclasses import dataclass
from datetime import date
from itertools import groupby
from operator import itemgetter

from django.core.paginator import Page, Paginator
from django.db.models import Q

from fiscal import wareki
from organizations.account_days import span_in_words
from organizations.models import Municipality, Post, User

PER_PAGE = 50
LOOSE, STOPPED = "職がない利用者", "利用を停止した人"
OVER = "利用期間が終わった人"
HEADINGS = (LOOSE, OVER, STOPPED)


@dataclass(frozen=True)
class Row:
    """One person in one section; ``when`` says when post or account begin or end, where it is not simply now."""

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
    rows += [(_heading(person, today), Row(person, "", "", _account(person))) for person in others]
    rows[len(held) :] = sorted(rows[len(held) :], key=lambda row: HEADINGS.index(row[0]))
    page = Paginator(rows, PER_PAGE).get_page(number)
    groups = (
        Group(name, tuple(row for _, row in pairs))
        for name, pairs in groupby(page, key=itemgetter(0))
    )
    return People(tuple(groups), len(holders) + len(others), page)


def _row(post: Post, today: date) -> Row:
    return Row(post.user, post.role_in_words, post.title, _when(post, today))


def _heading(person: User, today: date) -> str:
    if not person.is_active:
        return STOPPED
    return OVER if person.valid_to and person.valid_to < today else LOOSE


def _account(person: User) -> str:
    days = span_in_words(person)
    return f"利用は{days}" if days else ""


def _when(post: Post, today: date) -> str:
    parts = []
    if post.valid_from and post.valid_from > today:
        parts.append(f"{wareki.full_date(post.valid_from)}から")
    if post.valid_to:
        parts.append(f"{wareki.full_date(post.valid_to)}まで")
    return "、".join([*parts, *filter(None, [_account(post.user)])])
