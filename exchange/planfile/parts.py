"""The parts of a plan file that hang on a category or an initiative, key by key, as ``records`` has the whole."""

from django.db import models

from exchange.planfile.schema import (
    CODE,
    Field,
    Kind,
    Record,
    choice,
    day,
    decimal,
    flag,
    many,
    number,
    reference,
    text,
    words,
    year,
)
from initiatives import models as plans
from kpis import models as kpis


class Level(models.TextChoices):
    """What a line of descent begins at."""

    CATEGORY = "category", "分類"
    POLICY = "policy", "取組方針"
    INITIATIVE = "initiative", "取組事項"


ITEM = Record(
    plans.InitiativeItem,
    (
        number("number", required=True),
        text("name", required=True),
        reference("department"),
        text("department_printed"),
        choice("status", plans.InitiativeItem.Status),
        year("done_year"),
        day("done_on"),
        decimal("value"),
        text("unit"),
        decimal("share"),
        text("note"),
    ),
    flow=True,
)
ITEM_LIST = Record(
    plans.ItemList,
    (text("title", required=True), text("page"), text("note"), many("items", ITEM)),
)
TERM_LINK = Record(
    plans.TermLink,
    (
        reference("framework", required=True),
        reference("term", required=True),
        choice("origin", plans.TermLink.Origin, required=True),
        text("note"),
    ),
    flow=True,
)
POLICY = Record(
    plans.CategoryPolicy,
    (
        text("code", required=True, pattern=CODE),
        text("heading"),
        text("label", required=True),
        text("departments_printed", required=True),
        Field("departments", Kind.WORDS, column=False),
        text("text"),
        words("points"),
        text("page"),
        text("note"),
    ),
)
PREDECESSOR = Record(
    plans.Succession,
    (
        reference("plan", required=True),
        Field("level", Kind.CHOICE, required=True, choices=Level, column=False, default=""),
        reference("code", required=True),
        choice("kind", plans.Succession.Kind, required=True),
        choice("origin", plans.Succession.Origin, required=True),
        text("note"),
    ),
    flow=True,
)
RESPONSIBILITY = Record(
    plans.Responsibility,
    (
        reference("department", required=True),
        choice("role", plans.Responsibility.Role, required=True),
        flag("certain", default=True),
        day("valid_from"),
        day("valid_to"),
        text("note"),
    ),
    flow=True,
)
BAR = Record(
    plans.ScheduleBar,
    (
        choice("table", plans.ScheduleBar.Table, default=plans.ScheduleBar.Table.DETAIL),
        number("row", default=1, low=1),
        text("text", required=True),
        choice("kind", plans.ScheduleBar.Kind, required=True),
        year("start_year"),
        number("start_quarter", low=1, high=4),
        year("end_year"),
        number("end_quarter", low=1, high=4),
        flag("certain", default=True),
        text("actor"),
        text("note"),
    ),
)
MILESTONE = Record(
    plans.Milestone,
    (
        text("text", required=True),
        choice("due", plans.Milestone.Due, required=True),
        year("due_year"),
        number("due_half", low=1, high=2),
        number("due_month", low=1, high=12),
        text("due_printed"),
        year("national_year"),
        text("national_printed"),
        year("support_year"),
        text("support_printed"),
        text("page"),
        text("note"),
    ),
)
TARGET = Record(
    kpis.Target,
    (
        choice("kind", kpis.Target.Kind, default=kpis.Target.Kind.ABSOLUTE),
        year("year"),
        decimal("value", required=True),
    ),
    flow=True,
)
INDICATOR = Record(
    kpis.Indicator,
    (
        text("code", required=True, pattern=CODE),
        text("name", required=True),
        text("unit", required=True),
        number("decimals", default=0, high=4),
        choice("direction", kpis.Indicator.Direction, required=True),
        choice("aggregation", kpis.Indicator.Aggregation, required=True),
        choice(
            "year_on_year", kpis.Indicator.YearOnYear, default=kpis.Indicator.YearOnYear.RELATIVE
        ),
        year("baseline_year"),
        decimal("baseline_value"),
        decimal("first_year_guide"),
        decimal("tolerance", default=0),
        decimal("minimum"),
        decimal("maximum"),
        choice("cycle", kpis.Indicator.Cycle, default=kpis.Indicator.Cycle.QUARTERLY),
        year("next_measured_year"),
        reference("counts"),
        text("definition"),
        text("finalised"),
        text("to_verify"),
        text("page"),
        many("targets", TARGET),
    ),
)
