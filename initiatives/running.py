"""Which of a city hall's plans the daily work is about: the 計画 in force, not the 方針 before it. Pure."""

from collections.abc import Iterable
from datetime import date

from fiscal.calendar import fiscal_year_of
from initiatives.models import Plan


def is_running(plan: Plan, today: date) -> bool:
    """Whether a 計画 (a 方針 gets no reports) covers the fiscal year of a day."""
    return (
        plan.kind == Plan.Kind.PLAN and plan.first_year <= fiscal_year_of(today) <= plan.last_year
    )


def in_order(plans: Iterable[Plan], today: date) -> list[Plan]:
    """Return plans with the one to work on first: running, then begun, a 方針 after every 計画, newer before older."""
    year = fiscal_year_of(today)
    return sorted(
        plans,
        key=lambda plan: (
            not is_running(plan, today),
            plan.kind != Plan.Kind.PLAN,
            plan.first_year > year,
            -plan.first_year,
            plan.pk,
        ),
    )


def leading(plans: Iterable[Plan], named: str | None, today: date) -> Plan | None:
    """Return the 計画 an address names, else the one to work on; an address of a 方針 does not change the work."""
    rows = in_order(plans, today)
    chosen = [plan for plan in rows if plan.slug == named and plan.kind == Plan.Kind.PLAN]
    return next(iter(chosen + rows), None)
