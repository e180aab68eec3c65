"""What people do with measured values. They know no report: ``progress`` calls them in its own transaction."""

from datetime import date
from decimal import Decimal

from django.db import transaction
from django.db.models import Q

from fiscal import clock, wareki
from fiscal.calendar import Quarter
from initiatives.models import Initiative
from kpis.models import Indicator, Measurement
from organizations.models import User

RECORDED = "実績値の入力"
WITHDRAWN = "実績値の取消し"
SETTLED = "集計中の値の確定"
UNSETTLED = "集計中に戻す"
FINALISED = "実績値の確定"
UNFINALISED = "実績値の確定解除"


class MeasurementFinalError(Exception):
    """A final value is not overwritten; the message is Japanese and meant for the person."""

    def __init__(self, measurement: Measurement) -> None:
        super().__init__(
            f"「{measurement.indicator}」の値は確定しています。事務局が確定を解除してから直してください。"
        )


class MeasurementSettledError(Exception):
    """A value that was 集計中 has been given meanwhile, by somebody else; the message is Japanese."""

    def __init__(self, indicator: Indicator, quarter: Quarter) -> None:
        super().__init__(
            f"「{indicator}」の{wareki.quarter(quarter)}の値は、もう集計中ではありません。開き直して確かめてください。"
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
    row.settled_year = row.settled_quarter = None
    row.full_clean()
    return _save(row, by, RECORDED)


@transaction.atomic
def settle(
    *, indicator: Indicator, quarter: Quarter, value: Decimal | None, within: Quarter, by: User
) -> Measurement:
    """Write the value of a quarter that was 集計中, with the report of the later quarter ``within``.

    It stays 速報 until that report is accepted. None takes it back: the value is being counted again.

    Raises:
        MeasurementFinalError: the value is final.
        MeasurementSettledError: the value is no longer 集計中, and another report gave it.
    """
    row = _find(indicator, quarter)
    mine = (within.year, within.number)
    if row is None or (
        row.absence != Measurement.Absence.PENDING
        and (row.settled_year, row.settled_quarter) != mine
    ):
        raise MeasurementSettledError(indicator, quarter)
    if row.value == value:
        return row
    if row.finality == Measurement.Finality.FINAL:
        raise MeasurementFinalError(row)
    row.value = value
    if value is None:
        row.absence, row.not_measured_reason = Measurement.Absence.PENDING, _awaited(row)
        row.settled_year = row.settled_quarter = None
    else:
        row.absence = row.not_measured_reason = ""
        row.settled_year, row.settled_quarter = mine
    row.full_clean()
    return _save(row, by, UNSETTLED if value is None else SETTLED)


def _awaited(row: Measurement) -> str:
    """What was said of the value while it was 集計中."""
    kept = Measurement.history.filter(id=row.pk, absence=Measurement.Absence.PENDING)
    said: str = kept.order_by("-history_id").values_list("not_measured_reason", flat=True).first()
    return said or ""


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
    """Make the values given with the report of a quarter final (確定); return how many changed.

    They are those of the quarter, and earlier ones that were 集計中 until that report.
    """
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
    Indicator.objects.select_for_update().only("pk").get(pk=indicator.pk)
    found = Measurement.objects.filter(
        indicator=indicator, year=quarter.year, quarter=quarter.number
    ).first()
    if found:
        found.indicator = indicator
    return found


def _set_finality(
    initiative: Initiative, quarter: Quarter, finality: str, by: User | None, reason: str
) -> int:
    own = Q(year=quarter.year, quarter=quarter.number, settled_year__isnull=True)
    late = Q(settled_year=quarter.year, settled_quarter=quarter.number)
    rows = (
        Measurement.objects.select_for_update()
        .filter(own | late, indicator__initiative=initiative)
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
