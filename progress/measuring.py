"""The KPI values of a report's quarter: read for the entry page, written together with the report."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace
from decimal import Decimal

from django.db.models import Q

from fiscal.calendar import Quarter
from initiatives.models import Initiative
from kpis import actions as kpi_actions
from kpis.models import Indicator, Measurement
from organizations.models import User
from progress.content import Entered, Late
from progress.models import ReportingPeriod
from progress.queries import before
from progress.workflow import WorkflowError


def entered_in(period: ReportingPeriod, initiative: Initiative) -> list[Entered]:
    """Each indicator of the initiative with what is stored for the period's quarter (two queries)."""
    indicators = list(Indicator.objects.filter(initiative=initiative))
    pending = before(period.as_quarter) & Q(absence=Measurement.Absence.PENDING)
    settled = Q(settled_year=period.year, settled_quarter=period.quarter)
    own = Q(year=period.year, quarter=period.quarter)
    stored: dict[int, list[Measurement]] = defaultdict(list)
    for row in Measurement.objects.filter(own | pending | settled, indicator__in=indicators):
        stored[row.indicator_id].append(row)
    return [
        _entered(indicator, period.as_quarter, stored[indicator.pk]) for indicator in indicators
    ]


def _entered(indicator: Indicator, quarter: Quarter, stored: list[Measurement]) -> Entered:
    of = {Quarter(row.year, row.quarter): row for row in stored}
    own = of.pop(quarter, None)
    late = tuple(Late(at, row.value) for at, row in of.items())
    if own is None:
        return Entered(indicator, late=late)
    return Entered(indicator, own.value, own.not_measured_reason, own.absence, late)


def changed(stored: Iterable[Entered], typed: Sequence[Entered]) -> list[Entered]:
    """Return what was typed and differs from what is stored. Indicators of others are not among it."""
    now = {row.indicator.pk: row for row in stored}
    own = [
        replace(row, late=_late(row, now[row.indicator.pk]))
        for row in typed
        if row.indicator.pk in now
    ]
    return [row for row in own if row.late or _answer(row) != _answer(now[row.indicator.pk])]


def _late(typed: Entered, stored: Entered) -> tuple[Late, ...]:
    """The values of earlier quarters that were typed anew."""
    known = {row.quarter: row.value for row in stored.late}
    return tuple(row for row in typed.late if row.value != known.get(row.quarter))


def _answer(row: Entered) -> tuple[Decimal | None, str, str]:
    """What is said; a reason alone is that of 測定なし."""
    usual = Measurement.Absence.SKIPPED if row.value is None and row.not_measured_reason else ""
    return row.value, row.not_measured_reason, row.absence or usual


def record(period: ReportingPeriod, rows: Iterable[Entered], by: User) -> None:
    """Write values into the period's quarter. A value taken out again leaves no measurement behind.

    Raises:
        WorkflowError: a value is 確定 already, or an earlier one is no longer 集計中.
    """
    try:
        for row in rows:
            _record_one(period, row, by)
    except (kpi_actions.MeasurementFinalError, kpi_actions.MeasurementSettledError) as refusal:
        raise WorkflowError(str(refusal)) from refusal


def _record_one(period: ReportingPeriod, row: Entered, by: User) -> None:
    quarter = period.as_quarter
    for late in row.late:
        kpi_actions.settle(
            indicator=row.indicator, quarter=late.quarter, value=late.value, within=quarter, by=by
        )
    if not row.is_answered:
        kpi_actions.withdraw(indicator=row.indicator, quarter=quarter, by=by)
        return
    kpi_actions.record(
        indicator=row.indicator,
        quarter=quarter,
        as_of=period.as_of,
        value=row.value,
        not_measured_reason=row.not_measured_reason,
        absence=row.absence,
        by=by,
    )
