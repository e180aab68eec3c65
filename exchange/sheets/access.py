"""The doors of 調査票: a section's own people, and the office for every section."""

from dataclasses import dataclass

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.shortcuts import get_object_or_404

from exchange.models import IssuedSheet, SheetUpload
from exchange.sheets import reading
from organizations.desk import Desk
from organizations.models import Department
from organizations.roles import Permission
from progress.access import get_period, get_section
from progress.models import ReportingPeriod
from progress.round_access import get_reviewed_period

_RELATIONS = ("period__plan__municipality", "period__plan__grade_scale", "department__municipality")
UNKNOWN = "この帳票番号（{}）の調査票は発行されていません。発行されたファイルを、そのまま登録してください。"
OTHER_SECTION = "これは{}の調査票です。{}の調査票を登録してください。"
OTHER_PERIOD = "これは{}の調査票です。{}の調査票を登録してください。"


@dataclass(frozen=True)
class Desktop:
    """A section in a period, as somebody who writes its reports meets it."""

    period: ReportingPeriod
    section: Department


def get_desktop(desk: Desk, period_pk: int, section_pk: int) -> Desktop:
    """Return a section and a period for which the person writes reports.

    Raises:
        Http404: another city hall's, or none.
        PermissionDenied: neither of the section nor of the office.
    """
    return Desktop(get_period(desk, period_pk), get_section(desk, section_pk))


def get_round(desk: Desk, period_pk: int) -> ReportingPeriod:
    """Return a period whose sheets the person hands out and takes in for every section (the office)."""
    return get_reviewed_period(desk, period_pk)


def get_issued(desk: Desk, raw: bytes, name: str, period: ReportingPeriod) -> IssuedSheet:
    """Return the sheet a file was made from.

    Raises:
        SheetFileError: none of this city hall and period.
    """
    with reading.opened(raw, name) as book:
        number = reading.number_in(book, name)
    sheets = IssuedSheet.objects.visible_to(desk.user).select_related(*_RELATIONS)
    issued = sheets.filter(number=number).first()
    if issued is None:
        raise reading.refusal(name, UNKNOWN.format(number))
    if issued.period_id != period.pk:
        told = f"{issued.period.plan} {issued.period}", f"{period.plan} {period}"
        raise reading.refusal(name, OTHER_PERIOD.format(*told))
    return issued


def get_own_issued(desk: Desk, raw: bytes, name: str, desktop: Desktop) -> IssuedSheet:
    """Return the sheet a file was made from, which must be the section's.

    Raises:
        SheetFileError: another section's, or none.
    """
    issued = get_issued(desk, raw, name, desktop.period)
    if issued.department_id != desktop.section.pk:
        told = OTHER_SECTION.format(issued.department, desktop.section)
        raise reading.refusal(name, told)
    return issued


def get_uploads(desk: Desk, period: ReportingPeriod) -> QuerySet[SheetUpload]:
    """Return what was registered in a period, without the files themselves."""
    uploads = SheetUpload.objects.visible_to(desk.user).filter(sheet__period=period)
    return uploads.defer("content", "preview").select_related("by", "sheet__department")


def get_upload(desk: Desk, pk: int) -> SheetUpload:
    """Return a registered file.

    Raises:
        Http404: another city hall's, or none.
        PermissionDenied: neither of the section nor of the office.
    """
    relations = [f"sheet__{name}" for name in _RELATIONS]
    uploads = SheetUpload.objects.visible_to(desk.user).defer("content")
    upload = get_object_or_404(uploads.select_related("by", *relations), pk=pk)
    section = upload.sheet.department_id
    if not (desk.may(Permission.ENTER, section) or desk.may(Permission.REVIEW)):
        raise PermissionDenied
    return upload
