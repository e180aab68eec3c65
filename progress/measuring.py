"""The KPI values of a report's quarter: read for the entry page, written together with the report."""

from collections.abc import Iterable, Sequence
from decimal import Decimal

from initiatives.models import Initiative
from kpis import actions as kpi_actions
from kpis.models import Indicator, Measurement
from organizations.models import User
from progress.content import Entered
from progress.models import ReportingPeriod
from progress.workflow import WorkflowError


def entered_in(period: ReportingPeriod, initiative: Initiative) -> list[Entered]:
    """Each indicator of the initiative with what is stored for the period's quarter (two queries)."""
    indicators = list(Indicator.objects.filter(initiative=initiative))
    stored = {
        row.indicator_id: row
        for row in Measurement.objects.filter(
            indicator__in=indicators, year=period.year, quarter=period.quarter
        )
    }
    return [_entered(indicator, stored.get(indicator.pk)) for indicator in indicators]


def _entered(indicator: Indicator, stored: Measurement | None) -> Entered:
    if stored is None:
        return Entered(indicator)
    return Entered(indicator, stored.value, stored.not_measured_reason, stored.absence)


def changed(stored: Iterable[Entered], typed: Sequence[Entered]) -> list[Entered]:
    """Return what was typed and differs from what is stored. Indicators of others are not among it."""
    now = {row.indicator.pk: row for row in stored}
    return [
        row
        for row in typed
        if row.indicator.pk in now and _answer(row) != _answer(now[row.indicator.pk])
    ]


def _answer(row: Entered) -> tuple[Decimal | None, str, str]:
    """What is said; a reason alone is that of 測定なし."""
    usual = Measurement.Absence.SKIPPED if row.value is None and row.not_measured_reason else ""
    return row.value, row.not_measured_reason, row.absence or usual


def record(period: ReportingPeriod, rows: Iterable[Entered], by: User) -> None:
    """Write values into the period's quarter. A value taken out again leaves no measurement behind.

    Raises:
        WorkflowError: a value is 確定 already.
    """
    try:
        for row in rows:
            _record_one(period, row, by)
    except kpi_actions.MeasurementFinalError as final:
        raise WorkflowError(str(final)) from final


def _record_one(period: ReportingPeriod, row: Entered, by: User) -> None:
    quarter = period.as_quarter
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
