"""Who a person is here today: the posts they hold, and what these allow. Read once per request."""

from dataclasses import dataclass, field
from datetime import date

from django.http import HttpRequest

from organizations.models import Department, Post, User
from organizations.roles import OWN_DEPARTMENT, Permission, Role, permits


@dataclass(frozen=True)
class Desk:
    """A signed-in person with the posts held today. Views pass it to the doors in ``access.py``."""

    user: User
    posts: tuple[Post, ...] = field(default=())

    @classmethod
    def of(cls, user: User, day: date) -> "Desk":
        """Read the posts of a user on a day (one query)."""
        return cls(user, tuple(user.posts.current_on(day).select_related("department")))

    @property
    def municipality_id(self) -> int:
        """The city hall whose rows this person may see; 0 sees nothing."""
        return self.user.municipality_id or 0

    def may(self, permission: Permission, department: Department | int | None = None) -> bool:
        """Whether any post allows it; entering and confirming only for the post's own department."""
        wanted = department.pk if isinstance(department, Department) else department
        return any(
            permission not in OWN_DEPARTMENT or post.department_id == wanted
            for post in self._posts_with(permission)
        )

    def may_somewhere(self, permission: Permission) -> bool:
        """Whether any post allows it in any department: for menus, never for doors."""
        return bool(self._posts_with(permission))

    def is_deputy_for(self, permission: Permission, department: int) -> bool:
        """Whether the person may do something for a department as its head's deputy only."""
        posts = [p for p in self._posts_with(permission) if p.department_id == department]
        return bool(posts) and all(post.is_deputy for post in posts)

    def standing_in_for(self, department: Department) -> "Desk":
        """The same person at the desk of a section's clerk: what is done there is still signed by the person."""
        post = Post(user=self.user, department=department, role=Role.CLERK)
        return Desk(self.user, (*self.posts, post))

    def departments_for(self, permission: Permission) -> list[int]:
        """Departments of the posts that carry the permission, for those held per department."""
        return [post.department_id for post in self._posts_with(permission)]

    def _posts_with(self, permission: Permission) -> list[Post]:
        return [
            post for post in self.posts if permits(post.role, permission, is_deputy=post.is_deputy)
        ]


class DeskRequest(HttpRequest):
    """A request of a signed-in person, as ``organizations.sessions`` prepares it. For annotations.

    ``waiting`` is how many things wait for the person, where the page has read them: the menu need not count again.
    """

    user: User
    desk: Desk
    waiting: int
