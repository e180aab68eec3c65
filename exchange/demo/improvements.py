"""The 業務改善報告 of the demo year."""

from collections.abc import Iterable, Mapping
from datetime import datetime, time
from decimal import Decimal
from typing import Any

from django.utils import timezone
from simple_history.utils import bulk_create_with_history

from initiatives.models import Initiative
from organizations.models import Department, User
from organizations.signature import sign
from progress.improvement_workflow import State
from progress.models import Improvement

STATES = {state.label: state for state in State}
KINDS = {kind.label: kind for kind in Improvement.Kind}


def load(
    told: Iterable[dict[str, Any]],
    *,
    departments: Mapping[str, Department],
    initiatives: Mapping[str, Initiative],
    people: Mapping[str, User],
    reason: str,
) -> None:
    """Write them, each signed by its author on its own day."""
    rows = []
    for row in told:
        author, section = people[row["by"]], departments[row["department"]]
        improvement = Improvement(
            municipality_id=section.municipality_id,
            department=section,
            by=author,
            kind=KINDS[row["kind"]],
            title=row["title"],
            made_on=row["made_on"],
            before=row["before"],
            done=row["done"],
            effect=row["effect"],
            amount=Decimal(str(row["amount"])) if "amount" in row else None,
            unit=row.get("unit", ""),
            state=STATES[row["state"]],
            is_good_example="good_reason" in row,
            good_reason=row.get("good_reason", ""),
            return_reason=row.get("return_reason", ""),
            initiative=initiatives.get(row.get("initiative", "")),
        )
        at = timezone.make_aware(datetime.combine(row["made_on"], time(16)))
        sign(improvement, by=author, reason=reason, at=at)
        rows.append(improvement)
    bulk_create_with_history(rows, Improvement, default_change_reason=reason)
