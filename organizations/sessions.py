"""What happens to a request before a view sees it: idle sessions end, strangers sign in, the desk is laid."""

from collections.abc import Callable
from typing import cast

from django.conf import settings
from django.contrib.auth import logout
from django.contrib.auth.middleware import LoginRequiredMiddleware as DjangoLoginRequired
from django.http import HttpRequest, HttpResponse

from fiscal import clock
from organizations.desk import Desk, DeskRequest

SEEN = "seen_at"
REFRESH_SECONDS = 300


class IdleSessionMiddleware:
    """End a session nobody has used for ``settings.SESSION_IDLE_SECONDS``.

    The last use is written every five minutes only: one write per click would make SQLite the bottleneck.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.user.is_authenticated:
            now = int(clock.now().timestamp())
            seen = request.session.get(SEEN)
            if seen is not None and now - seen > settings.SESSION_IDLE_SECONDS:
                logout(request)
            elif seen is None or now - seen > REFRESH_SECONDS:
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
    """Every page needs a sign-in unless its view says ``login_not_required``."""
