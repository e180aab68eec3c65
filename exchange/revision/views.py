"""改定案: the list, the draft with its preview, and the deeds that bring it into force."""

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from exchange.access import get_meeting
from exchange.revision import access, actions, draft_page, editions, paper
from exchange.revision.actions import RevisionError, StaleError
from exchange.revision.comparison_views import paper_response
from exchange.revision.forms import HeadForm
from fiscal import clock
from meetings.access import get_meetings
from organizations.desk import DeskRequest

Deed = Callable[[], object]
MEETINGS_OFFERED = 20
CHANGED = "ほかの人がこの改定案を直しました。内容を確かめてから、もう一度操作してください。"


@require_safe
def amendment_list(request: DeskRequest, slug: str) -> HttpResponse:
    """Every 改定案 of a plan, and the revisions its document records."""
    plan = access.get_revisable_plan(request.desk, slug)
    rows = draft_page.amendments(plan)
    context = {
        "plan": plan,
        "amendments": rows,
        "has_open": any(row.state in draft_page.OPEN for row in rows),
        "printed": editions.printed_revisions(plan),
    }
    return render(request, "exchange/amendments.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def amendment_create(request: DeskRequest, slug: str) -> HttpResponse:
    """Begin a 改定案 from the plan as it reads now."""
    plan = access.get_revisable_plan(request.desk, slug)
    form = HeadForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            row = actions.start(plan=plan, by=request.user, **form.cleaned_data)
        except RevisionError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, "改定案を作りました。改定する箇所を直してください。")
            return redirect("exchange:amendment-show", row.pk)
    return render(request, "exchange/amendment_head.html", {"plan": plan, "form": form})


@require_safe
def amendment_show(request: DeskRequest, pk: int) -> HttpResponse:
    """The 改定案 with its 新旧対照表, what can be changed in it, and what comes next."""
    amendment = access.get_amendment(request.desk, pk)
    page = draft_page.page(amendment, clock.today())
    meetings = get_meetings(request.desk)[:MEETINGS_OFFERED]
    context = {"page": page, "plan": amendment.plan, "meetings": meetings}
    return render(request, "exchange/amendment.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def amendment_edit(request: DeskRequest, pk: int) -> HttpResponse:
    """Title, reason and date of a 改定案."""
    amendment = access.get_amendment(request.desk, pk)
    values = {name: getattr(amendment, name) for name in ("title", "reason", "in_force_on")}
    form = HeadForm(request.POST or None, initial=values)
    if request.method == "POST" and form.is_valid():
        try:
            actions.set_head(
                amendment=amendment, seen=_seen(request), by=request.user, **form.cleaned_data
            )
        except StaleError:
            amendment = access.get_amendment(request.desk, pk)
            form.add_error(None, draft_page.stale_head(amendment))
        except RevisionError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, "保存しました。")
            return redirect("exchange:amendment-show", pk)
    context = {"plan": amendment.plan, "form": form, "amendment": amendment}
    return render(request, "exchange/amendment_head.html", context)


@require_POST
def amendment_reasons(request: DeskRequest, pk: int) -> HttpResponse:
    """The reasons of single changes."""
    amendment = access.get_amendment(request.desk, pk)
    reasons = draft_page.reasons_sent(amendment, request.POST)
    return _done(
        request,
        pk,
        "理由を保存しました。",
        lambda: actions.give_reasons(amendment=amendment, reasons=reasons, by=request.user),
    )


@require_POST
def amendment_decide(request: DeskRequest, pk: int) -> HttpResponse:
    """決定: frozen until its day."""
    amendment = access.get_amendment(request.desk, pk)
    seen = _seen(request)
    return _done(
        request,
        pk,
        "改定を決定しました。施行日になると施行できます。",
        lambda: actions.decide(amendment=amendment, seen=seen, by=request.user),
    )


@require_POST
def amendment_reopen(request: DeskRequest, pk: int) -> HttpResponse:
    """Back to the draft."""
    amendment = access.get_amendment(request.desk, pk)
    return _done(
        request,
        pk,
        "作成中に戻しました。",
        lambda: actions.reopen(amendment=amendment, by=request.user),
    )


@require_POST
def amendment_discard(request: DeskRequest, pk: int) -> HttpResponse:
    """Give the 改定案 up."""
    amendment = access.get_amendment(request.desk, pk)
    return _done(
        request,
        pk,
        "改定案を取り下げました。内容は記録に残ります。",
        lambda: actions.discard(amendment=amendment, by=request.user),
    )


@require_POST
def amendment_enforce(request: DeskRequest, pk: int) -> HttpResponse:
    """施行: the plan reads as decided from now on."""
    amendment = access.get_amendment(request.desk, pk)
    return _done(
        request,
        pk,
        "改定を施行しました。",
        lambda: actions.put_in_force(amendment=amendment, today=clock.today(), by=request.user),
    )


@require_http_methods(["GET", "HEAD", "POST"])
def amendment_rebase(request: DeskRequest, pk: int) -> HttpResponse:
    """Carry the draft over to the plan as it reads now; what both have changed is chosen here."""
    amendment = access.get_amendment(request.desk, pk)
    page = draft_page.clash(amendment, request.POST)
    error = ""
    if request.method == "POST":
        try:
            actions.rebase(
                amendment=amendment,
                choices=page.choices,
                seen=request.POST.get("seen", ""),
                by=request.user,
            )
        except RevisionError as refusal:
            error = str(refusal) or CHANGED
        else:
            messages.success(request, "改定案を、現在の計画に合わせました。")
            return redirect("exchange:amendment-show", pk)
    context = {"page": page, "plan": amendment.plan, "error": error}
    return render(request, "exchange/amendment_rebase.html", context)


@require_safe
def amendment_download(request: DeskRequest, pk: int) -> HttpResponse:
    """新旧対照表（改定案） as an Excel paper."""
    amendment = access.get_amendment(request.desk, pk)
    meeting = get_meeting(request.desk, request.GET.get("meeting", ""))
    head = paper.head_of_draft(amendment, meeting)
    content = paper.render(head, editions.of_draft(amendment))
    return paper_response(content, f"{amendment.plan.title}_新旧対照表（改定案）.xlsx")


def _seen(request: DeskRequest) -> int:
    version = request.POST.get("version", "")
    return int(version) if version.isdecimal() and len(version) < 10 else 0  # noqa: PLR2004


def _done(request: DeskRequest, pk: int, words: str, deed: Deed) -> HttpResponse:
    """Do a deed and say so, or say why not; then back to the 改定案."""
    try:
        deed()
    except StaleError:
        messages.error(request, CHANGED)
    except RevisionError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, words)
    return redirect("exchange:amendment-show", pk)
