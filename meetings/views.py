"""会議: the meetings of the 推進本部 and what their papers look at."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Prefetch
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from fiscal import clock
from meetings import access, actions
from meetings.forms import MeetingForm, initial_of
from meetings.next_meeting import propose
from organizations.desk import DeskRequest
from organizations.roles import Permission
from progress.models import ReportingPeriod

PER_PAGE = 30


@require_safe
def meeting_list(request: DeskRequest) -> HttpResponse:
    """All meetings, the newest first, each with its papers."""
    proposals = Prefetch("proposals", access.get_proposals(request.desk), to_attr="papers")
    meetings = access.get_meetings(request.desk).prefetch_related(proposals)
    page = Paginator(meetings, PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "may_edit": request.desk.may(Permission.EDIT_PLAN),
        "may_export": request.desk.may_somewhere(Permission.EXPORT),
    }
    return render(request, "meetings/list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def meeting_create(request: DeskRequest) -> HttpResponse:
    """Enter a meeting; what it will most likely be is proposed."""
    access.require_office(request.desk)
    form = _form(request)
    form.initial = propose(request.user, clock.today())
    if request.method == "POST" and form.is_valid():
        try:
            facts = actions.Facts(**form.cleaned_data)
            meeting = actions.create_meeting(
                municipality_id=request.desk.municipality_id, facts=facts, by=request.user
            )
        except actions.MeetingError as error:
            form.add_error("number", str(error))
        else:
            messages.success(request, f"{meeting}を登録しました。")
            return redirect("meetings:meeting-list")
    return render(request, "meetings/form.html", {"form": form})


@require_http_methods(["GET", "HEAD", "POST"])
def meeting_edit(request: DeskRequest, pk: int) -> HttpResponse:
    """Change the facts of a meeting."""
    meeting = access.get_editable_meeting(request.desk, pk)
    form = _form(request)
    form.initial = initial_of(meeting)
    if request.method == "POST" and form.is_valid():
        try:
            facts = actions.Facts(**form.cleaned_data)
            meeting = actions.change_meeting(meeting=meeting, facts=facts, by=request.user)
        except actions.MeetingError as error:
            form.add_error("number", str(error))
        else:
            messages.success(request, f"{meeting}を変更しました。")
            return redirect("meetings:meeting-list")
    return render(request, "meetings/form.html", {"form": form, "meeting": meeting})


def _form(request: DeskRequest) -> MeetingForm:
    periods = ReportingPeriod.objects.visible_to(request.user).order_by("-year", "-quarter")
    return MeetingForm(request.POST or None, periods=periods)
