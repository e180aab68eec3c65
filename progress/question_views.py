"""各課への問い: the office or the leading section asks, changes what is asked, takes it back."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from fiscal import clock
from initiatives.models import Initiative
from organizations.desk import DeskRequest
from organizations.models import Department
from progress import answer_access as access
from progress.models import ReportingPeriod, SectionQuestion
from progress.question_actions import (
    QuestionError,
    StaleQuestion,
    ask_sections,
    change_question,
    remove_question,
)
from progress.question_forms import QuestionForm, initial

CONFLICT = 409
FORM = "progress/question_form.html"


@require_http_methods(["GET", "HEAD", "POST"])
def question_create(request: DeskRequest, pk: int) -> HttpResponse:
    """Put a question to the sections; one that goes on already is changed instead."""
    initiative = access.get_asking_initiative(request.desk, pk)
    present = initiative.questions.filter(last__isnull=True).first()
    if present:
        return redirect("progress:question-edit", present.pk)
    offered = _offered(initiative)
    current = next(iter(access.begun_periods(initiative)), None)
    form = QuestionForm(request.POST or None, initial=initial(None, current), **offered)
    if request.method == "POST" and form.is_valid():
        try:
            ask_sections(initiative=initiative, facts=form.facts, by=request.user)
        except QuestionError as error:
            form.add_error(error.field or None, str(error))
        else:
            messages.success(request, "各課に聞きます。各課のマイページに出ます。")
            return redirect("progress:answer-list", initiative.pk)
    return render(request, FORM, {"initiative": initiative, "form": form, **offered})


@require_http_methods(["GET", "HEAD", "POST"])
def question_edit(request: DeskRequest, pk: int) -> HttpResponse:
    """Change what is asked, of whom, and until when."""
    question = access.get_question(request.desk, pk)
    offered = _offered(question.initiative, question)
    form = QuestionForm(request.POST or None, initial=initial(question, None), **offered)
    status = 200
    if request.method == "POST" and form.is_valid():
        try:
            change_question(
                question=question,
                version=form.cleaned_data["version"],
                facts=form.facts,
                by=request.user,
            )
        except QuestionError as error:
            form.add_error(error.field or None, str(error))
        except StaleQuestion as stale:
            question, status = stale.current, CONFLICT
            form = QuestionForm.again(request.POST, question.version, stale, **offered)
        else:
            messages.success(request, "各課への問いを変えました。")
            return redirect("progress:answer-list", question.initiative_id)
    context = {"initiative": question.initiative, "question": question, "form": form, **offered}
    stale_now = question if status == CONFLICT else None
    return render(request, FORM, {**context, "stale": stale_now}, status=status)


@require_POST
def question_remove(request: DeskRequest, pk: int) -> HttpResponse:
    """Take a question back that nobody has answered."""
    question = access.get_question(request.desk, pk)
    try:
        remove_question(question=question, by=request.user)
    except QuestionError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, f"「{question}」を取り消しました。各課のマイページから消えます。")
    return redirect("progress:answer-list", question.initiative_id)


def _offered(initiative: Initiative, question: SectionQuestion | None = None) -> dict[str, Any]:
    """The sections and periods to choose from: those of today, and those chosen already."""
    city = initiative.plan.municipality
    sections = Department.objects.filter(municipality=city).units()
    rows = sections.existing_on(clock.today())
    if question is not None:
        rows = rows | sections.filter(questions=question)
    periods = ReportingPeriod.objects.filter(plan=initiative.plan_id)
    return {
        "sections": list(rows.distinct().order_by("order", "pk")),
        "periods": list(periods.order_by("year", "quarter")),
    }
