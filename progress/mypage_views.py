"""マイページ: the first page after signing in."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from fiscal import clock
from organizations.desk import DeskRequest
from progress.mypage import my_page


@require_safe
def mypage_show(request: DeskRequest) -> HttpResponse:
    """What this person has to do now, soonest due first."""
    page = my_page(request.desk, clock.today())
    request.waiting = page.total
    return render(request, "progress/mypage.html", {"page": page})
