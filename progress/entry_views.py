"""The entry page of one initiative in one period: show, save by itself, hand in, settle a conflict."""

from dataclasses import replace
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.views.decorators.http import require_http_methods, require_POST

from fiscal import clock
from organizations.desk import DeskRequest
from progress import access, actions, comparison, entry_page, posting
from progress.access import Entry
from progress.entry import EntrySheet
from progress.forms import VersionForm
from progress.keeping import Kept, keep
from progress.posting import Posting
from progress.transition import StaleReport
from progress.workflow import Actor, WorkflowError

MYPAGE = "progress:mypage-show"
CONFLICT = 409


@require_http_methods(["GET", "HEAD", "POST"])
def entry_edit(request: DeskRequest, period_pk: int, initiative_pk: int) -> HttpResponse:
    """The form beside its evidence; what was sent already is shown without a form. GET makes no row."""
    entry = access.get_entry(request.desk, period_pk, initiative_pk)
    if request.method != "POST":
        return _show(request, entry, EntrySheet(entry))
    if Actor.SECTION not in entry.actors:
        raise PermissionDenied
    posted = posting.read(entry, request.POST)
    sheet = EntrySheet(entry, posted.data)
    if request.POST.get("resumed"):
        messages.info(request, "ログインし直しました。下の入力は、まだ保存していません。")
        return _show(request, entry, sheet)
    try:
        kept = keep(entry, sheet, posted, request.desk)
    except StaleReport:
        return _conflict(request, sheet)
    except WorkflowError as refusal:
        return _refuse(request, sheet, refusal)
    return _answer(request, sheet, posted, kept)


def _answer(request: DeskRequest, sheet: EntrySheet, posted: Posting, kept: Kept) -> HttpResponse:
    """What the person sees after the deed: the next page, or the same with what is still missing."""
    if request.headers.get("X-Requested-With") == "fetch":
        return _saved_data(request, sheet, kept)
    now = _now(request, sheet, kept)
    if kept.is_submitted:
        messages.success(request, f"提出しました。{entry_page.next_step(now)}")
        return redirect(MYPAGE)
    if kept.problems or kept.warnings or not sheet.is_valid():
        data = {**posted.data, "version": str(now.version)}
        shown = EntrySheet(now, data, measured=sheet.measured.again())
        shown.is_valid()
        shown.blame(kept.problems)
        return _show(request, now, shown, **_warned(shown, posted, kept))
    if posted.action == posting.ATTACH and now.report:
        return redirect("progress:attachment-create", now.report.pk)
    return _saved(request, now, posted)


def _warned(sheet: EntrySheet, posted: Posting, kept: Kept) -> dict[str, Any]:
    """The warnings to read before the report is handed in, and what has been seen and said of them so far."""
    if not kept.warnings:
        return {}
    seen = (posted.seen or frozenset()) | {finding.check for finding in kept.warnings}
    return {
        "warnings": sheet.warned(kept.warnings),
        "seen": " ".join(sorted(seen)),
        "word": posted.word,
    }


def _saved(request: DeskRequest, now: Entry, posted: Posting) -> HttpResponse:
    if posted.action == posting.LATER:
        messages.info(request, "あなたの入力は、この報告の履歴に残しました。")
    else:
        messages.success(request, "下書きを保存しました。まだ提出していません。")
    return redirect(MYPAGE) if posted.action == posting.CLOSE else redirect(now.get_absolute_url())


def _now(request: DeskRequest, sheet: EntrySheet, kept: Kept) -> Entry:
    """The entry as the deed has left it."""
    return replace(sheet.entry, report=kept.report) if kept.report else _again(request, sheet)


def _again(request: DeskRequest, sheet: EntrySheet) -> Entry:
    return access.get_entry(request.desk, sheet.entry.period.pk, sheet.entry.initiative.pk)


def _saved_data(request: DeskRequest, sheet: EntrySheet, kept: Kept) -> JsonResponse:
    """The answer to a form that saved itself: version, time, errors, and the redrawn evidence."""
    now = _now(request, sheet, kept)
    fresh = EntrySheet(now, measured=sheet.measured.again())
    answer = {
        "version": now.version,
        "saved": entry_page.saved_words(now.report, request.user.pk),
        "errors": {control.html_name: message for _, control, message in sheet.errors()},
        "pieces": {
            "suggestions": render_to_string("progress/entry_suggestions.html", {"sheet": fresh}),
            **{
                f"path-{path.indicator.pk}": render_to_string(
                    "progress/entry_path.html", {"path": path}
                )
                for path in fresh.paths
            },
        },
    }
    return JsonResponse(answer, json_dumps_params={"ensure_ascii": False})


def _conflict(request: DeskRequest, sheet: EntrySheet) -> HttpResponse:
    """Both inputs side by side; nothing has been written."""
    now = _again(request, sheet)
    if request.headers.get("X-Requested-With") == "fetch":
        who = now.report.saved_by if now.report else None
        words = f"{who}さんが先に保存しました。" if who else "ほかの人が先に保存しました。"
        return JsonResponse({"conflict": True, "message": words}, status=CONFLICT)
    context = {
        "entry": now,
        "title": entry_page.title(now, clock.today()),
        "now": clock.now(),
        **comparison.context(now, sheet),
    }
    return render(request, "progress/conflict.html", context, status=CONFLICT)


def _refuse(request: DeskRequest, sheet: EntrySheet, refusal: WorkflowError) -> HttpResponse:
    """The report went on meanwhile: say so, and keep what was typed on the page."""
    if request.headers.get("X-Requested-With") == "fetch":
        return JsonResponse({"conflict": False, "message": str(refusal)}, status=CONFLICT)
    now = _again(request, sheet)
    messages.error(request, str(refusal))
    if entry_page.is_open(now):
        return _show(request, now, sheet, status=CONFLICT)
    unsaved = comparison.context(now, sheet)["rows"]
    return _show(request, now, EntrySheet(now), status=CONFLICT, unsaved=unsaved)


def _show(
    request: DeskRequest,
    entry: Entry,
    sheet: EntrySheet,
    *,
    status: int = 200,
    **more: Any,
) -> HttpResponse:
    template = "progress/entry.html" if entry_page.is_open(entry) else "progress/report.html"
    context = entry_page.context(entry, sheet, request.user.pk)
    return render(request, template, {**context, **more}, status=status)


@require_POST
def entry_repeat(request: DeskRequest, period_pk: int, initiative_pk: int) -> HttpResponse:
    """前期から変化なし: hand the last report's words in again, or lead to the one value still missing."""
    entry = access.get_entry(request.desk, period_pk, initiative_pk)
    if Actor.SECTION not in entry.actors or entry.department is None:
        raise PermissionDenied
    try:
        repeated = actions.repeat(
            period=entry.period,
            initiative=entry.initiative,
            department=entry.department,
            version=VersionForm.of(request.POST, otherwise=entry.version),
            by=request.desk,
        )
    except (StaleReport, WorkflowError) as refusal:
        messages.error(request, str(refusal))
        return redirect(entry.get_absolute_url())
    if repeated.problems:
        words = f"前期の文章と評価を写しました。あとは次の入力です：{repeated.problems[0].message}"
        messages.warning(request, words)
        return redirect(entry.get_absolute_url())
    messages.success(request, f"前期から変化なしで提出しました。{entry_page.next_step(entry)}")
    return redirect(MYPAGE)
