"""提案書 as a file."""

import logging

from django.http import HttpResponse
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from exchange import access
from exchange.views import XLSX
from exchange.workbook import proposal as workbook
from meetings import paper
from organizations.desk import DeskRequest

logger = logging.getLogger(__name__)


@require_safe
def proposal_download(request: DeskRequest, pk: int) -> HttpResponse:
    """The paper as a workbook; who took out what is logged."""
    proposal = access.get_exportable_proposal(request.desk, pk)
    printed = paper.build(proposal)
    content = workbook.render(printed, creator=proposal.department_printed)
    logger.info("proposal taken out: proposal=%s user=%s", proposal.pk, request.user.pk)
    response = HttpResponse(content, content_type=XLSX)
    response["Content-Disposition"] = content_disposition_header(
        as_attachment=True, filename=f"{printed.title.replace(' ', '')}書.xlsx"
    )
    response["Cache-Control"] = "private, no-store"
    return response
