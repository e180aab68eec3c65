"""From the database back to the tree of a plan file, keys in the order of the schema."""

from collections import defaultdict
from collections.abc import Callable, Iterable
from datetime import date
from typing import Any

from django.db.models import Model, Q

from exchange.planfile import parts, records, tables
from exchange.planfile.parts import Level
from exchange.planfile.schema import Record
from exchange.planfile.tables import Table
from initiatives.models import (
    CategoryPolicy,
    Framework,
    InitiativeItem,
    ItemList,
    Plan,
    Precision,
    Responsibility,
    Succession,
    TermLink,
)
from kpis.models import Indicator
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
    """Return the rows of a table as groups, by the key of their parent, in the order they have below it."""
    inside = [name for name in table.model._meta.ordering or () if f"{name}_id" != table.parent]
    groups: dict[int, list[Group]] = defaultdict(list)
    rows = table.model._default_manager.filter(**{f"{table.parent}__in": keys}, **fixed)
    for row in rows.order_by(*inside):
        groups[getattr(row, table.parent)].append(_group(table.record, row, **further(row)))
    return groups


def plan_tree(plan: Plan) -> Group:
    """Return everything a plan file holds of a plan, with a fixed number of queries."""
    parts = {
        "format": records.VERSION,
        "departments": _departments(plan),
        "frameworks": _frameworks(plan),
        **own_tree(plan),
    }
    return {field.key: parts[field.key] for field in records.PLAN_FILE.fields}


def own_tree(plan: Plan) -> Group:
    """Return what a plan file holds of a plan without the lists that plans share."""
    names = dict(plan.municipality.departments.values_list("pk", "name"))
    return {
        "municipality": _group(records.MUNICIPALITY, plan.municipality),
        "plan": _group(
            records.PLAN,
            plan,
            adopted=_moment(plan.adopted_on, plan.adopted_precision),
            predecessor=plan.predecessor.slug if plan.predecessor else "",
        ),
        "grade_scale": _group(
            records.GRADE_SCALE,
            plan.grade_scale,
            grades=_below(tables.GRADE, [plan.grade_scale_id])[plan.grade_scale_id],
        ),
        "revisions": _below(tables.REVISION, [plan.pk], _in_force)[plan.pk],
        "steps": _below(tables.STEP, [plan.pk])[plan.pk],
        "statements": _below(tables.STATEMENT, [plan.pk])[plan.pk],
        "glossary": _below(tables.GLOSSARY_TERM, [plan.pk])[plan.pk],
        "categories": _categories(plan, names),
        "initiatives": _initiatives(plan, names),
    }


def _moment(day: date | None, precision: str) -> str | None:
    """Return as much of a day as is known; a day that is not stated is no value, not an empty one."""
    length = {Precision.YEAR: 4, Precision.MONTH: 7}.get(Precision(precision), 10)
    return day.isoformat()[:length] if day else None


def _in_force(revision: Any) -> Group:
    return {"in_force": _moment(revision.in_force_on, revision.in_force_precision)}


def _departments(plan: Plan) -> list[Group]:
    """Return the 課 the plan speaks of, printed as responsible or in a list; the groups and the 事務局."""
    printed = Responsibility.objects.filter(
        initiative__plan=plan, origin=Responsibility.Origin.DOCUMENT
    )
    listed = InitiativeItem.objects.filter(
        Q(list__initiative__plan=plan) | Q(list__category__plan=plan), department__isnull=False
    )
    spoken = plan.municipality.departments.filter(
        Q(pk__in=printed.values("department"))
        | Q(pk__in=listed.values("department"))
        | Q(policies__category__plan=plan)
        | Q(valid_to=None, kind=Department.Kind.GROUP)
        | Q(valid_to=None, is_secretariat=True)
    )
    keys = set(spoken.values_list("pk", flat=True))
    for relation in (Department.members, Department.successors):
        pairs = relation.through.objects.filter(from_department__in=keys)
        keys |= set(pairs.values_list("to_department", flat=True))
    rows = Department.objects.filter(pk__in=keys).prefetch_related("members", "successors")
    return [
        _group(
            records.DEPARTMENT,
            row,
            members=[member.name for member in row.members.all()],
            successors=[successor.name for successor in row.successors.all()],
        )
        for row in rows
    ]


def _frameworks(plan: Plan) -> list[Group]:
    """Return the national frameworks and those of the 自治体, linked or not: what a link may be drawn to."""
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
        .order_by("term__framework__order", "term__framework_id", "term__order", "pk")
    )
    for row in rows:
        groups[getattr(row, table.parent)].append(
            _group(parts.TERM_LINK, row, framework=row.term.framework.key, term=row.term.code)
        )
    return groups


