"""What the rows of a plan are called when a list of changes speaks of them."""

from collections.abc import Callable, Iterable
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import models

from exchange.planbook.layout import YES_NO
from exchange.planfile.tables import Table
from fiscal import wareki
from initiatives import models as plans
from initiatives.models import Plan
from kpis import models as kpis
from organizations import models as organizations

Pairs = Iterable[tuple[int, str]]
NOTHING = "（空欄）"

# The columns that say which row is meant; the row it belongs to is said before.
OWN: dict[type[models.Model], tuple[str, ...]] = {
    organizations.Municipality: ("name",),
    organizations.Department: ("name",),
    plans.GradeScale: ("name", "version"),
    plans.Grade: ("word",),
    plans.Plan: ("title",),
    plans.Framework: ("title", "version"),
    plans.Term: ("name",),
    plans.PlanRevision: ("number", "title"),
    plans.PlanStep: ("label", "title"),
    plans.PlanStatement: ("kind", "title"),
    plans.GlossaryTerm: ("term",),
    plans.Category: ("label", "title"),
    plans.CategoryPolicy: ("label", "departments_printed"),
    plans.Initiative: ("code", "title"),
    plans.Responsibility: ("department_id", "role"),
    plans.ScheduleBar: ("text",),
    plans.Milestone: ("text",),
    kpis.Indicator: ("name",),
    kpis.Target: ("year", "value"),
    plans.ItemList: ("title",),
    plans.InitiativeItem: ("number", "name"),
    plans.TermLink: ("term_id",),
    plans.Succession: ("from_category_id", "from_policy_id", "from_initiative_id", "kind"),
}


def _departments(plan: Plan) -> Pairs:
    return plan.municipality.departments.values_list("pk", "name")


def _of_city(model: type[models.Model], path: str, plan: Plan) -> Any:
    return model._default_manager.filter(**{path: plan.municipality_id})


def _categories(plan: Plan) -> Pairs:
    rows = _of_city(plans.Category, "plan__municipality", plan).order_by()
    return (
        (pk, f"{label} {title}") for pk, label, title in rows.values_list("pk", "label", "title")
    )


def _initiatives(plan: Plan) -> Pairs:
    rows = _of_city(plans.Initiative, "plan__municipality", plan).order_by()
    return ((pk, f"{code} {title}") for pk, code, title in rows.values_list("pk", "code", "title"))


def _policies(plan: Plan) -> Pairs:
    rows = plans.CategoryPolicy.objects.filter(category__plan__municipality=plan.municipality_id)
    return rows.order_by().values_list("pk", "code")


def _indicators(plan: Plan) -> Pairs:
    rows = kpis.Indicator.objects.filter(initiative__plan=plan).order_by()
    named = rows.values_list("pk", "initiative__code", "name")
    return ((pk, f"{code} {name}") for pk, code, name in named)


def _lists(plan: Plan) -> Pairs:
    owned = models.Q(initiative__plan=plan) | models.Q(category__plan=plan)
    rows = plans.ItemList.objects.filter(owned).order_by()
    named = rows.values_list("pk", "initiative__code", "category__label", "title")
    return ((pk, f"{code or label} {title}") for pk, code, label, title in named)


def _frameworks(_plan: Plan) -> Pairs:
    rows = plans.Framework.objects.order_by().values_list("pk", "title", "version")
    return ((pk, f"{title} {version}".strip()) for pk, title, version in rows)


def _terms(_plan: Plan) -> Pairs:
    rows = plans.Term.objects.order_by().values_list("pk", "framework__title", "name")
    return ((pk, f"{title}「{name}」") for pk, title, name in rows)


def _scales(_plan: Plan) -> Pairs:
    rows = plans.GradeScale.objects.order_by().values_list("pk", "name", "version")
    return ((pk, f"{name}（第{wareki.digits(version)}版）") for pk, name, version in rows)


def _plans(plan: Plan) -> Pairs:
    return plan.municipality.plans.order_by().values_list("pk", "title")


_SOURCES: dict[type[models.Model], Callable[[Plan], Pairs]] = {
    organizations.Department: _departments,
    plans.Category: _categories,
    plans.Initiative: _initiatives,
    plans.CategoryPolicy: _policies,
    kpis.Indicator: _indicators,
    plans.ItemList: _lists,
    plans.Framework: _frameworks,
    plans.Term: _terms,
    plans.GradeScale: _scales,
    plans.Plan: _plans,
}
# Rows that everything belongs to need no name before each of their parts.
_WHOLE = (organizations.Municipality, plans.Plan)


class Names:
    """The names of rows of a plan, each kind read once when it is first asked for."""

    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        self.known: dict[type[models.Model], dict[int, str]] = {}

    def of(self, model: type[models.Model], key: int | None) -> str:
        """Return what the row of a key is called; rows that are gone have no name any more."""
        if key is None:
            return ""
        if model not in self.known:
            source = _SOURCES.get(model)
            self.known[model] = dict(source(self.plan)) if source else {}
        return self.known[model].get(key, "")

    def label(self, table: Table, row: models.Model) -> str:
        """Return what a row is called, after the row it belongs to."""
        own = (self.words(table, name, getattr(row, name)) for name in OWN[table.model])
        named = " ".join(part for part in own if part)
        parent = self._parent(table, row)
        return f"{parent}：{named}" if parent and named else named or parent

    def _parent(self, table: Table, row: models.Model) -> str:
        if not table.parent:
            return ""
        target = table.model._meta.get_field(table.parent).related_model
        if not isinstance(target, type) or target in _WHOLE:
            return ""
        return self.of(target, getattr(row, table.parent))

    def words(self, table: Table, name: str, value: Any) -> str:
        """Return a value of a column as people read it."""
        column = table.model._meta.get_field(name)
        related = column.related_model
        if name.endswith("year") and isinstance(value, int):
            return wareki.fiscal_year(value)
        if isinstance(related, type):
            keys = value if isinstance(value, set) else [value]
            return "、".join(sorted(filter(None, (self.of(related, key) for key in keys))))
        choices = dict(getattr(column, "flatchoices", None) or ())
        if value in choices.values() or (isinstance(value, str) and value in choices):
            return str(choices.get(value, value))
        return plain(value)


def plain(value: Any) -> str:
    """Return a value as text."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return YES_NO[0] if value else YES_NO[1]
    if isinstance(value, list):
        return "\n".join(str(part) for part in value)
    if isinstance(value, Decimal):
        return f"{value.normalize():f}"
    return value.isoformat() if isinstance(value, date) else str(value)
