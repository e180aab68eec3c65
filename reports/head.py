"""What stands at the top of a page or a paper: plan, period, how final it is, and the plan's own cycle."""

from collections.abc import Iterable
from datetime import date

from fiscal import clock
from initiatives.models import Plan
from initiatives.stages import KNOWN
from organizations.models import Department
from progress.models import ReportingPeriod
from progress.workflow import State
from reports.standing import Stand
from reports.tree import Head


def build_head(
    plan: Plan, period: ReportingPeriod, stands: Iterable[Stand], *, today: date
) -> Head:
    """Return the head of a plan in a period (one query)."""
    municipality = plan.municipality
    offices = Department.objects.filter(
        municipality=municipality, is_secretariat=True, valid_to__isnull=True
    )
    # The database allows one secretariat at most.
    office, extension = next(iter(offices.order_by().values_list("name", "extension")), ("", ""))
    return Head(
        municipality=municipality.name,
        plan_pk=plan.pk,
        plan_slug=plan.slug,
        plan_title=plan.title,
        headquarters=plan.headquarters,
        secretariat=office,
        secretariat_extension=extension,
        is_demo=municipality.is_demo,
        period_pk=period.pk,
        year=period.year,
        quarter=period.quarter,
        as_of=period.as_of,
        due_on=period.due_on,
        made_at=clock.now(),
        is_final=is_final(period, stands, today=today),
        cycle_stages=stages_of(plan),
        span=period.span,
        subject=plan.initiative_word,
    )


def is_final(period: ReportingPeriod, stands: Iterable[Stand], *, today: date) -> bool:
    """Whether nothing can change any more: the period is over and every report owed is accepted (確定)."""
    return period.is_closed_on(today) and all(
        stand.state == State.ACCEPTED for stand in stands if stand.is_expected
    )


def stages_of(plan: Plan) -> tuple[str, ...]:
    """The stages of the plan's own cycle in their order; another cycle or none is given no stages it does not have."""
    return tuple(KNOWN.get(Plan.Cycle(plan.cycle), {}).values())
