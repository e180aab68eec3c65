"""資料の出力: the workbook of the 推進本部 as a file."""

import logging

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from exchange import access, papers
from exchange.forms import PapersForm
from fiscal import clock
from initiatives.access import may_edit_plans
from meetings.access import get_meetings
from organizations.desk import DeskRequest
from reports.access import begun_periods

logger = logging.getLogger(__name__)

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
MEETINGS_OFFERED = 50


@require_safe
def download_list(request: DeskRequest, slug: str) -> HttpResponse:
    """Which papers can be taken out, for which period and meeting."""
    plan = access.get_exportable_plan(request.desk, slug)
    periods = begun_periods(plan)
    meetings = list(get_meetings(request.desk)[:MEETINGS_OFFERED])
    # The meeting that looks at the newest period is the one its papers are for.
    likely = [meeting.pk for meeting in meetings if periods and meeting.period == periods[0]]
    form = PapersForm(
        periods=periods, meetings=meetings, initial={"meeting": likely[0] if likely else ""}
    )
    context = {
        "plan": plan,
        "form": form,
        "has_periods": bool(periods),
        "may_take_in": may_edit_plans(request.desk),
    }
    return render(request, "exchange/downloads.html", context)


@require_safe
def hq_download(request: DeskRequest, slug: str) -> HttpResponse:
    """The workbook; who took out what is logged."""
    plan = access.get_exportable_plan(request.desk, slug)
    wanted = access.get_papers(
        request.desk,
        plan,
        period=request.GET.get("period", ""),
        meeting=request.GET.get("meeting", ""),
        sheets=request.GET.getlist("sheets"),
    )
    content = papers.write(plan, wanted, today=clock.today())
    meeting = wanted.meeting.pk if wanted.meeting else "-"
    what = (plan.slug, wanted.period.key, meeting, request.user.pk)
    logger.info("workbook taken out: plan=%s period=%s meeting=%s user=%s", *what)
    response = HttpResponse(content, content_type=XLSX)
    name = papers.file_name(wanted)
    response["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=name)
    response["Cache-Control"] = "private, no-store"
    return response
