"""Where the values of an indicator stop being one series: its unit or its definition was changed between them."""

from collections import defaultdict
from collections.abc import Collection
from typing import Any, cast

from django.utils import timezone

from fiscal.calendar import QUARTERS, Quarter
from kpis.facts import Change
from kpis.models import Indicator
from kpis.queries import Sheet

WATCHED = {"unit": "単位", "definition": "値の求め方"}


def changes_of(indicators: Collection[int]) -> dict[int, list[Change]]:
    """What was changed of the rules of indicators, and when (one query, also for none)."""
    history = cast("Any", Indicator).history
    rows = (
        history.filter(id__in=list(indicators) or [0])
        .order_by("id", "history_date", "history_id")
        .values("id", "history_date", *WATCHED)
    )
    found: dict[int, list[Change]] = defaultdict(list)
    last: dict[int, dict[str, Any]] = {}
    for row in rows:
        old = last.get(row["id"], row)
        found[row["id"]] += [
            Change(word, old[name], row[name], timezone.localtime(row["history_date"]).date())
            for name, word in WATCHED.items()
            if old[name] and old[name] != row[name]
        ]
        last[row["id"]] = row
    return found


def after_baseline(sheet: Sheet, changes: Collection[Change]) -> tuple[Change, ...]:
    """The changes after which there are values of two kinds: nothing measured before, nothing broken."""
    days = [row.as_of for row in sheet.readings if row.value is not None]
    year = sheet.facts.baseline_year
    if year is not None:
        days.append(Quarter(year, QUARTERS[-1]).end)
    return tuple(change for change in changes if days and min(days) < change.on)
