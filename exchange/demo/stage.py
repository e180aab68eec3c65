"""What the demo year is put upon."""

from dataclasses import dataclass

from initiatives.models import Initiative, Plan
from organizations.models import Department, Municipality, User
from progress.models import ReportingPeriod


@dataclass(frozen=True)
class Stage:
    """The rows the story plays on."""

    plan: Plan
    municipality: Municipality
    departments: dict[str, Department]
    initiatives: dict[str, Initiative]
    people: dict[str, User]
    periods: dict[str, ReportingPeriod]
