"""The schema of a plan file as data: every key, in the order in which it is written.

docs/plan-file.md explains each key to people; a test holds the two together.
"""

from exchange.planfile.schema import (
    ADDRESS,
    AREA,
    CODE,
    SLUG,
    Field,
    Kind,
    Record,
    choice,
    day,
    decimal,
    flag,
    many,
    number,
    one,
    reference,
    text,
    words,
    year,
)
from initiatives import models as plans
from kpis import models as kpis
from organizations import models as organizations

VERSION = 1

MUNICIPALITY = Record(
    organizations.Municipality,
    (
        text("code", required=True),
        text("area_code", required=True, pattern=AREA),
        text("name", required=True),
        text("prefecture", required=True),
    ),
)
PLAN = Record(
    plans.Plan,
    (
        text("slug", required=True, pattern=SLUG),
        text("title", required=True),
        choice("kind", plans.Plan.Kind, default=plans.Plan.Kind.PLAN),
        year("first_year", required=True),
        year("last_year", required=True),
        year("schedule_first_year"),
        Field("adopted", Kind.MOMENT, column=False),
        text("adopted_printed"),
        reference("predecessor"),
        text("predecessor_printed"),
        choice("cycle", plans.Plan.Cycle, default=plans.Plan.Cycle.PDCA),
        choice("frequency", plans.Plan.Frequency, default=plans.Plan.Frequency.QUARTER),
        flag("needs_confirmation", default=True),
        words("level_names"),
        text("headquarters"),
        text("source"),
        words("notes"),
    ),
)
GRADE = Record(
    plans.Grade,
    (
        text("word", required=True),
        text("letter"),
        choice("tone", plans.Grade.Tone, required=True),
        decimal("lower_bound"),
        flag("is_delay"),
        flag("is_excluded"),
        flag("needs_reason"),
        text("definition"),
    ),
    flow=True,
)
GRADE_SCALE = Record(
    plans.GradeScale,
    (
        text("key", required=True, pattern=SLUG),
        number("version", default=1, low=1),
        text("name", required=True),
        many("grades", GRADE, required=True),
    ),
)
DEPARTMENT = Record(
    organizations.Department,
    (
        text("name", required=True),
        choice("kind", organizations.Department.Kind, default=organizations.Department.Kind.UNIT),
        flag("is_secretariat"),
        flag("covers_all"),
        Field("members", Kind.WORDS, column=False),
    ),
    flow=True,
)
TERM = Record(
    plans.Term,
    (text("code", required=True, pattern=CODE), text("name", required=True), text("text")),
)
FRAMEWORK = Record(
    plans.Framework,
    (
        text("key", required=True, pattern=SLUG),
        flag("national", column=False),
        text("title", required=True),
        text("version"),
        text("published"),
        text("source"),
        text("source_url", pattern=ADDRESS),
        day("verified_on"),
        many("terms", TERM, required=True),
    ),
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
STATEMENT = Record(
    plans.PlanStatement,
    (
        choice("kind", plans.PlanStatement.Kind, required=True),
        text("key", pattern=SLUG),
        text("title"),
        text("text"),
        text("page"),
    ),
)
GLOSSARY_TERM = Record(
    plans.GlossaryTerm,
    (text("term", required=True), text("definition", required=True), text("page")),
)
CATEGORY = Record(
    plans.Category,
    (
        text("code", required=True, pattern=CODE),
        reference("parent"),
        text("label", required=True),
        text("title", required=True),
        text("short_title"),
        text("background"),
        text("page"),
        many("links", TERM_LINK),
    ),
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
        text("definition"),
        text("finalised"),
        text("to_verify"),
        text("page"),
        many("targets", TARGET),
    ),
)
ITEM = Record(
    plans.InitiativeItem,
    (
        number("number", required=True),
        text("name", required=True),
        reference("department"),
        text("department_printed"),
        choice("status", plans.InitiativeItem.Status),
        year("done_year"),
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
INITIATIVE = Record(
    plans.Initiative,
    (
        text("code", required=True, pattern=CODE),
        reference("category", required=True),
        number("number", required=True, low=1),
        text("title", required=True),
        words("aliases"),
        choice("origin", plans.Initiative.Origin),
        text("situation"),
        text("direction"),
        year("completed_year"),
        choice(
            "departments_printed",
            plans.Initiative.DepartmentsPrinted,
            default=plans.Initiative.DepartmentsPrinted.YES,
        ),
        text("page"),
        words("notes"),
        many("responsibilities", RESPONSIBILITY),
        many("bars", BAR),
        many("milestones", MILESTONE),
        many("indicators", INDICATOR),
        many("item_lists", ITEM_LIST),
        many("links", TERM_LINK),
    ),
)
PLAN_FILE = Record(
    None,
    (
        number("format", required=True, low=VERSION, high=VERSION),
        one("municipality", MUNICIPALITY),
        one("plan", PLAN),
        one("grade_scale", GRADE_SCALE),
        many("departments", DEPARTMENT),
        many("frameworks", FRAMEWORK),
        many("statements", STATEMENT),
        many("glossary", GLOSSARY_TERM),
        many("categories", CATEGORY, required=True),
        many("initiatives", INITIATIVE, required=True),
    ),
)
