"""The table of a framework as a workbook."""

from django.http import Http404, HttpResponse
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from exchange import access
from exchange.views import XLSX
from exchange.workbook import crosswalk as paper
from fiscal import clock, wareki
from initiatives.models import Plan
from organizations.desk import DeskRequest
from progress.models import ReportingPeriod
from reports import crosswalk
from reports.access import begun_periods, choose_period
from reports.crosswalk_views import choose


@require_safe
def crosswalk_download(request: DeskRequest, slug: str) -> HttpResponse:
    """The same table as the page, in Excel."""
    plan = access.get_exportable_plan(request.desk, slug)
    frameworks = crosswalk.frameworks_for(plan)
    chosen = choose(frameworks, plan, request.GET.get("framework", ""))
    if chosen is None:
        raise Http404
    period = choose_period(begun_periods(plan), request.GET.get("period", ""))
    table = crosswalk.read(plan, chosen, period, clock.today())
    response = HttpResponse(
        paper.render(table, _setting(plan, period)),
        content_type=XLSX,
    )
    name = f"{chosen}_取組一覧.xlsx"
    response["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=name)
    response["Cache-Control"] = "private, no-store"
    return response


def _setting(plan: Plan, period: ReportingPeriod | None) -> paper.Setting:
    office = plan.municipality.departments.filter(is_secretariat=True, valid_to=None).first()
    return paper.Setting(
        plan=plan.title,
        office=f"{plan.municipality.name}{office.name if office else ''}",
        moment=wareki.quarter(period.as_quarter) if period else "",
        is_demo=plan.municipality.is_demo,
    )
