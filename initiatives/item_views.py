"""個別項目: the lists of a plan, one list with its filter and its bulk change, one row."""

from collections.abc import Collection

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from fiscal import clock
from fiscal.wareki import digits
from initiatives import item_access, item_actions, item_page, item_rows
from initiatives.access import get_plan
from initiatives.item_actions import ClearsCompletionError, StaleItemsError
from initiatives.item_forms import TICKED, BulkForm, ItemForm
from initiatives.models import ItemList
from organizations.desk import DeskRequest

CONFLICT = 409


@require_safe
def itemlist_list(request: DeskRequest, slug: str) -> HttpResponse:
    """個別項目: every list of a plan with its counts."""
    plan = get_plan(request.desk, slug)
    context = {"plan": plan, "rows": item_page.listed(plan)}
    return render(request, "initiatives/item_lists.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def itemlist_show(request: DeskRequest, pk: int) -> HttpResponse:
    """One list: counts, filter, rows, and what becomes of the rows with a tick."""
    item_list = item_access.get_list(request.desk, pk)
    sheet = item_page.read(request.desk, item_list, request.GET)
    form = item_page.bulk_form(sheet, request.POST if request.method == "POST" else None)
    if request.method == "POST":
        if form is None:
            raise PermissionDenied
        if form.is_valid():
            scope, ticked = form.cleaned_data["scope"], form.cleaned_data["item"]
            keys = item_access.changeable_keys(
                item_list, sheet.keys(scope, ticked), sheet.keeper, is_strict=scope == TICKED
            )
            answer = _change(request, item_list, keys, form, request.get_full_path())
            if answer is not None:
                return answer
    return render(request, "initiatives/items.html", item_page.context(sheet, form))


@require_http_methods(["GET", "HEAD", "POST"])
def item_edit(request: DeskRequest, list_pk: int, pk: int) -> HttpResponse:
    """One row: what may change of it, and what has."""
    today = clock.today()
    item = item_access.get_changeable_item(request.desk, list_pk, pk, today)
    version = item_actions.version_of(item.list)
    form = ItemForm(request.POST or None, item=item, today=today, version=version)
    if request.method == "POST" and form.is_valid():
        back = f"{item.list.get_absolute_url()}#row-{item.pk}"
        answer = _change(request, item.list, [item.pk], form, back)
        if answer is not None:
            return answer
    return render(request, "initiatives/item.html", item_page.of_item(item, form, today))


def _change(
    request: DeskRequest,
    item_list: ItemList,
    keys: Collection[int],
    form: BulkForm | ItemForm,
    back: str,
) -> HttpResponse | None:
    """Do the deed and lead on; None where the form has something to say first."""
    if not keys:
        form.add_error("scope", "この中に、変更できる行はありません。")
        return None
    try:
        count = item_actions.change_items(
            item_list=item_list, keys=keys, by=request.user, change=form.change, **form.reading
        )
    except ClearsCompletionError as refusal:
        form.add_error("clear", f"{refusal}「完了」から戻してよければ、ここに印を付けてください。")
        return None
    except StaleItemsError as stale:
        return _show_conflict(request, item_list, stale)
    label = item_rows.LABELS[form.change.status]
    messages.success(request, _said(label, count, same=len(keys) - count))
    return redirect(back)


def _said(label: str, count: int, *, same: int) -> str:
    if not count:
        return "変わった行はありません。"
    others = f"ほかの{digits(same)}件は、既に同じ内容です。" if same else ""
    return f"{digits(count)}件を「{label}」の内容で保存しました。{others}"


def _show_conflict(
    request: DeskRequest, item_list: ItemList, stale: StaleItemsError
) -> HttpResponse:
    """Both values of every row; nothing has been written."""
    context = {
        "plan": item_access.plan_of(item_list),
        "item_list": item_list,
        "rows": item_page.clashes(stale.conflicts),
        "version": item_actions.version_of(item_list),
        "posted": [
            (name, value)
            for name, values in request.POST.lists()
            if name not in {"csrfmiddlewaretoken", "seen"}
            for value in values
        ],
    }
    return render(request, "initiatives/item_conflict.html", context, status=CONFLICT)
