"""What a plan's document does not contain at all: said once in words, never drawn as nothing."""

from dataclasses import dataclass

from initiatives.models import Plan

LABELS = dict(Plan.Missing.choices)


@dataclass(frozen=True)
class Lacks:
    """What is missing; ``words`` names it as a sentence does: 工程表、指標、目標事項、担当課."""

    words: str
    schedule: bool
    goals: bool
    departments: bool


def of(plan: Plan) -> Lacks:
    """Return what a plan's document does not contain."""
    missing = [name for name in LABELS if name in plan.not_stated]
    return Lacks(
        words="、".join(str(LABELS[name]) for name in missing),
        schedule=Plan.Missing.SCHEDULE in missing,
        goals={Plan.Missing.INDICATORS, Plan.Missing.MILESTONES} <= set(missing),
        departments=Plan.Missing.DEPARTMENTS in missing,
    )
