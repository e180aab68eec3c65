"""What happens to a request before a view sees it: old sessions end, strangers sign in, the desk is laid."""

from collections.abc import Callable
from typing import Any, cast

from django.conf import settings
from django.contrib.auth import logout
from django.contrib.auth.middleware import LoginRequiredMiddleware as DjangoLoginRequired
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.urls import reverse

from fiscal import clock
from organizations import entrance
from organizations.account_days import closed_because
from organizations.desk import Desk, DeskRequest
from organizations.forms import SignInForm

SINCE = "signed_in_at"
SEEN = "seen_at"
REFRESH_SECONDS = 300


def has_ended(since: int, seen: int, now: int) -> bool:
    """Whether a session is over: nobody used it for a while, or it began too long ago."""
    return now - seen > settings.SESSION_IDLE_SECONDS or now - since > settings.SESSION_COOKIE_AGE


class IdleSessionMiddleware:
    """End a session left alone for ``settings.SESSION_IDLE_SECONDS`` or older than ``SESSION_COOKIE_AGE``,
    and that of a person whose account's last day is over.

    The last use is written every five minutes only: one write per click would make SQLite the bottleneck. Django
    moves the cookie's end with every such write, so the age is counted here.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.user.is_authenticated:
            now = int(clock.now().timestamp())
            since = request.session.get(SINCE, now)
            seen = request.session.get(SEEN, now)
            closed = closed_because(request.user, clock.today())
            if closed or has_ended(since, seen, now):
                logout(request)
                request.closed_because = closed  # type: ignore[attr-defined]
            elif SEEN not in request.session or now - seen > REFRESH_SECONDS:
                request.session[SINCE] = since
                request.session[SEEN] = now
        return self.get_response(request)


class DeskMiddleware:
    """Lay ``request.desk`` for a signed-in person."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.user.is_authenticated:
            cast("DeskRequest", request).desk = Desk.of(request.user, clock.today())
        return self.get_response(request)


class LoginRequiredMiddleware(DjangoLoginRequired):
    """Every page needs a sign-in unless its view says ``login_not_required``; what was typed survives it."""

    def get_login_url(self, view_func: Callable[..., Any]) -> str:  # noqa: ARG002 - Django's
        """There is one page for signing in, for the admin too."""
        return reverse(settings.LOGIN_URL)

    def handle_no_permission(  # type: ignore[override]
        self, request: HttpRequest, view_func: Callable[..., Any]
    ) -> HttpResponseBase:
        if request.headers.get("X-Requested-With") == "fetch":
            return JsonResponse({"login": self.get_login_url(view_func)}, status=401)
        if closed := getattr(request, "closed_because", ""):
            return entrance.sign_in_page(request, SignInForm(request), notice=closed, status=401)
        if request.method == "POST":
            return entrance.after_expiry(request)
        return super().handle_no_permission(request, view_func)
