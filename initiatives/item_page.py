"""What the pages of 個別項目 print, read with a number of queries that does not depend on the rows."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.paginator import Page, Paginator
from django.forms import BoundField
from django.http import QueryDict

from fiscal import clock
from initiatives import history, item_access, item_actions, item_counts, item_rows
from initiatives.item_access import Keeper
from initiatives.item_actions import Conflict, Facts
from initiatives.item_counts import Section, Tally
from initiatives.item_forms import FOUND, SHOWN, TICKED, BulkForm, ItemFilter, ItemForm
from initiatives.models import InitiativeItem, ItemList, Plan
from organizations import lineage
from organizations.desk import Desk
from organizations.models import Department

PAGE = 100


@dataclass(frozen=True)
class Listed:
    """One list among those of a plan."""

    item_list: ItemList
    number: str
    owner: str
    tally: Tally


@dataclass
class Sheet:
    """One list as a reader asked for it."""

    item_list: ItemList
    plan: Plan
    keeper: Keeper
    sections: tuple[Section, ...]
    filter: ItemFilter
    present: dict[int, str]
    found: list[int]
    page: Page[int]

    @property
    def total(self) -> Tally:
        """The whole list, whatever is shown."""
        return item_counts.total(self.sections)

    @property
    def is_cut(self) -> bool:
        """Whether there is more than one page."""
        return self.page.has_other_pages()

    def keys(self, scope: str, ticked: Collection[int]) -> set[int]:
        """The rows a deed is for."""
        return set({SHOWN: self.page.object_list, FOUND: self.found}.get(scope, ticked))


def number_of(item_list: ItemList) -> str:
    """A-②-1 for a list of an initiative, A-② for one of a category."""
    if item_list.initiative is not None:
        return item_list.initiative.printed_number
    return item_list.category.label if item_list.category else ""


def owner_of(item_list: ItemList) -> str:
    """The title of the initiative or the category a list hangs on."""
    owner = item_list.initiative or item_list.category
    return owner.title if owner else ""


def listed(plan: Plan) -> list[Listed]:
    """Return the lists of a plan with their counts, in the order of the document (two queries)."""
    lists = list(item_access.lists_of(plan))
    tallies = item_counts.of_lists([row.pk for row in lists])
    rows = [
        Listed(row, number_of(row), owner_of(row), tallies.get(row.pk, Tally())) for row in lists
    ]
    return sorted(rows, key=_place)


def _place(row: Listed) -> tuple[int, int, int]:
    item_list = row.item_list
    category = item_list.category or (item_list.initiative and item_list.initiative.category)
    initiative = item_list.initiative.order if item_list.initiative else 0
    return (category.order if category else 0, initiative, item_list.order)


def read(desk: Desk, item_list: ItemList, query: QueryDict) -> Sheet:
    """Read a list as it was asked for (five queries at most, and those of the page's own rows)."""
    today = clock.today()
    plan = item_access.plan_of(item_list)
    present = lineage.now_called(plan.municipality_id, today)
    sections = tuple(
        Section(row.key, _named(row, present), row.tally)
        for row in item_counts.by_section(item_list.pk)
    )
    form = ItemFilter(query, sections=sections, auto_id="filter_%s")
    found = item_rows.found(item_list, form.asked, present)
    return Sheet(
        item_list=item_list,
        plan=plan,
        keeper=item_access.keeper(desk, item_list, today),
        sections=sections,
        filter=form,
        present=present,
        found=found,
        page=Paginator(found, PAGE).get_page(query.get("page")),
    )


def _named(section: Section, present: dict[int, str]) -> str:
    pk = int(section.key) if section.key.isdecimal() else 0
    return lineage.with_present_name(section.name, present.get(pk))


def context(sheet: Sheet, form: BulkForm | None) -> dict[str, Any]:
    """Return everything the page of a list prints."""
    rows = item_rows.read(list(sheet.page.object_list), sheet.present)
    changeable = {row.pk for row in rows if sheet.keeper.keeps(row.section_id)}
    return {
        "sheet": sheet,
        "plan": sheet.plan,
        "item_list": sheet.item_list,
        "number": number_of(sheet.item_list),
        "rows": rows,
        "columns": item_rows.used_columns(rows),
        "changeable": changeable,
        "ticked": _ticked(form),
        "form": form if changeable else None,
        "page": sheet.page,
        "choices": [_choice(sheet.filter[name]) for name in ("status", "department", "order")],
        "narrowed": sheet.filter.asked.is_narrow,
        "asks_to_clear": form is not None and "clear" in form.errors,
    }


def _choice(field: BoundField) -> dict[str, Any]:
    """A select of the filter for ``{% options %}``: widgets are slow where there are many sections."""
    return {
        "id": field.id_for_label,
        "name": field.html_name,
        "label": field.label,
        "choices": field.field.choices,  # type: ignore[attr-defined]
        "value": field.value() or "",
    }


def _ticked(form: BulkForm | None) -> frozenset[int]:
    if form is None or not form.is_bound:
        return frozenset()
    return frozenset(form.cleaned_data.get("item", ()))


def bulk_form(sheet: Sheet, data: QueryDict | None) -> BulkForm | None:
    """The form below the table, for those who may change something in it."""
    if not sheet.keeper.keeps_any:
        return None
    form = BulkForm(
        data,
        today=clock.today(),
        initial={"seen": item_actions.version_of(sheet.item_list), "scope": TICKED},
    )
    own = item_access.changeable_keys(sheet.item_list, sheet.found, sheet.keeper, is_strict=False)
    shown = len(own.intersection(sheet.page.object_list))
    may = "" if sheet.keeper.keeps_all else "変更できる"
    scope = form.fields["scope"]
    scope.choices = [  # type: ignore[attr-defined]
        (TICKED, "印を付けた行"),
        *([(SHOWN, f"この頁の{may}すべての行（{shown}件）")] if sheet.is_cut else []),
        (FOUND, f"表示中の{may}すべての行（{len(own)}件）"),
    ]
    return form


@dataclass(frozen=True)
class Clash:
    """A conflict in words: what was read, what it is now, what was to be written."""

    item: InitiativeItem
    by: str
    at: Any
    seen: str
    now: str
    wanted: str


def clashes(conflicts: Iterable[Conflict]) -> list[Clash]:
    """Return conflicts in words. No query."""
    return [
        Clash(
            row.item,
            row.by,
            row.at,
            facts_words(row.seen) if row.seen else "（なし）",
            facts_words(row.now),
            facts_words(row.wanted),
        )
        for row in conflicts
    ]


def facts_words(facts: Facts) -> str:
    """対応中　備考：令和８年10月から; 完了（令和８年９月30日）."""
    done = item_rows.done_words(facts.done_on, facts.done_year)
    status = item_rows.LABELS.get(facts.status, facts.status)
    note = f"　備考：{facts.note}" if facts.note else ""
    return f"{status}{f'（{done}）' if done else ''}{note}"


def of_item(item: InitiativeItem, form: ItemForm, today: date) -> dict[str, Any]:
    """Return everything the page of one row prints (a fixed number of queries)."""
    plan = item_access.plan_of(item.list)
    present = lineage.now_called(plan.municipality_id, today)
    name = item.department.name if item.department else ""
    return {
        "plan": plan,
        "item": item,
        "item_list": item.list,
        "section": item_rows.section_words(
            item.department_printed, name, present.get(item.department_id or 0)
        ),
        "form": form,
        "asks_to_clear": "clear" in form.errors,
        "entries": history_of(item, plan.municipality_id),
    }


def history_of(item: InitiativeItem, city: int) -> list[history.Entry]:
    """Return the changes of one row, the newest first (two queries)."""
    names = dict(Department.objects.filter(municipality=city).values_list("pk", "name"))
    records = InitiativeItem.history.filter(id=item.pk).select_related("history_user")
    entries = history.entries_of(
        records.order_by("history_date", "history_id"), {Department: names}
    )
    return list(entries)[::-1]
