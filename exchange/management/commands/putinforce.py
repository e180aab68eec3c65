"""Puts in force every decided 計画の改定 whose day has come; meant for a timer, harmless to run twice."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from exchange.revision import actions
from exchange.revision.actions import RevisionError
from fiscal import clock
from initiatives.models import PlanAmendment


class Command(BaseCommand):
    """決定した改定を、施行日に施行する."""

    help = "施行日の来た計画の改定を施行します。毎日１回動かしてください。"

    def handle(self, *_args: Any, **_options: Any) -> None:
        """Put each in force by itself, so that one refusal does not hold up the others."""
        today = clock.today()
        decided = PlanAmendment.objects.filter(state=PlanAmendment.State.DECIDED)
        rows = decided.filter(in_force_on__lte=today).select_related("plan")
        due, refused = list(rows.order_by("in_force_on", "pk")), []
        for row in due:
            try:
                actions.put_in_force(amendment=row, today=today, by=None)
            except RevisionError as error:
                refused.append(f"{row.plan}：「{row.title}」を施行できません。{error}")
            else:
                self.stdout.write(f"{row.plan}：「{row.title}」を施行しました。")
        if refused:
            raise CommandError("\n".join(refused))
        if not due:
            self.stdout.write("施行する改定はありません。")
