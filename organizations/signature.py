"""Who wrote a row, and why: what django-simple-history records with the next save."""

from datetime import datetime

from django.db import models

from organizations.models import User


def sign(row: models.Model, *, by: User | None, reason: str, at: datetime | None = None) -> None:
    """Put name and reason under the next save (or delete) of a row; ``at`` dates it otherwise than now."""
    signature: dict[str, object] = {"_history_user": by, "_change_reason": reason}
    if at is not None:
        signature["_history_date"] = at
    vars(row).update(signature)
