"""各課の回答: a section answers everything it is asked in a period on one page."""

from collections.abc import Mapping, Sequence

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from fiscal import clock
from organizations.desk import DeskRequest
from organizations.models import Department
from organizations.roles import Permission
from progress import access, answers
from progress.answer_actions import AnswerError, StaleAnswers
from progress.answer_forms import SAME, WITHDRAW, AnswerSheet, repeated
from progress.answer_keeping import keep
from progress.answers import Row
from progress.entry import plain
from progress.models import ReportingPeriod

CONFLICT = 409


@require_http_methods(["GET", "HEAD", "POST"])
def answer_edit(request: DeskRequest, period_pk: int, pk: int) -> HttpResponse:
    """All questions to the section; saving is answering. GET makes no row."""
    period = access.get_period(request.desk, period_pk)
    section = access.get_section(request.desk, pk)
    rows = answers.read(period, section, clock.today())
    if request.method == "POST":
        return _post(request, period, section, rows)
    return _show(request, period, section, AnswerSheet(rows))


def _post(
    request: DeskRequest, period: ReportingPeriod, section: Department, rows: Sequence[Row]
) -> HttpResponse:
    deed, _, which = request.POST.get("action", "").partition(":")
    data = repeated(rows, plain(request.POST), which if deed == SAME else None)
    sheet = AnswerSheet(rows, data)
    if not sheet.is_valid():
        return _show(request, period, section, sheet)
    withdrawn = which if deed == WITHDRAW else ""
    try:
        words = keep(period, section, sheet, withdrawn=withdrawn, by=request.desk)
    except StaleAnswers as stale:
        return _conflict(request, period, section, data, stale)
    except AnswerError as refusal:
        messages.error(request, str(refusal))
        return _show(request, period, section, sheet, status=CONFLICT)
    messages.success(request, words)
    return _onward(request, period, section)


def _onward(request: DeskRequest, period: ReportingPeriod, section: Department) -> HttpResponse:
    """Home when nothing is left, else the same page."""
    rows = answers.read(period, section, clock.today())
    is_own = request.desk.may(Permission.ENTER, section)
    if is_own and AnswerSheet(rows).is_complete:
        return redirect("progress:mypage-show")
    return redirect("progress:answer-edit", period.pk, section.pk)


def _conflict(
    request: DeskRequest,
    period: ReportingPeriod,
    section: Department,
    data: Mapping[str, str],
    stale: StaleAnswers,
) -> HttpResponse:
    """Both answers on the page; nothing has been written, and saving again is a choice."""
    rows = answers.read(period, section, clock.today())
    versions = {
        f"q{pk}-version": str(row.version if row else 0) for pk, row in stale.current.items()
    }
    sheet = AnswerSheet(rows, {**data, **versions})
    sheet.is_valid()
    return _show(request, period, section, sheet, status=CONFLICT, stale=stale)


def _show(
    request: DeskRequest,
    period: ReportingPeriod,
    section: Department,
    sheet: AnswerSheet,
    *,
    status: int = 200,
    stale: StaleAnswers | None = None,
) -> HttpResponse:
    context = {
        "period": period,
        "section": section,
        "sheet": sheet,
        "errors": list(sheet.errors()),
        "stale": stale,
        "is_own": request.desk.may(Permission.ENTER, section),
    }
    return render(request, "progress/answers.html", context, status=status)
