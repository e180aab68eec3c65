"""Which quarter a page of indicators shows: the one asked for, else the last that has ended. Pure."""

import re
from datetime import date

from fiscal.calendar import Quarter

# A year that has a name and an end: others are no period of any plan.
PERIOD = re.compile(r"(20[0-9]{2})-([1-4])")


def shown(text: str, today: date) -> Quarter:
    """Return the quarter of ``2026-2``; anything else is the last quarter that has ended."""
    found = PERIOD.fullmatch(text)
    if found:
        return Quarter(int(found[1]), int(found[2]))
    return Quarter.of(today).shift(-1)
