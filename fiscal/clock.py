"""The only place that reads the clock, so that a demo or a test can stand on a fixed day."""

from datetime import date, datetime

from django.conf import settings
from django.utils import timezone


def now() -> datetime:
    """Return the present moment; with ``DXPLAN_TODAY`` set, that day at the present time of day."""
    moment = timezone.localtime()
    fixed: date | None = settings.TODAY
    return (
        moment
        if fixed is None
        else moment.replace(year=fixed.year, month=fixed.month, day=fixed.day)
    )


def today() -> date:
    """Return the present day in Japan."""
    return now().date()
