"""Phrases for asking for initiatives; they chain."""

from typing import TYPE_CHECKING

from django.db import models

if TYPE_CHECKING:
    from organizations.models import User


class InitiativeQuerySet(models.QuerySet["Initiative"]):
    def visible_to(self, user: "User") -> "InitiativeQuerySet":
        """Initiatives of the user's own municipality."""
        return self.filter(plan__municipality_id=user.municipality_id or 0)

    def active(self) -> "InitiativeQuerySet":
        """Initiatives the plan did not already list as finished when it was adopted."""
        return self.filter(completed_year__isnull=True)

    def finished_before_plan(self) -> "InitiativeQuerySet":
        """Initiatives the plan lists as finished (令和６年度までに完了)."""
        return self.filter(completed_year__isnull=False)
