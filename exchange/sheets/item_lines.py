"""③ 個別手続の状況: the rows of lists that name a section, or nobody where the section reports."""

from collections.abc import Iterable

from django.db.models import Q, QuerySet

from exchange.sheets import keys, lines
from exchange.sheets.columns import PageName
from exchange.sheets.lines import Line
from exchange.sheets.progress_lines import Reporting
from fiscal import wareki
from initiatives.models import InitiativeItem, ItemList
from progress import own_initiatives
from progress.naming import number_of
from progress.queries import never_empty


def items_of(reporting: Reporting) -> QuerySet[InitiativeItem]:
    """The rows of lists that stand in a section's sheet (one query for the names the section had)."""
    plan = reporting.period.plan_id
    named = own_initiatives.named_by([reporting.section], reporting.today)
    mine = Q(department__in=list(named)) | Q(
        department__isnull=True, list__initiative__in=never_empty(reporting.own)
    )
    return InitiativeItem.objects.filter(mine).filter(
        Q(list__initiative__plan=plan) | Q(list__category__plan=plan)
    )


def read_items(reporting: Reporting) -> list[InitiativeItem]:
    """The rows in the order of the document, each with its list and owner (two queries)."""
    return list(
        items_of(reporting)
        .select_related("list__initiative__category", "list__category")
        .order_by("list__order", "list", "number")
    )


def values_of(item: InitiativeItem) -> dict[str, str]:
    """The fields of a row as texts."""
    return {
        "status": item.status,
        "done_on": lines.day(item.done_on),
        "note": lines.text(item.note),
    }


def item_lines(reporting: Reporting, items: Iterable[InitiativeItem]) -> list[Line]:
    """The rows of the page (one query, for their versions)."""
    items = list(items)
    versions = _versions(items)
    return [
        Line(
            page=PageName.ITEMS,
            key=_key(reporting, item),
            version=versions.get(item.pk, 0),
            pk=item.pk,
            name=f"{_owner(item.list)} {item.name}",
            facts={
                "number": _owner(item.list),
                "list": item.list.title,
                "row": item.number,
                "name": item.name,
                "before": _before(item),
            },
            values=values_of(item),
        )
        for item in items
    ]


def _versions(items: list[InitiativeItem]) -> dict[int, int]:
    """How often each row was written."""
    found: dict[int, int] = {}
    records = InitiativeItem.history.filter(id__in=[item.pk for item in items])
    for pk in records.order_by().values_list("id", flat=True):
        found[pk] = found.get(pk, 0) + 1
    return found


def _key(reporting: Reporting, item: InitiativeItem) -> str:
    owner = item.list.initiative or item.list.category
    code = f"{owner.code if owner else ''}:{item.list_id}-{item.number:02}"
    return keys.row_key(reporting.period.as_quarter, code, reporting.section)


def _owner(item_list: ItemList) -> str:
    if item_list.initiative is not None:
        return number_of(item_list.initiative)
    return item_list.category.label if item_list.category else ""


def _before(item: InitiativeItem) -> str:
    """What is recorded now: 完了（令和６年度）."""
    word = item.get_status_display()
    if item.done_on:
        return f"{word}\n（{wareki.full_date(item.done_on)}）"
    return f"{word}\n（{wareki.fiscal_year(item.done_year)}）" if item.done_year else word
