"""Deeds of signing in."""

from django.contrib.auth import login
from django.db import transaction
from django.http import HttpRequest

from fiscal import clock
from organizations.models import User
from organizations.sessions import SEEN, SINCE


@transaction.atomic
def sign_in(*, request: HttpRequest, by: User) -> None:
    """Start a session and keep the time of the sign-in before it, which the person is shown."""
    User.objects.filter(pk=by.pk).update(previous_login=by.last_login)
    # Django saves the time of the sign-in on the user: not a change worth a row of history.
    by.skip_history_when_saving = True  # type: ignore[attr-defined]
    login(request, by)
    now = int(clock.now().timestamp())
    request.session[SINCE] = request.session[SEEN] = now
