"""What people do with measured values. They know no report: ``progress`` calls them in its own transaction."""

from datetime import date
from decimal import Decimal

from django.db import transaction

from fiscal import clock
from fiscal.calendar import Quarter
from initiatives.models import Initiative
from kpis.models import Indicator, Measurement
from organizations.models import User

RECORDED = "実績値の入力"
WITHDRAWN = "実績値の取消し"
FINALISED = "実績値の確定"
UNFINALISED = "実績値の確定解除"


class MeasurementFinalError(Exception):
    """A final value is not overwritten; the message is Japanese and meant for the person."""

    def __init__(self, measurement: Measurement) -> None:
        super().__init__(
            f"「{measurement.indicator}」の値は確定しています。事務局が確定を解除してから直してください。"
        )


@transaction.atomic
def record(
    *,
    indicator: Indicator,
    quarter: Quarter,
    as_of: date,
    value: Decimal | None,
    not_measured_reason: str,
    absence: str = "",
    by: User | None,
    final: bool = False,
) -> Measurement:
    """Write the value of a quarter, or why there is none. The same again writes nothing.

    A reason without ``absence`` is that of a quarter in which nothing was measured (測定なし).

    Raises:
        MeasurementFinalError: the value is final already, and another one was given.
        ValidationError: neither value nor reason, or both.
    """
    row = _find(indicator, quarter) or Measurement(
        indicator=indicator, year=quarter.year, quarter=quarter.number
    )
    finality = Measurement.Finality.FINAL if final else Measurement.Finality.PROVISIONAL
    reason = not_measured_reason.strip()
    absence = absence or (Measurement.Absence.SKIPPED if value is None and reason else "")
    before = (row.as_of, row.value, row.absence, row.not_measured_reason)
    after = (as_of, value, absence, reason)
    if row.pk and before == after and (not final or row.finality == finality):
        return row
    if row.finality == Measurement.Finality.FINAL and row.pk:
        raise MeasurementFinalError(row)
    row.as_of, row.value, row.absence, row.not_measured_reason = after
    row.finality = finality
    row.full_clean()
    return _save(row, by, RECORDED)


@transaction.atomic
def withdraw(*, indicator: Indicator, quarter: Quarter, by: User | None) -> None:
    """Take back what was entered for a quarter: a cleared field of a draft is no value, not zero.

    Raises:
        MeasurementFinalError: the value is final.
    """
    row = _find(indicator, quarter)
    if row is None:
        return
    if row.finality == Measurement.Finality.FINAL:
        raise MeasurementFinalError(row)
    row._history_user = by  # type: ignore[attr-defined]
    row._history_date = clock.now()  # type: ignore[attr-defined]
    row._change_reason = WITHDRAWN  # type: ignore[attr-defined]
    row.delete()


@transaction.atomic
def finalise(*, initiative: Initiative, quarter: Quarter, by: User | None) -> int:
    """Make the values of an initiative in a quarter final (確定); return how many changed."""
    return _set_finality(initiative, quarter, Measurement.Finality.FINAL, by, FINALISED)


@transaction.atomic
def unfinalise(
    *, initiative: Initiative, quarter: Quarter, by: User | None, reason: str = ""
) -> int:
    """Open the values of an initiative in a quarter again (確定解除); return how many changed."""
    text = f"{UNFINALISED}：{reason}" if reason else UNFINALISED
    return _set_finality(initiative, quarter, Measurement.Finality.PROVISIONAL, by, text)


def _find(indicator: Indicator, quarter: Quarter) -> Measurement | None:
    # The indicator is the lock: two first values of a quarter at once would break the unique constraint.
    Indicator.objects.select_for_update().get(pk=indicator.pk)
    return (
        Measurement.objects.select_related("indicator")
        .filter(indicator=indicator, year=quarter.year, quarter=quarter.number)
        .first()
    )


def _set_finality(
    initiative: Initiative, quarter: Quarter, finality: str, by: User | None, reason: str
) -> int:
    rows = (
        Measurement.objects.select_for_update()
        .filter(indicator__initiative=initiative, year=quarter.year, quarter=quarter.number)
        .exclude(finality=finality)
    )
    if finality == Measurement.Finality.FINAL:
        # What is still being counted is asked for again: it cannot be 確定.
        rows = rows.exclude(absence=Measurement.Absence.PENDING)
    changed = list(rows)
    for row in changed:
        row.finality = finality
        _save(row, by, reason)
    return len(changed)


def _save(row: Measurement, by: User | None, reason: str) -> Measurement:
    row._history_user = by  # type: ignore[attr-defined]
    row._history_date = clock.now()  # type: ignore[attr-defined]
    row._change_reason = reason[:100]  # type: ignore[attr-defined]
    row.save()
    return row
