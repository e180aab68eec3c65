"""/healthz: whether this server runs and its database answers. For probes: no sign-in, no details."""

from django.contrib.auth.decorators import login_not_required
from django.db import DatabaseError, connection
from django.http import HttpRequest, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe


def database_answers() -> bool:
    """Whether a query comes back."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return False
    return True


@login_not_required
@never_cache
@require_safe
def health_show(request: HttpRequest) -> JsonResponse:  # noqa: ARG001 - a view
    """``{"status": "ok", "database": true}``, or 503 with false."""
    answers = database_answers()
    return JsonResponse(
        {"status": "ok" if answers else "error", "database": answers},
        status=200 if answers else 503,
    )
