"""On which days somebody is there. Pure: no database, no clock."""

from collections.abc import Iterable
from datetime import date, timedelta

# First and last day; an open end is None.
Span = tuple[date | None, date | None]
DAY = timedelta(days=1)


def within(one: Span, other: Span) -> Span | None:
    """The days that belong to both spans; None where there are none."""
    starts = [day for day in (one[0], other[0]) if day]
    ends = [day for day in (one[1], other[1]) if day]
    start, end = max(starts, default=None), min(ends, default=None)
    return None if start and end and end < start else (start, end)


def first_gap(spans: Iterable[Span], start: date, end: date) -> date | None:
    """The first day from ``start`` to ``end`` that no span covers; None where somebody is always there."""
    day = start
    for begins, ends in sorted(spans, key=lambda span: span[0] or date.min):
        if begins and begins > day:
            return day
        if ends is None or ends >= end:
            return None
        day = max(day, ends + DAY)
    return day if day <= end else None
