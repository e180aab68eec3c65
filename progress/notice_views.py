"""提出のお願い: the office asks, the ledger keeps it, a person puts it away."""

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from fiscal import clock, wareki
from organizations.desk import DeskRequest
from progress import ledger, notice_access, notice_actions, round_access
from progress.extensions import extensions_of
from progress.notice_actions import Sent
from progress.notice_forms import RequestForm
from progress.request_page import request_page


@require_safe
def notice_list(request: DeskRequest, pk: int) -> HttpResponse:
    """送付の記録: what was sent about a period, to whom, by whom."""
    period = round_access.get_reviewed_period(request.desk, pk)
    page = ledger.page_of(period, request.GET.get("page"))
    context = {"period": period, "page": page, "extensions": extensions_of(period)}
    return render(request, "progress/notices.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def notice_create(request: DeskRequest, pk: int) -> HttpResponse:
    """提出のお願い to the chosen sections: the text, who gets it, and what each one reads; then it is sent."""
    period = round_access.get_reviewed_period(request.desk, pk)
    today = clock.today()
    told = request.POST or request.GET
    page = request_page(period, told.getlist("section"), today)
    form = RequestForm(request.POST or None, initial=vars(page.proposed))
    if request.method == "POST" and form.is_valid() and "send" in told and page.asked:
        dispatches = page.dispatches(form.letter)
        sent = notice_actions.send_requests(
            period=period, dispatches=dispatches, day=today, by=request.user
        )
        _tell(request, sent)
        return redirect("progress:notice-list", pk)
    context = {
        "page": page,
        "form": form,
        "previews": page.previews(form.letter),
        "mail_is_on": settings.MAIL_IS_ON,
    }
    return render(request, "progress/notice_form.html", context)


@require_POST
def notice_dismiss(request: DeskRequest, pk: int) -> HttpResponse:
    """Put a notice on マイページ away."""
    notice = notice_access.get_own_notice(request.desk, pk)
    notice_actions.dismiss(notice=notice, by=request.user)
    messages.success(request, "お願いの表示を消しました。「やること」は、提出するまで残ります。")
    return redirect("progress:mypage-show")


def _tell(request: DeskRequest, sent: Sent) -> None:
    if sent.notices:
        messages.success(
            request, f"{wareki.digits(len(sent.notices))}課に提出のお願いを送りました。"
        )
    if sent.repeated:
        messages.warning(
            request,
            f"{wareki.digits(sent.repeated)}課には、同じ文を今日もう送っているため、送っていません。",
        )
