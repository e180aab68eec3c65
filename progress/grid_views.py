"""一括入力: every report of a section on one page; the same address takes the whole form and single rows."""

from collections.abc import Mapping

from django.contrib import messages
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from fiscal import wareki
from organizations.desk import DeskRequest
from organizations.models import Department
from organizations.roles import Permission
from progress import access, grid_posting
from progress.grid import Grid, Row, grid
from progress.grid_deeds import Kind, Outcome, carry_out
from progress.grid_posting import GridPosting
from progress.grid_wishes import Verb
from progress.models import ReportingPeriod
from progress.section_entries import SectionEntries

MYPAGE = "progress:mypage-show"
CONFLICT = 409
DONE = {
    Kind.SUBMITTED: "{}件を提出しました。",
    Kind.SAVED: "{}件の下書きを保存しました。まだ提出していません。",
    Kind.WITHDRAWN: "{}件を引き戻しました。直してから、もう一度提出してください。",
}
RESUMED = "ログインし直しました。下の入力は、まだ保存していません。"
Outcomes = Mapping[int, Outcome]


@require_http_methods(["GET", "HEAD", "POST"])
def section_edit(request: DeskRequest, period_pk: int, section_pk: int) -> HttpResponse:
    """The rows of a section in a period. GET makes no row."""
    period = access.get_period(request.desk, period_pk)
    section = access.get_section(request.desk, section_pk)
    owed = _read(request, period, section)
    if request.method != "POST":
        return _show(request, grid(owed, {}, request.user.pk))
    posted = grid_posting.read(request.POST, owed)
    if request.POST.get("resumed"):
        messages.info(request, RESUMED)
        typed = {pk: Outcome(Kind.SHOWN, data) for pk, data in posted.rows.items()}
        return _show(request, grid(owed, typed, request.user.pk))
    outcomes = carry_out(owed, posted, request.desk)
    now = grid(_read(request, period, section), outcomes, request.user.pk)
    if request.headers.get("X-Requested-With") == "fetch":
        return _row_data(request, now, posted, outcomes)
    return _answer(request, now, outcomes)


def _read(request: DeskRequest, period: ReportingPeriod, section: Department) -> SectionEntries:
    desk = access.reporting_desk(request.desk, section)
    return SectionEntries.read(period, section, desk, request.GET.get("page"))


def _answer(request: DeskRequest, now: Grid, outcomes: Outcomes) -> HttpResponse:
    """What the person sees after the deed: the next page, or the same with what is still missing."""
    _tell(request, now, outcomes)
    if now.problems:
        return _show(request, now)
    return redirect(_next(now, outcomes) or request.get_full_path())


def _tell(request: DeskRequest, now: Grid, outcomes: Outcomes) -> None:
    """Count what was done; the last report also says that nothing is left."""
    kinds = [outcome.kind for outcome in outcomes.values()]
    for kind, words in DONE.items():
        if kind in kinds:
            messages.success(request, words.format(wareki.digits(kinds.count(kind))))
    if _next(now, outcomes):
        messages.success(request, f"{now.owed.section}の報告を、全て提出しました。{now.next_step}")
    elif Kind.SUBMITTED in kinds:
        messages.info(request, f"{now.counter}。{now.next_step}")


def _next(now: Grid, outcomes: Outcomes) -> str:
    """Where the last 提出 leads; nothing while something is left."""
    handed_in = any(outcome.kind is Kind.SUBMITTED for outcome in outcomes.values())
    return reverse(MYPAGE) if handed_in and now.owed.is_complete else ""


def _show(request: DeskRequest, now: Grid) -> HttpResponse:
    section = now.owed.section
    context = {
        "grid": now,
        "period": now.owed.period,
        "section": section,
        "stands_in": not request.desk.may(Permission.ENTER, section),
    }
    return render(request, "progress/grid.html", context)


def _row_data(
    request: DeskRequest, now: Grid, posted: GridPosting, outcomes: Outcomes
) -> JsonResponse:
    """The answer to one row: where it stands now, redrawn unless it only saved itself."""
    row = next((row for row in now.rows if row.initiative.pk == posted.wish.row), None)
    if row is None:
        return _json({"message": "この行は、もう報告の対象ではありません。"}, CONFLICT)
    if row.said and posted.wish.verb is Verb.SAVE:
        return _json({"conflict": row.is_stale, "message": row.said}, CONFLICT)
    answer = _state(row, now)
    if posted.wish.verb is not Verb.SAVE:
        address = _next(now, outcomes)
        if address:
            _tell(request, now, outcomes)
        piece = render_to_string("progress/grid_row.html", {"row": row}, request=request)
        answer |= {"row": piece, "next": address, "done": row not in now.problems}
    return _json(answer)


def _state(row: Row, now: Grid) -> dict[str, object]:
    return {
        "version": row.entry.version,
        "mark": row.mark,
        "saved": row.saved,
        "chip": render_to_string("progress/grid_chip.html", {"chip": row.chip}),
        "errors": {control.html_name: message for _, control, message in row.errors},
        "counter": now.counter,
        "untold": now.untold,
    }


def _json(answer: dict[str, object], status: int = 200) -> JsonResponse:
    return JsonResponse(answer, status=status, json_dumps_params={"ensure_ascii": False})
