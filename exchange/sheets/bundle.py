"""The 調査票 of every section of a period in one archive."""

from datetime import date
from io import BytesIO
from zipfile import ZIP_STORED, ZipFile

from exchange.sheets import book, issuing, round_page
from fiscal import wareki
from organizations.models import User
from progress.models import ReportingPeriod


def write(period: ReportingPeriod, *, today: date, by: User) -> bytes:
    """Hand out a sheet to every section that has something to fill in."""
    stream = BytesIO()
    with ZipFile(stream, "w", ZIP_STORED) as archive:  # workbooks are packed already
        for row in round_page.rows(period, today):
            issued, sheet = issuing.issue_sheet(
                period=period, section=row.section, today=today, by=by
            )
            archive.writestr(book.file_name(issued), book.render(issued, sheet))
    return stream.getvalue()


def file_name(period: ReportingPeriod) -> str:
    """調査票_令和８年度第２四半期.zip."""
    return f"調査票_{wareki.quarter(period.as_quarter)}.zip".replace(" ", "")
