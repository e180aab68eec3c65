"""The round page: the office's working page of one period."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from fiscal import clock
from organizations.desk import DeskRequest
from progress import round_access
from progress.round_page import Chosen, round_page


@require_safe
def round_show(request: DeskRequest, pk: int) -> HttpResponse:
    """How far a round has come, section by section, who owes what, and what was sent."""
    period = round_access.get_reviewed_period(request.desk, pk)
    page = round_page(period, Chosen.of(request.GET.dict()), clock.today())
    return render(request, "progress/round.html", {"page": page, "period": period})
