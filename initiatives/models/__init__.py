from initiatives.models.category import Category, CategoryPolicy
from initiatives.models.framework import Framework, Term, TermLink
from initiatives.models.glossary import GlossaryTerm
from initiatives.models.grades import Grade, GradeScale
from initiatives.models.initiative import Initiative, InitiativeQuerySet, Responsibility
from initiatives.models.items import InitiativeItem, ItemList
from initiatives.models.plan import Plan, PlanQuerySet, PlanStatement, Precision
from initiatives.models.revision import PlanAmendment, PlanRevision, PlanStep
from initiatives.models.schedule import Milestone, ScheduleBar
from initiatives.models.succession import Succession

__all__ = [
    "Category",
    "CategoryPolicy",
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
    "PlanAmendment",
    "PlanQuerySet",
    "PlanRevision",
    "PlanStatement",
    "PlanStep",
    "Precision",
    "Responsibility",
    "ScheduleBar",
    "Succession",
    "Term",
    "TermLink",
]
