"""Which quarter a page of indicators shows: the one asked for, else the last that has ended. Pure."""

import re
from datetime import date

from fiscal.calendar import QUARTERS, Quarter

PERIOD = re.compile(r"(\d{4})-(\d)")


def shown(text: str, today: date) -> Quarter:
    """Return the quarter of ``2026-2``; anything else is the last quarter that has ended."""
    found = PERIOD.fullmatch(text)
    if found and int(found[2]) in QUARTERS and int(found[1]) > 0:
        return Quarter(int(found[1]), int(found[2]))
    return Quarter.of(today).shift(-1)
