"""The 事務局の見立て of the demo year, each judged on its own day."""

from collections.abc import Iterable, Mapping
from datetime import datetime, time
from typing import Any

from django.utils import timezone

from initiatives.models import Initiative
from organizations.desk import Desk
from organizations.models import User
from progress.confidence_actions import judge
from progress.judgement import Level
from progress.models import ReportingPeriod

LEVELS = {level.label: level for level in Level}


def load(
    told: Iterable[dict[str, Any]],
    initiatives: Mapping[str, Initiative],
    periods: Mapping[str, ReportingPeriod],
    by: User,
) -> None:
    """Judge in the order of the file, at the desk of the office."""
    for row in told:
        judge(
            period=periods[row["period"]],
            initiative=initiatives[row["initiative"]],
            level=LEVELS[row["level"]],
            reason=row.get("reason", ""),
            version=0,
            now=timezone.make_aware(datetime.combine(row["on"], time(10))),
            by=Desk.of(by, row["on"]),
        )
