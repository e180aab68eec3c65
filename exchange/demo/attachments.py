"""The files attached to the reports of the demo year: small tables in Excel."""

import hashlib
from collections.abc import Iterable, Sequence
from io import BytesIO
from typing import Any

import openpyxl

from exchange.demo.story import quarter_of
from fiscal import clock
from initiatives.models import Plan
from organizations.signature import sign
from progress.attached_files import offered
from progress.attachment_actions import ADDED
from progress.models import Attachment, ProgressReport

WIDTH = 30


def load(told: Iterable[dict[str, Any]], plan: Plan) -> None:
    """Attach each file to its report, when and by whom the report was last saved."""
    reports = {
        (row.initiative.code, row.period.as_quarter): row
        for row in ProgressReport.objects.filter(period__plan=plan).select_related(
            "initiative", "period", "saved_by"
        )
    }
    for row in told:
        _attach(reports[row["initiative"], quarter_of(row["period"])], row["name"], row["rows"])


def _attach(report: ProgressReport, name: str, rows: Sequence[Sequence[Any]]) -> None:
    file, at = offered(name, _workbook(rows)), report.saved_at or clock.now()
    attachment = Attachment(
        report=report,
        name=file.name,
        kind=file.kind,
        size=len(file.content),
        sha256=hashlib.sha256(file.content).hexdigest(),
        content=file.content,
        by=report.saved_by,
        at=at,
    )
    sign(attachment, by=report.saved_by, reason=ADDED, at=at)
    attachment.save()


def _workbook(rows: Sequence[Sequence[Any]]) -> bytes:
    book, file = openpyxl.Workbook(), BytesIO()
    sheet = book.active
    for row in rows:
        sheet.append(row)
    for column in ("A", "B"):
        sheet.column_dimensions[column].width = WIDTH
    book.save(file)
    return file.getvalue()
