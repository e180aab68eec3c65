from organizations.models.department import Department, DepartmentQuerySet
from organizations.models.municipality import Municipality
from organizations.models.reorganization import (
    Reorganization,
    ReorganizationQuerySet,
    ReorganizationStep,
    ReorganizationTarget,
)
from organizations.models.user import Post, PostQuerySet, User

__all__ = [
    "Department",
    "DepartmentQuerySet",
    "Municipality",
    "Post",
    "PostQuerySet",
    "Reorganization",
    "ReorganizationQuerySet",
    "ReorganizationStep",
    "ReorganizationTarget",
    "User",
]
