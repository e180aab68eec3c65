"""The order in which the lists of a plan file become rows, and how references become keys."""

from collections.abc import Callable
from datetime import date

from exchange.planfile import carried, commons, tables
from exchange.planfile.descent import write_descent
from exchange.planfile.families import Pairs, children, refusal, single, write_pairs
from exchange.planfile.problems import Place
from exchange.planfile.reading import Entry
from exchange.planfile.writing import Values, Writer
from initiatives.models import Category, CategoryPolicy, GradeScale, Plan, Precision, Responsibility
from organizations.models import Department, Municipality

_PRECISIONS = (Precision.YEAR, Precision.MONTH, Precision.DAY)


def write(writer: Writer, plan_file: Entry) -> Plan:
    """Write everything the file says and return the plan.

    Raises:
        PlanFileError: the database does not allow it (docs/plan-file.md names the cases).
    """
    municipality = commons.write_municipality(writer, plan_file)
    scale = commons.write_scale(writer, plan_file)
    departments = commons.write_departments(writer, plan_file, municipality)
    terms = commons.write_frameworks(writer, plan_file, municipality)
    plan = _plan(writer, plan_file, municipality, scale)
    whole = [(plan, plan_file)]
    children(writer, tables.REVISION, whole, "revisions", _in_force)
    children(writer, tables.STEP, whole, "steps")
    children(writer, tables.STATEMENT, whole, "statements")
    children(writer, tables.GLOSSARY_TERM, whole, "glossary")
    categories = _categories(writer, plan_file, plan)
    initiatives = children(
        writer,
        tables.INITIATIVE,
        whole,
        "initiatives",
        lambda entry: {"category_id": categories[entry["category"]].pk},
    )
    _repeats(writer, initiatives)
    _details(writer, initiatives, departments)
    _links(writer, tables.INITIATIVE_LINK, initiatives, terms)
    filed = [(categories[entry["code"]], entry) for entry in plan_file["categories"]]
    _links(writer, tables.CATEGORY_LINK, filed, terms)
    _filed(writer, filed, departments)
    write_descent(writer, plan, filed, initiatives)
    writer.finish()
    return plan


def _plan(writer: Writer, plan_file: Entry, municipality: Municipality, scale: GradeScale) -> Plan:
    entry = plan_file["plan"]
    elsewhere = Plan.objects.filter(slug=entry["slug"]).exclude(municipality=municipality)
    if elsewhere.exists():
        raise refusal(
            writer,
            entry.place("slug"),
            f"識別名「{entry['slug']}」は他の自治体の計画が使っています。",
        )
    predecessor = Plan.objects.filter(slug=entry["predecessor"], municipality=municipality).first()
    if entry["predecessor"] and predecessor is None:
        raise refusal(
            writer,
            entry.place("predecessor"),
            f"前の計画「{entry['predecessor']}」がまだ取り込まれていません。",
        )
    plan: Plan = single(
        writer,
        tables.PLAN,
        entry,
        {
            "municipality_id": municipality.pk,
            "grade_scale_id": scale.pk,
            "predecessor_id": predecessor and predecessor.pk,
            **_moment("adopted", entry["adopted"]),
        },
    )
    return plan


def _moment(column: str, written: str | None) -> Values:
    """Return a day and how much of it is known: 2025 is a year, 2025-03 a month."""
    if not written:
        return {f"{column}_on": None, f"{column}_precision": Precision.DAY}
    parts = [int(part) for part in written.split("-")]
    year, month, day = (*parts, 1, 1)[:3]
    return {
        f"{column}_on": date(year, month, day),
        f"{column}_precision": _PRECISIONS[len(parts) - 1],
    }


def _in_force(revision: Entry) -> Values:
    return _moment("in_force", revision["in_force"])


