"""機構改革 as it will be: what moves where, what has to be decided, and the button."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from fiscal import clock, wareki
from organizations.desk import DeskRequest
from organizations.reorganization_access import get_reorganization
from organizations.reorganization_actions import ReorganizationError
from progress import handover, handover_actions, handover_checks
from progress.handover import Handover
from progress.handover_forms import ChoiceForm


@require_http_methods(["GET", "HEAD", "POST"])
def reorganization_show(request: DeskRequest, pk: int) -> HttpResponse:
    """What a reorganisation moves; where sections split, who takes over what is chosen here."""
    reorganization = get_reorganization(request.desk, pk)
    moves = handover.read(reorganization)
    form = ChoiceForm(request.POST or None, handover=moves)
    if form.is_bound and form.is_valid():
        _choose(request, moves, form.targets)
        return redirect(reorganization)
    context = {"reorganization": reorganization, "handover": moves, "form": form}
    if not reorganization.is_draft:
        return render(request, "progress/reorganization_done.html", context)
    context |= {
        "obstacles": handover_checks.obstacles(moves),
        "notices": handover_checks.notices(moves),
        "has_come": reorganization.in_force_on <= clock.today(),
    }
    return render(request, "progress/reorganization.html", context)


def _choose(request: DeskRequest, moves: Handover, targets: dict[str, int]) -> None:
    try:
        changed = handover_actions.choose(handover=moves, targets=targets, by=request.user)
    except ReorganizationError as error:
        messages.error(request, str(error))
        return
    saved = f"引き継ぐ課を{wareki.digits(changed)}件変えました。"
    messages.success(request, saved if changed else "変わったところはありません。")


@require_POST
def reorganization_apply(request: DeskRequest, pk: int) -> HttpResponse:
    """Bring it into force."""
    reorganization = get_reorganization(request.desk, pk)
    try:
        done = handover_actions.apply(
            reorganization=reorganization, today=clock.today(), by=request.user
        )
    except ReorganizationError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, done.sentence)
    return redirect(reorganization)
