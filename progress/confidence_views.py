"""事務局の見立て: the office judges whether an initiative will reach its target."""

from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from fiscal import clock
from initiatives.models import Initiative
from organizations.desk import DeskRequest
from progress import confidence, confidence_access, confidence_actions
from progress.confidence_actions import JudgementError, StaleJudgement
from progress.confidence_forms import JudgeForm
from progress.models import Confidence, ReportingPeriod
from progress.naming import number_of
from progress.way_back import way_back

CONFLICT = 409


@dataclass(frozen=True)
class Subject:
    """What is judged, and where the person goes on afterwards."""

    period: ReportingPeriod
    initiative: Initiative
    back: str


@require_http_methods(["GET", "HEAD", "POST"])
def confidence_judge(request: DeskRequest, period_pk: int, initiative_pk: int) -> HttpResponse:
    """Judge an initiative in a period; the page shows what was judged before."""
    period, initiative = confidence_access.get_judged_initiative(
        request.desk, period_pk, initiative_pk
    )
    subject = Subject(period, initiative, way_back(request, initiative.get_absolute_url()))
    if request.method == "POST":
        return _judge(request, subject, JudgeForm(request.POST))
    form = JudgeForm.beside(confidence.written(period, initiative), subject.back)
    return _show(request, subject, form)


def _judge(request: DeskRequest, subject: Subject, form: JudgeForm) -> HttpResponse:
    if not form.is_valid():
        return _show(request, subject, form)
    try:
        confidence_actions.judge(
            period=subject.period,
            initiative=subject.initiative,
            now=clock.now(),
            by=request.desk,
            **form.judged(),
        )
    except JudgementError as error:
        form.add_error(error.field or None, str(error))
        return _show(request, subject, form)
    except StaleJudgement as stale:
        return _show(request, subject, form.reread(stale.current), stale.current)
    messages.success(request, f"{number_of(subject.initiative)}　事務局の見立てを書きました。")
    return redirect(subject.back)


def _show(
    request: DeskRequest, subject: Subject, form: JudgeForm, stale: Confidence | None = None
) -> HttpResponse:
    """The form beside the course of the judgements; a colleague's quicker one stands above it."""
    context = {
        "subject": subject,
        "number": number_of(subject.initiative),
        "form": form,
        "stale": stale,
        "course": confidence.course(subject.initiative),
    }
    status = CONFLICT if stale else 200
    return render(request, "progress/confidence_form.html", context, status=status)
