from typing import Any

from django.core.management.base import BaseCommand, CommandError

from fiscal import clock
from organizations.models import Reorganization
from organizations.reorganization_actions import ReorganizationError
from progress import handover_actions


class Command(BaseCommand):
    """``manage.py reorganize``, for a timer: every draft whose date has come, under the name of who drafted it."""

    help = "施行日の来た機構改革を施行します。毎日動かしても、施行済みのものは変わりません。"

    def handle(self, *_args: Any, **_options: Any) -> None:
        today, failed = clock.today(), []
        for row in Reorganization.objects.due_on(today).order_by("in_force_on", "pk"):
            try:
                done = handover_actions.apply(reorganization=row, today=today, by=row.saved_by)
            except ReorganizationError as error:
                failed.append(f"「{row}」を施行できません。{error}")
            else:
                self.stdout.write(done.sentence)
        if failed:
            raise CommandError("\n".join(failed))
