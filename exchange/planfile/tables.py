"""How the records of a plan file become rows: which columns make a row the same row, and what may be dropped."""

from dataclasses import dataclass
from enum import Enum, auto
from typing import Any

from django.db import models

from exchange.planfile import parts, records
from exchange.planfile.reading import Entry
from exchange.planfile.schema import Record
from initiatives import models as plans
from kpis import models as kpis
from organizations import models as organizations


class Surplus(Enum):
    """What happens to a row that the file no longer has."""

    REMOVE = auto()
    REMOVE_LATER = auto()  # other rows may still point at it until they are written
    KEEP = auto()  # shared with other plans


@dataclass(frozen=True)
class Table:
    """A model with the record that feeds it.

    Two rows are the same when parent and ``natural`` columns agree; among equals the column ``recognised_by``, then
    their order decides.
    ``ordered`` rows keep the order of the file in their column ``order``, counted within parent and ``family``.
    """

    model: type[models.Model]
    record: Record
    parent: str = ""
    natural: tuple[str, ...] = ()
    ordered: bool = False
    family: tuple[str, ...] = ()
    surplus: Surplus = Surplus.REMOVE
    recognised_by: str = ""

    @property
    def identity(self) -> tuple[str, ...]:
        """The columns that tell rows apart."""
        return (self.parent, *self.natural) if self.parent else self.natural

    def columns(self, entry: Entry) -> dict[str, Any]:
        """Return the values of an entry that are columns of the model."""
        return {field.key: entry[field.key] for field in self.record.columns}


MUNICIPALITY = Table(
    organizations.Municipality, records.MUNICIPALITY, natural=("code",), surplus=Surplus.KEEP
)
DEPARTMENT = Table(
    organizations.Department,
    records.DEPARTMENT,
    "municipality_id",
    ("name",),
    surplus=Surplus.KEEP,
)
GRADE_SCALE = Table(
    plans.GradeScale, records.GRADE_SCALE, natural=("key", "version"), surplus=Surplus.KEEP
)
GRADE = Table(plans.Grade, records.GRADE, "scale_id", ("word",), ordered=True)
PLAN = Table(plans.Plan, records.PLAN, natural=("slug",), surplus=Surplus.KEEP)
FRAMEWORK = Table(
    plans.Framework, records.FRAMEWORK, "municipality_id", ("key",), surplus=Surplus.KEEP
)
TERM = Table(
    plans.Term,
    records.TERM,
    "framework_id",
    ("code",),
    ordered=True,
    surplus=Surplus.REMOVE_LATER,
)
STATEMENT = Table(
    plans.PlanStatement, records.STATEMENT, "plan_id", ("kind", "key", "title"), ordered=True
)
REVISION = Table(plans.PlanRevision, records.REVISION, "plan_id", ("number",))
STEP = Table(plans.PlanStep, records.STEP, "plan_id", ("number",))
GLOSSARY_TERM = Table(plans.GlossaryTerm, records.GLOSSARY_TERM, "plan_id", ("term",), ordered=True)
CATEGORY = Table(
    plans.Category,
    records.CATEGORY,
    "plan_id",
    ("code",),
    surplus=Surplus.REMOVE_LATER,
)
POLICY = Table(plans.CategoryPolicy, parts.POLICY, "category_id", ("code",), ordered=True)
INITIATIVE = Table(
    plans.Initiative,
    records.INITIATIVE,
    "plan_id",
    ("code",),
    ordered=True,
    surplus=Surplus.REMOVE_LATER,
)
RESPONSIBILITY = Table(
    plans.Responsibility,
    parts.RESPONSIBILITY,
    "initiative_id",
    ("department_id", "valid_from"),
    ordered=True,
)
BAR = Table(
    plans.ScheduleBar,
    parts.BAR,
    "initiative_id",
    ("table", "row"),
    ordered=True,
    family=("table", "row"),
    recognised_by="text",
)
# A 目標事項 bears its date of achievement, which must not pass to another when one above it goes.
MILESTONE = Table(
    plans.Milestone, parts.MILESTONE, "initiative_id", ordered=True, recognised_by="text"
)
INDICATOR = Table(kpis.Indicator, parts.INDICATOR, "initiative_id", ("code",), ordered=True)
TARGET = Table(kpis.Target, parts.TARGET, "indicator_id", ("year",))
ITEM_LIST = Table(plans.ItemList, parts.ITEM_LIST, "initiative_id", ("title",), ordered=True)
CATEGORY_ITEM_LIST = Table(plans.ItemList, parts.ITEM_LIST, "category_id", ("title",), ordered=True)
ITEM = Table(plans.InitiativeItem, parts.ITEM, "list_id", ("number",))
CATEGORY_LINK = Table(plans.TermLink, parts.TERM_LINK, "category_id", ("term_id",))
INITIATIVE_LINK = Table(plans.TermLink, parts.TERM_LINK, "initiative_id", ("term_id",))
_ANCESTORS = ("from_category_id", "from_policy_id", "from_initiative_id")
CATEGORY_ANCESTOR = Table(
    plans.Succession, parts.PREDECESSOR, "category_id", _ANCESTORS, ordered=True
)
INITIATIVE_ANCESTOR = Table(
    plans.Succession, parts.PREDECESSOR, "initiative_id", _ANCESTORS, ordered=True
)
