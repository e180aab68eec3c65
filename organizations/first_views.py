"""The page that makes the first administrator of an empty database."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from organizations import first_administrator
from organizations.forms import FirstAdministratorForm


@login_not_required
@never_cache
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def administrator_create(request: HttpRequest) -> HttpResponse:
    """最初の管理者. There is no such page once anybody has an account."""
    if not first_administrator.is_wanted():
        raise Http404
    form = FirstAdministratorForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        person = first_administrator.create_first(
            username=form.cleaned_data["username"],
            name=form.cleaned_data["name"],
            password=form.cleaned_data["password1"],
        )
        messages.success(request, f"{person}さんを登録しました。ログインしてください。")
        return redirect("organizations:session-create")
    return render(request, "organizations/first.html", {"form": form})
