"""Which round of reports a page of indicators shows: the one asked for, else the last that has ended. Pure."""

import re
from datetime import date

from fiscal.calendar import ROUNDS, Quarter

# A year that has a name and an end: others are no period of any plan.
PERIOD = re.compile(r"(20[0-9]{2})-([1-4])")


def shown(text: str, today: date, span: str) -> Quarter:
    """Return the round of ``2026-2``; anything else is the last that has ended."""
    found = PERIOD.fullmatch(text)
    if found and int(found[2]) in ROUNDS[span]:
        return Quarter(int(found[1]), int(found[2]), span)
    return Quarter.round_of(today, span).previous_round
