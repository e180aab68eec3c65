"""各課の回答 as a workbook."""

from django.http import Http404, HttpResponse
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from exchange import access
from exchange.views import XLSX
from exchange.workbook import answers as paper
from fiscal import clock, wareki
from initiatives.models import Initiative
from organizations.desk import DeskRequest
from progress import answer_access, answer_matrix
from progress.naming import number_of


@require_safe
def answer_download(request: DeskRequest, pk: int) -> HttpResponse:
    """The answers of a period, and through the periods, as the page shows them."""
    initiative = access.get_exportable_initiative(request.desk, pk)
    periods = answer_access.begun_periods(initiative)
    period = answer_matrix.chosen(periods, request.GET.get("period", ""))
    question = answer_matrix.question_in(initiative, period) if period else None
    if period is None or question is None:
        raise Http404
    matrix = answer_matrix.read(question, period, clock.today())
    response = HttpResponse(paper.render(_setting(initiative), matrix), content_type=XLSX)
    name = f"各課の回答_{number_of(initiative)}_{wareki.quarter(period.as_quarter)}.xlsx"
    response["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=name)
    response["Cache-Control"] = "private, no-store"
    return response


def _setting(initiative: Initiative) -> paper.Setting:
    city = initiative.plan.municipality
    office = city.departments.filter(is_secretariat=True, valid_to=None).first()
    return paper.Setting(
        plan=initiative.plan.title,
        owner=f"{number_of(initiative)} {initiative.title}",
        office=f"{city.name}{office.name if office else ''}",
        moment=f"{wareki.full_date(clock.today())}現在",
        is_demo=city.is_demo,
    )
