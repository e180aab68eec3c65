"""Handing out a 調査票: what stands in it is kept under its number."""

from datetime import date

from django.db import transaction

from exchange.models import IssuedSheet
from exchange.sheets import keys
from exchange.sheets.section import SectionSheet
from fiscal import clock
from organizations.models import Department, User
from organizations.signature import sign
from progress.models import ReportingPeriod

REASON = "調査票の発行"


@transaction.atomic
def issue_sheet(
    *, period: ReportingPeriod, section: Department, today: date, by: User
) -> tuple[IssuedSheet, SectionSheet]:
    """Return the sheet of a section with a number; while nothing has changed, the number stays the same."""
    # One at a time in a section, so that no number is given twice.
    Department.objects.select_for_update(no_key=True).get(pk=section.pk)
    sheet = SectionSheet.read(period, section, today)
    rows = [line.issued for line in sheet.lines]
    last = IssuedSheet.objects.filter(period=period, department=section).first()
    if last is not None and last.rows == rows:
        last.period, last.department = period, section
        return last, sheet
    issued = IssuedSheet(
        number=_next_number(period, section),
        period=period,
        department=section,
        issued_at=clock.now(),
        issued_by=by,
        rows=rows,
    )
    sign(issued, by=by, reason=REASON)
    issued.save()
    return issued, sheet


def _next_number(period: ReportingPeriod, section: Department) -> str:
    """Return a number nobody has: several plans, and sections with the same code, share a series."""
    series = keys.sheet_series(period.as_quarter, section)
    given = IssuedSheet.objects.filter(number__startswith=series).order_by()
    runs = [int(number.removeprefix(series)) for number in given.values_list("number", flat=True)]
    return f"{series}{max(runs, default=0) + 1}"
