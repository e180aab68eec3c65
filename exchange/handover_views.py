"""引継ぎ資料 as a workbook."""

import logging

from django.http import HttpResponse
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from exchange import access
from exchange.views import XLSX
from exchange.workbook import handover
from fiscal import clock
from organizations.desk import DeskRequest
from reports import handover_facts, handover_page
from reports.handover_access import choose_person

logger = logging.getLogger(__name__)


@require_safe
def handover_download(request: DeskRequest, pk: int) -> HttpResponse:
    """The paper of a section or of one of its people; who took it out is logged."""
    section = access.get_handed_section(request.desk, pk)
    facts = handover_facts.read(section, clock.today())
    person = choose_person(facts.hands, request.GET.get("person", ""))
    paper = handover_page.build(facts, person)
    logger.info("hand-over taken out: section=%s user=%s", section.pk, request.user.pk)
    response = HttpResponse(handover.render(paper), content_type=XLSX)
    whose = f"{paper.section}_{paper.person}" if paper.person else paper.section
    name = f"引継ぎ資料_{whose}.xlsx"
    response["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=name)
    response["Cache-Control"] = "private, no-store"
    return response
