"""What the section does to its 業務改善報告 from the page: 提出, 引戻し, 削除."""

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from organizations.desk import DeskRequest
from progress import improvement_access as access
from progress import improvement_actions as actions
from progress.forms import VersionForm
from progress.improvement_workflow import ImprovementError
from progress.models import Improvement

SUBMITTED = "提出しました。事務局が確かめて掲載すると、庁内の全員が読めます。"


@require_POST
def improvement_submit(request: DeskRequest, pk: int) -> HttpResponse:
    """Hand a draft in."""
    improvement = access.get_own_improvement(request.desk, pk)
    _do(request, improvement, actions.submit_improvement, SUBMITTED)
    return redirect(improvement)


@require_POST
def improvement_withdraw(request: DeskRequest, pk: int) -> HttpResponse:
    """Take it back before the office has published it."""
    improvement = access.get_own_improvement(request.desk, pk)
    done = "引き戻しました。直してから、もう一度提出してください。"
    _do(request, improvement, actions.withdraw_improvement, done)
    return redirect(improvement)


@require_POST
def improvement_remove(request: DeskRequest, pk: int) -> HttpResponse:
    """Remove a draft."""
    improvement = access.get_own_improvement(request.desk, pk)
    done = f"下書き「{improvement}」を削除しました。"
    if _do(request, improvement, actions.remove_improvement, done):
        return redirect("progress:improvement-list")
    return redirect(improvement)


def _do(
    request: DeskRequest, improvement: Improvement, deed: Callable[..., object], done: str
) -> bool:
    """Do a deed at the version the page was read at; a refusal is told in the deed's own words."""
    version = VersionForm.of(request.POST, otherwise=improvement.version)
    try:
        deed(improvement=improvement, version=version, by=request.user)
    except (actions.StaleImprovement, ImprovementError) as refusal:
        messages.error(request, str(refusal))
        return False
    messages.success(request, done)
    return True
