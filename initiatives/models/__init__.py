from initiatives.models.category import Category
from initiatives.models.framework import Framework, Term, TermLink
from initiatives.models.grades import Grade, GradeScale
from initiatives.models.initiative import (
    Initiative,
    InitiativeItem,
    InitiativeQuerySet,
    ItemList,
    Responsibility,
)
from initiatives.models.plan import GlossaryTerm, Plan, PlanQuerySet, PlanStatement
from initiatives.models.schedule import Milestone, ScheduleBar

__all__ = [
    "Category",
    "Framework",
    "GlossaryTerm",
    "Grade",
    "GradeScale",
    "Initiative",
    "InitiativeItem",
    "InitiativeQuerySet",
    "ItemList",
    "Milestone",
    "Plan",
    "PlanQuerySet",
    "PlanStatement",
    "Responsibility",
    "ScheduleBar",
    "Term",
    "TermLink",
]
