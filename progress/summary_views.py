"""The leading section's summary of 各課の回答: a draft for the 実績, shown beside the words that stand there."""

from dataclasses import replace

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from fiscal import clock
from organizations.desk import DeskRequest
from progress import access, answer_matrix, answer_summary
from progress.access import Entry
from progress.actions import save_draft
from progress.answer_matrix import Matrix
from progress.entry import prefilled
from progress.entry_page import is_open
from progress.naming import number_of
from progress.summary_forms import AFTER, INSTEAD, SummaryForm
from progress.transition import StaleReport
from progress.workflow import Actor, WorkflowError

CONFLICT = 409


@require_http_methods(["GET", "HEAD", "POST"])
def answer_summarise(request: DeskRequest, period_pk: int, initiative_pk: int) -> HttpResponse:
    """Put a draft made of the answers into the 実績. GET writes nothing."""
    entry, matrix = _subject(request, period_pk, initiative_pk)
    form = _form(request, entry, matrix)
    status = 200
    if request.method == "POST" and form.is_valid():
        try:
            _keep(request, entry, form)
        except (StaleReport, WorkflowError) as refusal:
            form.add_error(None, f"{refusal}いまの実績を確かめて、もう一度入れてください。")
            status = CONFLICT
        else:
            messages.success(request, "実績に入れました。確かめて、提出してください。")
            return redirect(entry.get_absolute_url())
    context = {
        "entry": entry,
        "number": number_of(entry.initiative),
        "matrix": matrix,
        "form": form,
        "present": prefilled(entry).result,
        "is_open": is_open(entry),
    }
    return render(request, "progress/answer_summary.html", context, status=status)


def _subject(request: DeskRequest, period_pk: int, initiative_pk: int) -> tuple[Entry, Matrix]:
    entry = access.get_entry(request.desk, period_pk, initiative_pk)
    if Actor.SECTION not in entry.actors:
        raise PermissionDenied
    question = answer_matrix.question_in(entry.initiative, entry.period)
    if question is None:
        raise Http404
    return entry, answer_matrix.read(question, entry.period, clock.today(), columns=1)


def _form(request: DeskRequest, entry: Entry, matrix: Matrix) -> SummaryForm:
    """What is posted; a stale version is sent again with the newer one beside the newer text."""
    known = {
        "version": entry.version,
        "text": answer_summary.draft(matrix, clock.today()),
        # Words carried over from last time are last time's summary.
        "place": AFTER if entry.report else INSTEAD,
    }
    return SummaryForm(
        request.POST or None,
        present=prefilled(entry).result,
        offers=answer_summary.offers(matrix, entry.initiative),
        initial=known,
    )


def _keep(request: DeskRequest, entry: Entry, form: SummaryForm) -> None:
    if entry.department is None:
        raise PermissionDenied
    save_draft(
        period=entry.period,
        initiative=entry.initiative,
        department=entry.department,
        content=replace(prefilled(entry), result=form.result),
        entered=form.entered,
        version=form.cleaned_data["version"],
        by=request.desk,
    )
