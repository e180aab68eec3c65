"""The pages at the door: sign-in, locked out, session ended while typing, a form from before the last sign-in."""

from datetime import timedelta
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme

from fiscal import clock
from organizations import first_administrator, kept
from organizations.forms import SignInForm

NEXT = "next"
ENDED = "ログインの期限が切れました。"
ENDED_KEPT = "ログインの期限が切れました。入力した内容は保たれています。"
ENDED_LOST = "ログインの期限が切れました。送ろうとした内容（ファイルなど）は受け取っていません。ログインしてから、もう一度送ってください。"
STALE_SIGN_IN = "画面を開いてから時間が経っていました。もう一度入力してください。"
STALE = "この画面は、前回のログインのときに開いたものでした。入力した内容は保たれています。"
FOREIGN = "ほかのサイトから送られた可能性があるため、受け付けませんでした。"


def sign_in_page(
    request: HttpRequest,
    form: SignInForm,
    *,
    notice: str = "",
    token: str = "",
    after: str = "",
    status: int = 200,
) -> HttpResponse:
    """Show the sign-in page, carrying what was typed (``token``) and where to go afterwards."""
    context = {
        "form": form,
        "notice": notice,
        "kept": token or request.POST.get(kept.FIELD, ""),
        "after": after or wanted(request),
        "is_first": first_administrator.is_wanted(),
    }
    return render(request, "organizations/sign_in.html", context, status=status)


def wanted(request: HttpRequest) -> str:
    """The page of this site that the person wanted before signing in; nothing when it is another site's."""
    path = request.POST.get(NEXT, request.GET.get(NEXT, ""))
    return path if kept.is_own_path(path) else ""


def after_expiry(request: HttpRequest) -> HttpResponse:
    """Answer a POST by somebody signed out: the sign-in page with what was typed, status 401."""
    token = kept.keep(request)
    typed = any(name != "csrfmiddlewaretoken" for name in (*request.POST, *request.FILES))
    return sign_in_page(
        request,
        SignInForm(request),
        notice=ENDED_KEPT if token else ENDED_LOST if typed else ENDED,
        token=token,
        after=origin_path(request),
        status=401,
    )


def origin_path(request: HttpRequest) -> str:
    """The page of ours on which the form stood, or nothing."""
    referer = request.META.get("HTTP_REFERER", "")
    if not url_has_allowed_host_and_scheme(referer, {request.get_host()}):
        return ""
    path = urlsplit(referer)._replace(scheme="", netloc="").geturl()
    return "" if path.startswith(reverse(settings.LOGIN_URL)) else path


def onward(request: HttpRequest) -> HttpResponse:
    """Go where the person wanted, or give back what they had typed."""
    token = request.POST.get(kept.FIELD, "")
    if token:
        try:
            return resume_page(request, kept.read(token))
        except kept.KeptError as error:
            messages.warning(request, str(error))
    return redirect(wanted(request) or settings.LOGIN_REDIRECT_URL)


def resume_page(
    request: HttpRequest, content: kept.Kept, *, notice: str = "", status: int = 200
) -> HttpResponse:
    """Show what was kept and one button that sends it again to where it was going."""
    context = {"kept": content, "notice": notice}
    return render(request, "organizations/resume.html", context, status=status)


def locked_out(request: HttpRequest, *_: object) -> HttpResponse:
    """Say when to try again and whom to ask (``AXES_LOCKOUT_CALLABLE``), status 429.

    A failed attempt while locked begins the waiting time again, so it counts from now.
    """
    hours = settings.AXES_COOLOFF_TIME
    context = {
        "failures": settings.AXES_FAILURE_LIMIT,
        "hours": hours,
        "until": clock.now() + timedelta(hours=hours, minutes=1),
        "kept": request.POST.get(kept.FIELD, ""),
        "after": wanted(request),
    }
    return render(request, "organizations/locked.html", context, status=429)


def csrf_failure(request: HttpRequest, reason: str) -> HttpResponse:  # noqa: ARG001 - Django's
    """Answer a form whose token is not today's (``CSRF_FAILURE_VIEW``).

    Usually the person signed in again in another tab. If the form stood on a page of ours the text is given
    back, to be sent by a click of the person; a form of another site is refused.
    """
    if not kept.came_from_here(request):
        return render(request, "403.html", {"exception": FOREIGN}, status=403)
    if request.path == reverse(settings.LOGIN_URL):
        if request.user.is_authenticated:
            return onward(request)
        return sign_in_page(request, SignInForm(request), notice=STALE_SIGN_IN, status=403)
    if not request.user.is_authenticated:
        return after_expiry(request)
    token = kept.keep(request)
    if token:
        return resume_page(request, kept.read(token), notice=STALE, status=403)
    return render(request, "403.html", {"exception": ENDED_LOST}, status=403)
