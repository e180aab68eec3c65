"""The people of a city hall as their page lists them: by section, then whoever has no post, then the switched off."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from fiscal import wareki
from organizations.models import Municipality, Post, User


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
    """The whole page."""

    groups: tuple[Group, ...]
    total: int


def people_of(city: Municipality, today: date, words: str = "") -> People:
    """Read the page (two queries): ``words`` looks for 職員番号, 氏名 or section."""
    posts = (
        Post.objects.filter(user__municipality=city, user__is_active=True)
        .filter(Q(valid_to__isnull=True) | Q(valid_to__gte=today))
        .select_related("user", "department")
        .order_by("department__order", "department_id", "pk")
    )
    everybody = User.objects.filter(municipality=city)
    if words:
        own = Q(username__icontains=words) | Q(name__icontains=words)
        posts = posts.filter(
            Q(user__username__icontains=words)
            | Q(user__name__icontains=words)
            | Q(department__name__icontains=words)
        )
        everybody = everybody.filter(own)
    sections: dict[str, list[Row]] = {}
    holders = set()
    for post in posts:
        holders.add(post.user_id)
        row = Row(post.user, post.get_role_display(), post.title, _when(post, today))
        sections.setdefault(post.department.name, []).append(row)
    others = [person for person in everybody if person.pk not in holders]
    sections["職がない利用者"] = [Row(p, "", "", "") for p in others if p.is_active]
    sections["利用を停止した人"] = [Row(p, "", "", "") for p in others if not p.is_active]
    groups = tuple(Group(name, tuple(rows)) for name, rows in sections.items() if rows)
    return People(groups, len(holders) + len(others))


def _when(post: Post, today: date) -> str:
    parts = []
    if post.valid_from and post.valid_from > today:
        parts.append(f"{wareki.full_date(post.valid_from)}から")
    if post.valid_to:
        parts.append(f"{wareki.full_date(post.valid_to)}まで")
    return "、".join(parts)
