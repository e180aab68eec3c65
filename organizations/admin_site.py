"""The admin for city halls: who may enter comes from the posts held today, not from Django's staff flag."""

from django.contrib.admin import AdminSite
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect

from organizations.desk import Desk
from organizations.roles import Permission

ENTRANCE = (Permission.ADMINISTER, Permission.EDIT_PLAN)


def may_enter(desk: Desk) -> bool:
    """Whether the admin has any page for this person."""
    return desk.user.is_superuser or any(desk.may(permission) for permission in ENTRANCE)


class CityAdminSite(AdminSite):
    """Django's admin with our sign-in page; a signed-in person without a fitting post is refused (403)."""

    site_header = "進捗管理 管理画面"
    site_title = "進捗管理"
    index_title = "管理する項目"

    def has_permission(self, request: HttpRequest) -> bool:
        desk: Desk | None = getattr(request, "desk", None)
        return desk is not None and may_enter(desk)

    def login(
        self, request: HttpRequest, extra_context: dict[str, object] | None = None
    ) -> HttpResponseRedirect:
        """Strangers never come here (``organizations.sessions``): somebody signed in lacks a post.

        Raises:
            PermissionDenied: no post of today opens the admin.
        """
        if not self.has_permission(request):
            raise PermissionDenied
        return redirect("admin:index")

    def logout(  # type: ignore[override]
        self, request: HttpRequest, extra_context: dict[str, object] | None = None
    ) -> HttpResponse:
        """Sign out as everywhere else: the same POST, sent on."""
        return HttpResponseRedirect(redirect("organizations:session-end").url, status=307)

    def password_change(  # type: ignore[override]
        self, request: HttpRequest, extra_context: dict[str, object] | None = None
    ) -> HttpResponseRedirect:
        """There is one page for passwords."""
        return redirect("organizations:password-change")
