"""期限の延長: the office gives one section a later day, and takes it back."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from fiscal import clock, wareki
from organizations.desk import DeskRequest
from progress import notice_access
from progress.extension_actions import ExtensionError, grant_extension, revoke_extension
from progress.extension_forms import ExtensionForm
from progress.extensions import Extensions


@require_http_methods(["GET", "HEAD", "POST"])
def extension_grant(request: DeskRequest, period_pk: int, pk: int) -> HttpResponse:
    """Give a section a later 報告期限, with the reason."""
    period, section = notice_access.get_extended_section(request.desk, period_pk, pk)
    present = Extensions.read([period.pk], section.pk).rows.get((period.pk, section.pk))
    form = ExtensionForm(request.POST or None, period=period, present=present)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data | {"period": period, "department": section}
        try:
            row = grant_extension(today=clock.today(), by=request.user, **given)
        except ExtensionError as error:
            form.add_error(error.field or None, str(error))
        else:
            day = wareki.month_day_weekday(row.due_on)
            messages.success(request, f"{section}の報告期限を{day}に延ばしました。")
            return redirect("progress:missing-list", period.pk)
    context = {"period": period, "section": section, "present": present, "form": form}
    return render(request, "progress/extension_form.html", context)


@require_POST
def extension_revoke(request: DeskRequest, pk: int) -> HttpResponse:
    """Take an extension back."""
    extension = notice_access.get_extension(request.desk, pk)
    revoke_extension(extension=extension, by=request.user)
    due = wareki.month_day_weekday(extension.period.due_on)
    messages.success(
        request,
        f"{extension.department}の期限の延長を取り消しました。報告期限は{due}に戻ります。",
    )
    return redirect("progress:missing-list", extension.period_id)
