"""The order in which the lists of a plan file become rows, and how references become keys."""

from datetime import date

from exchange.planfile import commons, tables
from exchange.planfile.families import Pairs, children, refusal, single
from exchange.planfile.problems import Place
from exchange.planfile.reading import Entry
from exchange.planfile.writing import Values, Writer
from initiatives.models import Category, GradeScale, Plan, Precision, Responsibility
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
    _details(writer, initiatives, departments)
    _links(writer, tables.INITIATIVE_LINK, initiatives, terms)
    filed = [(categories[entry["code"]], entry) for entry in plan_file["categories"]]
    _links(writer, tables.CATEGORY_LINK, filed, terms)
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
            **_adopted(entry["adopted"]),
        },
    )
    return plan


def _adopted(written: str | None) -> Values:
    """Return the day and how much of it is known: 2025 is a year, 2025-03 a month."""
    if not written:
        return {"adopted_on": None, "adopted_precision": Precision.DAY}
    parts = [int(part) for part in written.split("-")]
    year, month, day = (*parts, 1, 1)[:3]
    return {
        "adopted_on": date(year, month, day),
        "adopted_precision": _PRECISIONS[len(parts) - 1],
    }


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


def _details(writer: Writer, initiatives: Pairs, departments: dict[str, Department]) -> None:
    """Write what hangs on the initiatives; of the 担当 only what the document prints."""

    def department(entry: Entry) -> Values:
        row = departments.get(entry["department"])
        return {"department_id": row.pk if row else None}

    children(
        writer,
        tables.RESPONSIBILITY,
        initiatives,
        "responsibilities",
        department,
        origin=Responsibility.Origin.DOCUMENT,
    )
    children(writer, tables.BAR, initiatives, "bars")
    children(writer, tables.MILESTONE, initiatives, "milestones")
    indicators = children(writer, tables.INDICATOR, initiatives, "indicators")
    children(writer, tables.TARGET, indicators, "targets")
    lists = children(writer, tables.ITEM_LIST, initiatives, "item_lists")
    children(writer, tables.ITEM, lists, "items", department)


def _links(
    writer: Writer, table: tables.Table, parents: Pairs, terms: dict[tuple[str, str], int]
) -> None:
    def term(entry: Entry) -> Values:
        return {"term_id": terms[entry["framework"], entry["term"]]}

    children(writer, table, parents, "links", term)
