"""The schema of a plan file as data: every key, in the order in which it is written.

docs/plan-file.md explains each key to people; a test holds the two together.
"""

from exchange.planfile.parts import (
    BAR,
    INDICATOR,
    ITEM_LIST,
    MILESTONE,
    POLICY,
    PREDECESSOR,
    RESPONSIBILITY,
    TERM_LINK,
)
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
        text("initiative_word", default="取組事項"),
        text("situation_word", default="現状・課題"),
        text("direction_word", default="取組の方向性"),
        words("not_stated"),
        text("headquarters"),
        text("source"),
        words("notes"),
        words("misprints"),
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
        text("name"),
        many("grades", GRADE),
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
        day("valid_from"),
        day("valid_to"),
        Field("successors", Kind.WORDS, column=False),
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
        text("to_verify"),
        many("terms", TERM),
    ),
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
REVISION = Record(
    plans.PlanRevision,
    (
        number("number", required=True, low=1),
        text("title"),
        Field("in_force", Kind.MOMENT, column=False),
        text("in_force_printed"),
        text("reason"),
        text("earlier"),
        text("page"),
        text("note"),
    ),
)
STEP = Record(
    plans.PlanStep,
    (
        number("number", required=True, low=1),
        text("label", required=True),
        text("title", required=True),
        year("first_year"),
        year("last_year"),
        text("text"),
        text("page"),
    ),
)
GLOSSARY_TERM = Record(
    plans.GlossaryTerm,
    (
        number("number", low=1),
        text("term", required=True),
        words("aliases"),
        text("definition", required=True),
        text("page"),
    ),
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
        many("policies", POLICY),
        many("item_lists", ITEM_LIST),
        many("links", TERM_LINK),
        many("predecessors", PREDECESSOR),
    ),
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
        reference("repeat_of"),
        day("valid_from"),
        day("valid_to"),
        text("page"),
        words("notes"),
        many("responsibilities", RESPONSIBILITY),
        many("bars", BAR),
        many("milestones", MILESTONE),
        many("indicators", INDICATOR),
        many("item_lists", ITEM_LIST),
        many("links", TERM_LINK),
        many("predecessors", PREDECESSOR),
    ),
)
FRAMEWORK_FILE = Record(
    None,
    (
        number("format", required=True, low=VERSION, high=VERSION),
        many("frameworks", FRAMEWORK, required=True),
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
        many("revisions", REVISION),
        many("steps", STEP),
        many("statements", STATEMENT),
        many("glossary", GLOSSARY_TERM),
        many("categories", CATEGORY, required=True),
        many("initiatives", INITIATIVE),
    ),
)
