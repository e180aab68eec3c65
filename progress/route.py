"""Where a report goes next, in the words beside the button and in the message after it."""

from datetime import date

from initiatives.models import Plan
from organizations.models import Department, Post
from organizations.roles import Role

OFFICE = "事務局"


def heads(department: Department, today: date) -> str:
    """Return the section's head as people say it: 市民課長 例田 一郎さん; without one, 所属長."""
    posts = (
        Post.objects.served_on(today)
        .filter(department=department, role=Role.HEAD)
        .select_related("user")
        .order_by("is_deputy", "pk")
    )
    names = [_named(post, department) for post in posts]
    return "、".join(names) or "所属長"


def _named(post: Post, department: Department) -> str:
    if post.is_deputy:
        return f"所属長の代理 {post.user}さん"
    return f"{post.title or f'{department}長'} {post.user}さん"


def next_step(plan: Plan, department: Department, today: date) -> str:
    """Return what follows a 提出: 市民課長 例田 一郎さんの確認に回ります。"""
    if plan.needs_confirmation:
        return f"{heads(department, today)}の確認に回ります。"
    office = plan.municipality.departments.filter(is_secretariat=True, valid_to__isnull=True)
    name = office.values_list("name", flat=True).first() or OFFICE
    return f"{name}の受理に回ります。"
