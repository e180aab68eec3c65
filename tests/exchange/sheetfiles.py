"""調査票 as people fill them in: handed out, changed cell by cell, brought back."""

from io import BytesIO

import openpyxl

from exchange.models import IssuedSheet
from exchange.sheets import book, issuing, taking
from organizations.desk import Desk
from organizations.models import Department, User
from progress.access import reporting_desk
from progress.models import ReportingPeriod
from tests.conftest import TODAY

PROGRESS, KPI, ITEMS, GUIDE = "①進捗", "②指標", "③個別手続", "記入要領"
HEAD = 3


def issue(period: ReportingPeriod, section: Department, by: User) -> tuple[IssuedSheet, bytes]:
    """Hand a sheet out."""
    issued, sheet = issuing.issue_sheet(period=period, section=section, today=TODAY, by=by)
    return issued, book.render(issued, sheet)


def opened(raw: bytes):
    """The file as a workbook."""
    return openpyxl.load_workbook(BytesIO(raw))


def saved(workbook) -> bytes:
    """A workbook as a file."""
    stream = BytesIO()
    workbook.save(stream)
    return stream.getvalue()


def column_of(sheet, start: str) -> int:
    """The number of the column whose heading begins so."""
    for cell in sheet[HEAD]:
        if str(cell.value or "").replace("\n", "").startswith(start):
            return cell.column
    raise KeyError(start)


def filled(raw: bytes, *entries: tuple[str, int, str, object]) -> bytes:
    """The file with values put into cells: page, row counted from the headings, beginning of the heading, value."""
    workbook = opened(raw)
    for page, row, heading, value in entries:
        sheet = workbook[page]
        sheet.cell(HEAD + row, column_of(sheet, heading)).value = value
    return saved(workbook)


def compared(raw: bytes, issued: IssuedSheet) -> taking.Taken:
    """What a file changes."""
    return taking.compare(raw, issued=issued, name="調査票.xlsx", today=TODAY)


def problems(raw: bytes, issued: IssuedSheet) -> list[str]:
    """What is wrong with a file, each problem with its place."""
    try:
        compared(raw, issued)
    except taking.SheetFileError as error:
        return error.sentences
    return []


def desk_of(user: User, section: Department) -> Desk:
    """The desk at which somebody writes the reports of a section."""
    return reporting_desk(Desk.of(user, TODAY), section)


def take(raw: bytes, issued: IssuedSheet, by: User, **options) -> taking.Done:
    """Take a file in."""
    desk = desk_of(by, issued.department)
    taken = taking.attempt(compared(raw, issued), reason="試験", by=desk)
    values = {"choices": {}, "hands_in": False, "reason": "試験", "comment": "", **options}
    return taking.perform(taken, by=desk, **values)
