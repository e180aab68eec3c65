"""From the database back to the tree of a plan file, keys in the order of the schema."""

from collections import defaultdict
from collections.abc import Callable, Iterable
from typing import Any

from django.db.models import Model, Q

from exchange.planfile import records, tables
from exchange.planfile.schema import Record
from exchange.planfile.tables import Table
from initiatives.models import Framework, InitiativeItem, Plan, Precision, Responsibility, TermLink
from organizations.models import Department

Group = dict[str, Any]


def _nothing(_row: Any) -> Group:
    return {}


def _group(record: Record, row: Model | None, **further: Any) -> Group:
    """Return a row as a group of keys, without those that say nothing."""
    group = {}
    for field in record.fields:
        value = further[field.key] if field.key in further else getattr(row, field.key, None)
        if value is None or (value == field.empty and not field.required):
            continue
        group[field.key] = value
    return group


def _below(
    table: Table, keys: Iterable[int], further: Callable[[Any], Group] = _nothing, **fixed: Any
) -> dict[int, list[Group]]:
    """Return the rows of a table as groups, by the key of their parent."""
    groups: dict[int, list[Group]] = defaultdict(list)
    rows = table.model._default_manager.filter(**{f"{table.parent}__in": keys}, **fixed)
    for row in rows:
        groups[getattr(row, table.parent)].append(_group(table.record, row, **further(row)))
    return groups


def plan_tree(plan: Plan) -> Group:
    """Return everything a plan file holds of a plan, with a fixed number of queries."""
    names = dict(plan.municipality.departments.values_list("pk", "name"))
    initiatives = _initiatives(plan, names)
    return {
        "format": records.VERSION,
        "municipality": _group(records.MUNICIPALITY, plan.municipality),
        "plan": _group(
            records.PLAN,
            plan,
            adopted=_adopted(plan),
            predecessor=plan.predecessor.slug if plan.predecessor else "",
        ),
        "grade_scale": _group(
            records.GRADE_SCALE,
            plan.grade_scale,
            grades=_below(tables.GRADE, [plan.grade_scale_id])[plan.grade_scale_id],
        ),
        "departments": _departments(plan),
        "frameworks": _frameworks(plan),
        "statements": _below(tables.STATEMENT, [plan.pk])[plan.pk],
        "glossary": _below(tables.GLOSSARY_TERM, [plan.pk])[plan.pk],
        "categories": _categories(plan),
        "initiatives": initiatives,
    }


def _adopted(plan: Plan) -> str:
    length = {Precision.YEAR: 4, Precision.MONTH: 7}.get(
        Precision(plan.adopted_precision), 10
    )
    return plan.adopted_on.isoformat()[:length] if plan.adopted_on else ""


def _departments(plan: Plan) -> list[Group]:
    """Return the 課 the plan speaks of, printed as responsible or in a list; the groups and the 事務局."""
    printed = Responsibility.objects.filter(
        initiative__plan=plan, origin=Responsibility.Origin.DOCUMENT
    )
    listed = InitiativeItem.objects.filter(list__initiative__plan=plan, department__isnull=False)
    spoken = plan.municipality.departments.filter(
        Q(pk__in=printed.values("department"))
        | Q(pk__in=listed.values("department"))
        | Q(valid_to=None, kind=Department.Kind.GROUP)
        | Q(valid_to=None, is_secretariat=True)
    )
    keys = set(spoken.values_list("pk", flat=True))
    members = Department.members.through.objects.filter(from_department__in=keys)
    keys |= set(members.values_list("to_department", flat=True))
    rows = Department.objects.filter(pk__in=keys).prefetch_related("members")
    return [
        _group(records.DEPARTMENT, row, members=[member.name for member in row.members.all()])
        for row in rows
    ]


def _frameworks(plan: Plan) -> list[Group]:
    """Return the national frameworks and those of the 自治体, linked or not."""
    rows = Framework.objects.filter(Q(municipality=plan.municipality_id) | Q(municipality=None))
    terms = _below(tables.TERM, [row.pk for row in rows])
    return [
        _group(records.FRAMEWORK, row, national=row.municipality_id is None, terms=terms[row.pk])
        for row in rows
    ]


def _links(table: Table, keys: Iterable[int]) -> dict[int, list[Group]]:
    groups: dict[int, list[Group]] = defaultdict(list)
    rows = (
        TermLink.objects.filter(**{f"{table.parent}__in": keys})
        .select_related("term__framework")
        .order_by("term__framework__order", "term__framework", "term__order", "pk")
    )
    for row in rows:
        groups[getattr(row, table.parent)].append(
            _group(records.TERM_LINK, row, framework=row.term.framework.key, term=row.term.code)
        )
    return groups


def _categories(plan: Plan) -> list[Group]:
    rows = list(plan.categories.all())
    codes = {row.pk: row.code for row in rows}
    links = _links(tables.CATEGORY_LINK, codes)
    return [
        _group(
            records.CATEGORY,
            row,
            parent=codes[row.parent_id] if row.parent_id else "",
            links=links[row.pk],
        )
        for row in rows
    ]


def _initiatives(plan: Plan, names: dict[int, str]) -> list[Group]:
    rows = list(plan.initiatives.select_related("category"))
    keys = [row.pk for row in rows]

    def department(row: Any) -> Group:
        return {"department": names.get(row.department_id, "")}

    indicators = list(tables.INDICATOR.model._default_manager.filter(initiative__in=keys))
    targets = _below(tables.TARGET, [row.pk for row in indicators])
    lists = list(tables.ITEM_LIST.model._default_manager.filter(initiative__in=keys))
    items = _below(tables.ITEM, [row.pk for row in lists], department)
    below = {
        "responsibilities": _below(
            tables.RESPONSIBILITY, keys, department, origin=Responsibility.Origin.DOCUMENT
        ),
        "bars": _below(tables.BAR, keys),
        "milestones": _below(tables.MILESTONE, keys),
        "indicators": _below(tables.INDICATOR, keys, lambda row: {"targets": targets[row.pk]}),
        "item_lists": _below(tables.ITEM_LIST, keys, lambda row: {"items": items[row.pk]}),
        "links": _links(tables.INITIATIVE_LINK, keys),
    }
    return [
        _group(
            records.INITIATIVE,
            row,
            category=row.category.code,
            **{name: groups[row.pk] for name, groups in below.items()},
        )
        for row in rows
    ]