def _categories(writer: Writer, plan_file: Entry, plan: Plan) -> dict[str, Category]:
    """Write the tree level by level, because a row needs its parent's key."""
    existing = {row.code: row for row in plan.categories.all()}

    def place_of(_row: Category) -> Place:
        return plan_file.place("categories")

    depths: dict[str, int] = {}
    levels: dict[int, list[tuple[int, Entry]]] = {}
    for position, entry in enumerate(plan_file["categories"], 1):
        depth = depths.get(entry["parent"], 0) + 1
        depths[entry["code"]] = depth
        levels.setdefault(depth, []).append((position, entry))
    orders = _category_orders(existing, list(depths))
    found: dict[str, Category] = {}
    for entries in levels.values():
        wanted = [
            {
                "plan_id": plan.pk,
                "parent_id": found[entry["parent"]].pk if entry["parent"] else None,
                "order": orders.get(entry["code"], position),
                **tables.CATEGORY.columns(entry),
            }
            for position, entry in entries
        ]
        held = [existing[entry["code"]] for _, entry in entries if entry["code"] in existing]
        for row in writer.sync(tables.CATEGORY, held, wanted, place_of):
            found[row.code] = row
    writer.sync(tables.CATEGORY, [existing[c] for c in existing if c not in found], [], place_of)
    return found


def _category_orders(existing: dict[str, Category], codes: list[str]) -> dict[str, int]:
    """Return the orders to keep: the present ones when they already follow the file."""
    orders = {code: existing[code].order for code in codes if code in existing}
    in_sequence = len(orders) == len(codes) and list(orders.values()) == sorted(orders.values())
    return orders if in_sequence else {}


def _repeats(writer: Writer, initiatives: Pairs) -> None:
    """Point each 再掲 at its original, once all of them have a key."""
    keys = {entry["code"]: row.pk for row, entry in initiatives}
    writer.change(
        tables.INITIATIVE,
        [(row, {"repeat_of_id": keys.get(entry["repeat_of"])}) for row, entry in initiatives],
    )


def _owner(departments: dict[str, Department]) -> Callable[[Entry], Values]:
    def department(entry: Entry) -> Values:
        row = departments.get(entry["department"])
        return {"department_id": row.pk if row else None}

    return department


def _details(writer: Writer, initiatives: Pairs, departments: dict[str, Department]) -> None:
    """Write what hangs on the initiatives; of the 担当 only what the document prints."""
    department = _owner(departments)
    children(
        writer,
        tables.RESPONSIBILITY,
        initiatives,
        "responsibilities",
        carried.ends(initiatives, department),
        origin=Responsibility.Origin.DOCUMENT,
    )
    children(writer, tables.BAR, initiatives, "bars")
    children(writer, tables.MILESTONE, initiatives, "milestones")
    lists = children(writer, tables.ITEM_LIST, initiatives, "item_lists")
    children(writer, tables.ITEM, lists, "items", department)
    _indicators(writer, initiatives, lists)


def _indicators(writer: Writer, initiatives: Pairs, lists: Pairs) -> None:
    titles = {(row.initiative_id, entry["title"]): row.pk for row, entry in lists}
    owners = {id(child): row.pk for row, entry in initiatives for child in entry["indicators"]}

    def counted(indicator: Entry) -> Values:
        return {"counts_id": titles.get((owners[id(indicator)], indicator["counts"]))}

    indicators = children(writer, tables.INDICATOR, initiatives, "indicators", counted)
    children(writer, tables.TARGET, indicators, "targets")


def _filed(writer: Writer, categories: Pairs, departments: dict[str, Department]) -> None:
    """Write what hangs on the categories: 取組方針 and lists."""
    lists = children(writer, tables.CATEGORY_ITEM_LIST, categories, "item_lists")
    children(writer, tables.ITEM, lists, "items", _owner(departments))
    policies = children(writer, tables.POLICY, categories, "policies")
    wanted = {
        row: {departments[name].pk for name in entry["departments"]} for row, entry in policies
    }
    write_pairs(writer, tables.POLICY, CategoryPolicy.departments, wanted)


def _links(
    writer: Writer, table: tables.Table, parents: Pairs, terms: dict[tuple[str, str], int]
) -> None:
    def term(entry: Entry) -> Values:
        return {"term_id": terms[entry["framework"], entry["term"]]}

    children(writer, table, parents, "links", term)
