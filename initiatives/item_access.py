"""The doors to the lists of 個別項目. Not visible → 404, visible but not allowed → 403."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from django.core.exceptions import PermissionDenied
from django.db.models import Q, QuerySet
from django.shortcuts import get_object_or_404

from initiatives.access import may_edit_plans
from initiatives.models import InitiativeItem, ItemList, Plan
from initiatives.queries import reporters
from organizations import lineage
from organizations.desk import Desk
from organizations.roles import Permission

_OWNERS = ("initiative__plan", "initiative__category", "category__plan")


@dataclass(frozen=True)
class Keeper:
    """Whose rows of a list a person may change: all of them, or those of some sections."""

    keeps_all: bool
    sections: frozenset[int]

    @property
    def keeps_any(self) -> bool:
        """Whether there may be a row at all."""
        return self.keeps_all or bool(self.sections)

    def keeps(self, section: int | None) -> bool:
        """Whether a row of a section is the person's to change."""
        return self.keeps_all or section in self.sections


def lists_of(plan: Plan) -> QuerySet[ItemList]:
    """The lists of a plan in the order of the document: a category's own before those of its initiatives."""
    return (
        ItemList.objects.filter(Q(initiative__plan=plan) | Q(category__plan=plan))
        .select_related("initiative__category", "category")
        .order_by("order", "pk")
    )


def plan_of(item_list: ItemList) -> Plan:
    """The plan a list belongs to."""
    owner = item_list.initiative or item_list.category
    assert owner is not None  # noqa: S101 - the database holds exactly one of them
    return owner.plan


def get_list(desk: Desk, pk: int) -> ItemList:
    """Return a list the person may read, with what it hangs on.

    Raises:
        Http404: another city hall's, or none.
        PermissionDenied: a person without any post of today.
    """
    city = desk.municipality_id
    visible = ItemList.objects.filter(
        Q(initiative__plan__municipality=city) | Q(category__plan__municipality=city)
    )
    item_list = get_object_or_404(visible.select_related(*_OWNERS), pk=pk)
    if not desk.may_somewhere(Permission.READ):
        raise PermissionDenied
    return item_list


def get_changeable_item(desk: Desk, list_pk: int, pk: int, day: date) -> InitiativeItem:
    """Return a row the person may change.

    Raises:
        Http404: another city hall's, or none.
        PermissionDenied: neither the row's section, nor the one that reports, nor the office.
    """
    item_list = get_list(desk, list_pk)
    item = get_object_or_404(item_list.items.select_related("department"), pk=pk)
    item.list = item_list
    if not keeper(desk, item_list, day).keeps(item.department_id):
        raise PermissionDenied
    return item


def keeper(desk: Desk, item_list: ItemList, day: date) -> Keeper:
    """Say whose rows the person may change (two queries at most): the office and the reporting section all."""
    own = frozenset(desk.departments_for(Permission.ENTER))
    if may_edit_plans(desk) or not own:
        return Keeper(may_edit_plans(desk), own)
    if item_list.initiative_id is not None:
        reporter = reporters([item_list.initiative_id], day).get(item_list.initiative_id)
        if reporter is not None and reporter.pk in own:
            return Keeper(True, own)
    heirs = lineage.heirs(lineage.links(desk.municipality_id), day)
    inherited = {
        past for past, sections in heirs.items() if any(section.pk in own for section in sections)
    }
    return Keeper(False, own | inherited)


def changeable_keys(
    item_list: ItemList, keys: Collection[int], keeper: Keeper, *, is_strict: bool
) -> set[int]:
    """Return those among rows of a list that the person may change (one query).

    Raises:
        PermissionDenied: ``is_strict``, and one of them is another section's.
    """
    sections = dict(item_list.items.values_list("pk", "department_id"))
    there = {key for key in keys if key in sections}
    kept = {key for key in there if keeper.keeps(sections[key])}
    if is_strict and kept != there:
        raise PermissionDenied
    return kept
