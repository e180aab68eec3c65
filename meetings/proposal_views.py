"""提案書: written and handed in by the office, read by the whole city hall."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from meetings import access, paper, proposal_history
from meetings import proposal_actions as actions
from meetings.proposal_sheet import Sheet
from organizations.desk import DeskRequest
from organizations.roles import Permission
from progress.forms import VersionForm

PER_PAGE, CONFLICT = 30, 409
FORM, BOTH = "meetings/proposal_form.html", "meetings/proposal_conflict.html"
SAVED = "下書きを保存しました。まだ提出していません。"
LOCKED = "提出済みの提案書は直せません。「下書きに戻す」を押してから直してください。"


@require_safe
def proposal_show(request: DeskRequest, pk: int) -> HttpResponse:
    """The paper as it is printed, with the numbers of ⑦ as a table."""
    proposal = access.get_proposal(request.desk, pk)
    context = {
        "proposal": proposal,
        "paper": paper.build(proposal),
        "source": paper.source(proposal),
        "may_edit": request.desk.may(Permission.EDIT_PLAN),
        "may_export": request.desk.may_somewhere(Permission.EXPORT),
    }
    return render(request, "meetings/proposal.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def proposal_create(request: DeskRequest, meeting_pk: int) -> HttpResponse:
    """Write a new draft for a meeting."""
    meeting = access.get_editable_meeting(request.desk, meeting_pk)
    sheet = Sheet(request.desk, meeting, None, _posted(request))
    if request.method == "POST" and sheet.is_ready():
        try:
            proposal = actions.create_proposal(meeting=meeting, **sheet.said(), by=request.user)
        except actions.ProposalError as error:
            sheet.blame(error)
        else:
            messages.success(request, SAVED)
            return redirect(proposal)
    return render(request, FORM, sheet.context())


@require_http_methods(["GET", "HEAD", "POST"])
def proposal_edit(request: DeskRequest, pk: int) -> HttpResponse:
    """Change a draft; what somebody else has saved meanwhile is never overwritten unseen."""
    proposal = access.get_editable_proposal(request.desk, pk)
    if not proposal.is_draft:
        messages.warning(request, LOCKED)
        return redirect(proposal)
    sheet = Sheet(request.desk, proposal.meeting, proposal, _posted(request))
    if request.method == "POST" and sheet.is_ready():
        try:
            actions.change_proposal(
                proposal=proposal, version=sheet.version, **sheet.said(), by=request.user
            )
        except actions.StaleProposal:
            return render(request, BOTH, sheet.conflict(proposal), status=CONFLICT)
        except actions.ProposalError as error:
            sheet.blame(error)
        else:
            messages.success(request, SAVED)
            return redirect(proposal)
    return render(request, FORM, sheet.context())


def _posted(request: DeskRequest) -> QueryDict | None:
    return request.POST if request.method == "POST" else None


@require_safe
def proposal_versions(request: DeskRequest, pk: int) -> HttpResponse:
    """Who changed what and when."""
    proposal = access.get_proposal(request.desk, pk)
    changes = proposal_history.of(proposal)
    page = Paginator(changes, PER_PAGE).get_page(request.GET.get("page"))
    context = {"proposal": proposal, "page": page}
    return render(request, "meetings/proposal_history.html", context)


@require_POST
def proposal_submit(request: DeskRequest, pk: int) -> HttpResponse:
    """Hand a draft in."""
    proposal = access.get_editable_proposal(request.desk, pk)
    version = VersionForm.of(request.POST, otherwise=proposal.version)
    try:
        actions.submit_proposal(proposal=proposal, version=version, by=request.user)
    except (actions.StaleProposal, actions.ProposalError) as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, "提出しました。庁内の全員が読めます。")
    return redirect(proposal)


@require_POST
def proposal_reopen(request: DeskRequest, pk: int) -> HttpResponse:
    """Take a proposal back to be a draft."""
    proposal = access.get_editable_proposal(request.desk, pk)
    version = VersionForm.of(request.POST, otherwise=proposal.version)
    try:
        actions.reopen_proposal(proposal=proposal, version=version, by=request.user)
    except (actions.StaleProposal, actions.ProposalError) as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, "下書きに戻しました。提出するまで、事務局だけが読めます。")
    return redirect(proposal)


@require_POST
def proposal_remove(request: DeskRequest, pk: int) -> HttpResponse:
    """Remove a draft."""
    proposal = access.get_editable_proposal(request.desk, pk)
    version = VersionForm.of(request.POST, otherwise=proposal.version)
    try:
        actions.remove_proposal(proposal=proposal, version=version, by=request.user)
    except (actions.StaleProposal, actions.ProposalError) as refusal:
        messages.error(request, str(refusal))
        return redirect(proposal)
    messages.success(request, f"下書き「{proposal}」を削除しました。")
    return redirect("meetings:meeting-list")
