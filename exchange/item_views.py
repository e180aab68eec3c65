"""A list of 個別項目 as a workbook."""

from django.http import HttpResponse
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from exchange import access
from exchange.views import XLSX
from exchange.workbook import items as paper
from fiscal import clock, wareki
from initiatives import item_page, item_rows
from initiatives.item_page import Sheet
from organizations.desk import DeskRequest


@require_safe
def item_download(request: DeskRequest, pk: int) -> HttpResponse:
    """The rows the page shows, every page of them, with the counts of the whole list."""
    item_list = access.get_exportable_list(request.desk, pk)
    sheet = item_page.read(request.desk, item_list, request.GET)
    rows = item_rows.read(sheet.found, sheet.present)
    response = HttpResponse(
        paper.render(_setting(sheet), rows, sheet.sections, sheet.total), content_type=XLSX
    )
    name = f"{item_page.number_of(item_list)}_{item_list.title}.xlsx"
    response["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=name)
    response["Cache-Control"] = "private, no-store"
    return response


def _setting(sheet: Sheet) -> paper.Setting:
    city = sheet.plan.municipality
    office = city.departments.filter(is_secretariat=True, valid_to=None).first()
    item_list = sheet.item_list
    is_narrow = sheet.filter.asked.is_narrow
    return paper.Setting(
        plan=sheet.plan.title,
        owner=f"{item_page.number_of(item_list)} {item_page.owner_of(item_list)}",
        title=item_list.title,
        office=f"{city.name}{office.name if office else ''}",
        moment=f"{wareki.full_date(clock.today())}現在",
        narrowed=f"絞り込み {wareki.digits(len(sheet.found))}件" if is_narrow else "",
        is_demo=city.is_demo,
    )
