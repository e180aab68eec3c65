"""課と利用者の一覧の取込み: the template, the upload with its preview, and the deed."""

import logging

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import content_disposition_header
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from exchange import uploads
from exchange.forms import RosterForm
from exchange.rosters import book, carried, loading
from exchange.rosters.columns import KINDS, PEOPLE, Kind
from exchange.rosters.outcome import Outcome
from exchange.rosters.table import MAXIMUM_BYTES
from exchange.uploads import UploadError
from fiscal import clock, wareki
from organizations.access import get_administered_city
from organizations.desk import DeskRequest
from organizations.models import Department

logger = logging.getLogger("exchange.views")

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
FILES = ("template.xlsx", "template.csv", "list.xlsx")
CSV = "text/csv; charset=utf-8"
CHANGED_SINCE = "確認した後に登録が変わったため、取り込みませんでした。もう一度確かめてください。"


@require_http_methods(["GET", "HEAD", "POST"])
def roster_import(request: DeskRequest, kind: str) -> HttpResponse:
    """Choose a file; the answer says every problem, or what would change."""
    wanted, city = _kind(kind), get_administered_city(request.desk)
    form = RosterForm(request.POST or None, request.FILES or None)
    context = {"kind": wanted, "form": form, "has_transfers": wanted is PEOPLE}
    if request.method == "POST" and form.is_valid():
        try:
            raw = uploads.received(form.cleaned_data["file"], maximum=MAXIMUM_BYTES)
            transfer = form.cleaned_data["transfer"]
            outcome = loading.preview(
                raw,
                kind=wanted,
                city=city,
                today=clock.today(),
                by=request.user,
                transfer=transfer,
            )
        except UploadError as error:
            form.add_error("file", str(error))
        else:
            return _shown(request, wanted, raw, outcome, transfer=transfer)
    return render(request, "exchange/roster.html", context)


@never_cache
@require_POST
def roster_apply(request: DeskRequest, kind: str) -> HttpResponse:
    """Do what the preview showed; new people's temporary passwords are shown once."""
    wanted, city = _kind(kind), get_administered_city(request.desk)
    try:
        list_ = carried.unpack(request.POST.get("list", ""), kind=wanted, by=request.user)
        outcome = loading.apply(
            list_.raw,
            kind=wanted,
            city=city,
            today=clock.today(),
            by=request.user,
            mark=list_.mark,
            transfer=list_.transfer,
        )
    except UploadError as error:
        messages.error(request, str(error))
        return redirect("exchange:roster-import", kind)
    except loading.StaleError as error:
        messages.warning(request, CHANGED_SINCE)
        return _shown(request, wanted, list_.raw, error.outcome, transfer=list_.transfer)
    return _done(request, wanted, outcome)


@require_safe
def roster_download(request: DeskRequest, kind: str, name: str) -> HttpResponse:
    """The empty Excel or CSV, or the Excel with what is registered; who took people out is logged."""
    wanted = _kind(kind)
    if name not in FILES:
        raise Http404
    city, today = get_administered_city(request.desk), clock.today()
    rows = book.rows_of(wanted, city, today) if name == "list.xlsx" else []
    if name == "template.csv":
        content, media, title = book.csv_template(wanted), CSV, f"{wanted.title}.csv"
    else:
        units = Department.objects.filter(municipality=city).units().overlapping(today, None)
        sections = list(units.values_list("name", flat=True))
        content, media = book.write(wanted, rows, sections), XLSX
        title = f"{wanted.title}.xlsx"
    logger.info("list taken out: %s %s user=%s", wanted.key, name, request.user.pk)
    response = HttpResponse(content, content_type=media)
    response["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=title)
    response["Cache-Control"] = "private, no-store"
    return response


def _kind(key: str) -> Kind:
    if key not in KINDS:
        raise Http404
    return KINDS[key]


def _shown(
    request: DeskRequest, kind: Kind, raw: bytes, outcome: Outcome, *, transfer: bool
) -> HttpResponse:
    """The answer to a file: its problems, or its changes with the button that makes them."""
    packed = carried.pack(raw, kind=kind, by=request.user, mark=outcome.mark, transfer=transfer)
    context = {"kind": kind, "outcome": outcome, "packed": packed}
    return render(request, "exchange/roster_preview.html", context)


def _done(request: DeskRequest, kind: Kind, outcome: Outcome) -> HttpResponse:
    said = f"{kind.title}を取り込みました：追加 {wareki.digits(outcome.added)}件、変更 {wareki.digits(outcome.changed)}件{_ended(outcome)}。"
    if outcome.issued:
        context = {"issued": outcome.issued, "note": said}
        return render(request, "organizations/issued.html", context)
    messages.success(request, said)
    place = "person-list" if kind is PEOPLE else "department-list"
    return redirect(f"organizations:{place}")


def _ended(outcome: Outcome) -> str:
    return f"、終了 {wareki.digits(outcome.ended)}件" if outcome.ended else ""
