"""For whom a person acts: a deed that only a deputy's post allows is recorded as the deputy's."""

from datetime import date

from organizations.desk import Desk
from organizations.models import Department, Post
from organizations.roles import Permission, Role
from progress.models import ProgressReport
from progress.workflow import SECTION_DEEDS, Action

_CARRIED_BY = {
    **dict.fromkeys(SECTION_DEEDS, Permission.ENTER),
    Action.CONFIRM: Permission.CONFIRM,
    Action.RETURN: Permission.CONFIRM,
}


def represented(by: Desk, report: ProgressReport, action: Action, today: date) -> str:
    """Return whom the person stands in for: 市民課長 例田 一郎; nothing where the deed is their own right.

    One query for a deputy, none for anybody else.
    """
    permission = _CARRIED_BY.get(action)
    is_office = action is Action.RETURN and by.may(Permission.REVIEW)
    if permission is None or is_office or not by.is_deputy_for(permission, report.department_id):
        return ""
    return heads_of(report.department, today)


def heads_of(department: Department, today: date) -> str:
    """Return the section's heads themselves, whether or not they can sign in today: that may be why there is a deputy."""
    posts = (
        Post.objects.current_on(today)
        .filter(department=department, role=Role.HEAD, is_deputy=False)
        .select_related("user")
        .order_by("pk")
    )
    names = [f"{post.title or f'{department}長'} {post.user}" for post in posts]
    return "、".join(names) or f"{department}の所属長"
