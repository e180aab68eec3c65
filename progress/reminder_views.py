"""自動の督促: the office says on which days the sections of a plan are reminded."""

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from fiscal import clock
from organizations.desk import DeskRequest
from progress import cadences, round_access
from progress.models import ReminderSetting
from progress.reminder_actions import ReminderError, set_reminders
from progress.reminder_forms import ReminderForm, initial_of
from progress.reminder_page import rounds_of


@require_http_methods(["GET", "HEAD", "POST"])
def reminder_edit(request: DeskRequest, slug: str) -> HttpResponse:
    """The days of a plan's reminders, and what they come to in the running round."""
    plan = round_access.get_governed_plan(request.desk, slug)
    setting, usual = ReminderSetting.objects.filter(plan=plan).first(), cadences.of_server()
    form = ReminderForm(request.POST or None, initial=initial_of(setting, usual))
    if request.method == "POST" and form.is_valid():
        try:
            set_reminders(plan=plan, by=request.user, **form.cleaned_data)
        except ReminderError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, "自動の督促の設定を保存しました。")
            return redirect("progress:reminder-edit", plan.slug)
    context = {
        "plan": plan,
        "form": form,
        "setting": setting,
        "changed": setting.history.select_related("history_user").first() if setting else None,
        "rounds": rounds_of(plan, setting, usual, clock.today()),
        "mail_is_on": settings.MAIL_IS_ON,
    }
    return render(request, "progress/reminder_form.html", context)
