"""引継ぎ資料: what a section, or one of its people, hands on."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from fiscal import clock
from organizations.desk import DeskRequest
from organizations.roles import Permission
from progress.access import get_section
from reports import handover_access as access
from reports import handover_facts, handover_page


@require_safe
def handover_list(request: DeskRequest) -> HttpResponse:
    """The sections whose papers the person may take out."""
    context = {
        "rows": access.sections_with_people(request.desk),
        "is_office": request.desk.may(Permission.REVIEW),
    }
    return render(request, "reports/handovers.html", context)


@require_safe
def handover_show(request: DeskRequest, pk: int) -> HttpResponse:
    """The paper on the screen; it prints as it stands."""
    section = get_section(request.desk, pk)
    facts = handover_facts.read(section, clock.today())
    person = access.choose_person(facts.hands, request.GET.get("person", ""))
    context = {
        "section": section,
        "paper": handover_page.build(facts, person),
        "hands": sorted(facts.hands.items(), key=lambda item: item[1]),
        "person": person,
        "may_export": request.desk.may_somewhere(Permission.EXPORT),
    }
    return render(request, "reports/handover.html", context)
