"""The stages of a plan's own cycle, as its document words them. Nothing is invented: OODA without named stages has none."""

from dataclasses import dataclass

from initiatives.models import Plan, PlanStatement

Kind = PlanStatement.Kind
# What a stage is called in a plan that names a cycle whose stages everybody knows, but does not word them.
KNOWN = {
    Plan.Cycle.PDCA: {
        "plan": "計画 Plan",
        "do": "実行 Do",
        "check": "評価 Check",
        "act": "改善 Act",
    }
}
# A plan without named stages is looked back on as a whole.
WHOLE, WHOLE_NAME = "review", "年度の振り返り"


@dataclass(frozen=True)
class Stage:
    """A stage: its key, its name as printed, and the viewpoint the plan asks for there (seed 001 p.42)."""

    key: str
    name: str
    viewpoint: str


@dataclass(frozen=True)
class Cycle:
    """How the plan looks back on itself. ``words`` are what it says of its management, ``viewpoints`` BPR and EBPM."""

    stages: tuple[Stage, ...]
    viewpoints: tuple[tuple[str, str], ...]
    words: str
    is_named: bool


def read(plan: Plan) -> Cycle:
    """Read the cycle of a plan (one query)."""
    kinds = (Kind.STAGE, Kind.VIEWPOINT, Kind.MANAGEMENT)
    rows = list(plan.statements.filter(kind__in=kinds).order_by("order"))
    told = _told([row for row in rows if row.kind == Kind.STAGE], plan)
    words = "\n".join(row.text for row in rows if row.kind == Kind.MANAGEMENT)
    return Cycle(
        stages=told or (Stage(WHOLE, WHOLE_NAME, words),),
        viewpoints=tuple((row.title, row.text) for row in rows if row.kind == Kind.VIEWPOINT),
        words=words,
        is_named=bool(told),
    )


def _told(rows: list[PlanStatement], plan: Plan) -> tuple[Stage, ...]:
    known = KNOWN.get(Plan.Cycle(plan.cycle), {})
    if not rows:
        return tuple(Stage(key, name, "") for key, name in known.items())
    found: dict[str, Stage] = {}
    for number, row in enumerate(rows, 1):
        # Two passages may carry the same key, or none: each is a stage of its own.
        key = row.key if row.key and row.key not in found else f"stage-{number}"
        found[key] = Stage(key, row.title or known.get(key, key), row.text)
    return tuple(found.values())
