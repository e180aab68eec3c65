"""担当のいない仕事: one list for the office."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from fiscal import clock
from organizations.desk import DeskRequest
from progress import round_access, unowned


@require_safe
def unowned_list(request: DeskRequest) -> HttpResponse:
    """What nobody owns now, or will not own within the coming 60 days."""
    desk = round_access.get_office_desk(request.desk)
    lacks = unowned.read(desk.municipality_id, clock.today())
    context = {"lacks": lacks, "days": unowned.HORIZON.days}
    return render(request, "progress/unowned.html", context)
