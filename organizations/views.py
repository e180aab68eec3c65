"""Signing in and out, and the own password."""

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout, update_session_auth_hash
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from organizations import actions, entrance
from organizations.desk import DeskRequest
from organizations.forms import PasswordForm, SignInForm


@login_not_required
@never_cache
@sensitive_post_parameters("password")
@require_http_methods(["GET", "HEAD", "POST"])
def session_create(request: HttpRequest) -> HttpResponse:
    """ログイン. A POST without a user name only carries kept text back to the form."""
    if request.method != "POST" and request.user.is_authenticated:
        return entrance.onward(request)
    form = SignInForm(request, data=request.POST if "username" in request.POST else None)
    if not form.is_valid():
        return entrance.sign_in_page(request, form)
    actions.sign_in(request=request, by=form.get_user())
    return entrance.onward(request)


@require_POST
def session_end(request: HttpRequest) -> HttpResponse:
    """ログアウト."""
    logout(request)
    messages.success(request, "ログアウトしました。")
    return redirect("organizations:session-create")


@never_cache
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def password_change(request: DeskRequest) -> HttpResponse:
    """パスワードの変更. The session of this browser goes on, those of others end."""
    form = PasswordForm(request.user, request.POST or None)
    if not form.is_valid():
        return render(request, "organizations/password.html", {"form": form})
    update_session_auth_hash(request, form.save())
    messages.success(request, "パスワードを変更しました。")
    return redirect(settings.LOGIN_REDIRECT_URL)
