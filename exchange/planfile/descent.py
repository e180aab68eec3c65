"""The lines of descent of a plan file: from the words of an earlier plan to the rows that were loaded with it."""

from exchange.planfile import tables
from exchange.planfile.families import Pairs, children
from exchange.planfile.parts import Level
from exchange.planfile.problems import PlanFileError, Problem
from exchange.planfile.reading import Entry
from exchange.planfile.writing import Values, Writer
from initiatives.models import Category, CategoryPolicy, Initiative, Plan

_COLUMNS = {
    Level.CATEGORY: "from_category_id",
    Level.POLICY: "from_policy_id",
    Level.INITIATIVE: "from_initiative_id",
}

# (plan, level, code) → key of the row
_Ancestors = dict[tuple[str, str, str], int]


def write_descent(writer: Writer, plan: Plan, categories: Pairs, initiatives: Pairs) -> None:
    """Write what each category and initiative was in the plans before.

    Raises:
        PlanFileError: an earlier plan is not loaded, or has no such code.
    """
    named = [line for _, entry in (*categories, *initiatives) for line in entry["predecessors"]]
    known = _ancestors(plan, {line["plan"] for line in named})
    problems = [
        Problem(line.place("code"), _unknown(line)) for line in named if _key(line) not in known
    ]
    if problems:
        raise PlanFileError(writer.name, problems)

    def ancestor(line: Entry) -> Values:
        chosen = _COLUMNS[Level(line["level"])]
        return {
            column: known[_key(line)] if column == chosen else None for column in _COLUMNS.values()
        }

    children(writer, tables.CATEGORY_ANCESTOR, categories, "predecessors", ancestor)
    children(writer, tables.INITIATIVE_ANCESTOR, initiatives, "predecessors", ancestor)


def _key(line: Entry) -> tuple[str, str, str]:
    return line["plan"], line["level"], line["code"]


def _unknown(line: Entry) -> str:
    word = Level(line["level"]).label
    return (
        f"計画「{line['plan']}」に{word}「{line['code']}」がありません。"
        "前の計画を先に取り込んでください。"
    )


def _ancestors(plan: Plan, slugs: set[str]) -> _Ancestors:
    """Return every row that a line of descent may begin at, with three queries."""
    if not slugs:
        return {}
    found: _Ancestors = {}
    plans = {"slug__in": slugs, "municipality": plan.municipality_id}
    rows = Category.objects.filter(**{f"plan__{key}": value for key, value in plans.items()})
    for pk, slug, code in rows.values_list("pk", "plan__slug", "code"):
        found[slug, Level.CATEGORY, code] = pk
    policies = CategoryPolicy.objects.filter(
        **{f"category__plan__{key}": value for key, value in plans.items()}
    )
    for pk, slug, code in policies.values_list("pk", "category__plan__slug", "code"):
        found[slug, Level.POLICY, code] = pk
    promised = Initiative.objects.filter(**{f"plan__{key}": value for key, value in plans.items()})
    for pk, slug, code in promised.values_list("pk", "plan__slug", "code"):
        found[slug, Level.INITIATIVE, code] = pk
    return found