def _lists(table: Table, keys: Iterable[int], names: dict[int, str]) -> dict[int, list[Group]]:
    """Return the lists of items below categories or initiatives."""
    rows = table.model._default_manager.filter(**{f"{table.parent}__in": keys})
    items = _below(tables.ITEM, rows.values_list("pk", flat=True), _department(names))
    return _below(table, keys, lambda row: {"items": items[row.pk]})


def _department(names: dict[int, str]) -> Callable[[Any], Group]:
    return lambda row: {"department": names.get(row.department_id, "")}


def _policies(keys: Iterable[int], names: dict[int, str]) -> dict[int, list[Group]]:
    through = CategoryPolicy.departments.through.objects
    spoken: dict[int, list[str]] = defaultdict(list)
    pairs = through.filter(categorypolicy__category__in=keys).order_by("department__order", "pk")
    for policy, department in pairs.values_list("categorypolicy", "department"):
        spoken[policy].append(names[department])
    return _below(tables.POLICY, keys, lambda row: {"departments": spoken[row.pk]})


# Where the earlier plan and the code of an ancestor stand, by its level.
_LINES = {
    Level.CATEGORY: ("from_category__plan__slug", "from_category__code"),
    Level.POLICY: ("from_policy__category__plan__slug", "from_policy__code"),
    Level.INITIATIVE: ("from_initiative__plan__slug", "from_initiative__code"),
}


def _ancestors(table: Table, keys: Iterable[int]) -> dict[int, list[Group]]:
    """Return the lines of descent of categories or initiatives in the words of the earlier plan."""
    groups: dict[int, list[Group]] = defaultdict(list)
    columns = [name for pair in _LINES.values() for name in pair]
    rows = Succession.objects.filter(**{f"{table.parent}__in": keys}).order_by("order", "pk")
    for row in rows.values(table.parent, "kind", "origin", "note", *columns):
        level, plan, code = next(
            (level, row[plan], row[code]) for level, (plan, code) in _LINES.items() if row[plan]
        )
        groups[row[table.parent]].append(
            _group(
                table.record,
                None,
                plan=plan,
                level=level.value,
                code=code,
                kind=row["kind"],
                origin=row["origin"],
                note=row["note"],
            )
        )
    return groups


def _categories(plan: Plan, names: dict[int, str]) -> list[Group]:
    rows = list(plan.categories.order_by("order"))
    codes = {row.pk: row.code for row in rows}
    below = {
        "policies": _policies(codes, names),
        "item_lists": _lists(tables.CATEGORY_ITEM_LIST, codes, names),
        "links": _links(tables.CATEGORY_LINK, codes),
        "predecessors": _ancestors(tables.CATEGORY_ANCESTOR, codes),
    }
    return [
        _group(
            records.CATEGORY,
            row,
            parent=codes[row.parent_id] if row.parent_id else "",
            **{name: groups[row.pk] for name, groups in below.items()},
        )
        for row in rows
    ]


def _initiatives(plan: Plan, names: dict[int, str]) -> list[Group]:
    rows = list(plan.initiatives.select_related("category").order_by("order"))
    codes = {row.pk: row.code for row in rows}
    targets = _below(
        tables.TARGET,
        [*Indicator.objects.filter(initiative__in=codes).values_list("pk", flat=True)],
    )
    titles = dict(ItemList.objects.filter(initiative__in=codes).values_list("pk", "title"))

    def indicator(row: Any) -> Group:
        return {"targets": targets[row.pk], "counts": titles.get(row.counts_id, "")}

    below = {
        "responsibilities": _below(
            tables.RESPONSIBILITY,
            codes,
            _department(names),
            origin=Responsibility.Origin.DOCUMENT,
        ),
        "bars": _below(tables.BAR, codes),
        "milestones": _below(tables.MILESTONE, codes),
        "indicators": _below(tables.INDICATOR, codes, indicator),
        "item_lists": _lists(tables.ITEM_LIST, codes, names),
        "links": _links(tables.INITIATIVE_LINK, codes),
        "predecessors": _ancestors(tables.INITIATIVE_ANCESTOR, codes),
    }
    return [
        _group(
            records.INITIATIVE,
            row,
            category=row.category.code,
            repeat_of=codes[row.repeat_of_id] if row.repeat_of_id else "",
            **{name: groups[row.pk] for name, groups in below.items()},
        )
        for row in rows
    ]
