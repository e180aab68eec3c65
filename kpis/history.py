"""値の履歴: who entered or changed which value of an indicator, when and why (django-simple-history)."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from fiscal import wareki
from fiscal.calendar import Quarter
from kpis import figures
from kpis.models import Indicator, Measurement

DEEDS = {"+": "入力", "~": "変更", "-": "取消し"}
NOBODY = "システム（取込み）"
NOTHING = "値なし"


@dataclass(frozen=True)
class Entry:
    """One change of one quarter's value; ``before`` is empty for the first."""

    at: datetime
    by: str
    quarter: str
    deed: str
    before: str
    after: str
    reason: str


def of(indicator: Indicator, at_most: int) -> list[Entry]:
    """Return the latest changes, newest first (one query)."""
    records = (
        Measurement.history.filter(indicator_id=indicator.pk)
        .select_related("history_user")
        .order_by("history_date", "history_id")
    )
    return list(_entries(indicator, records))[::-1][:at_most]


def _entries(indicator: Indicator, records: Any) -> Iterator[Entry]:
    # By quarter, not by row: a value taken back and entered again is one story.
    known: dict[Quarter, str] = {}
    span = indicator.initiative.plan.frequency
    for record in records:
        quarter = Quarter(record.year, record.quarter).within(span)
        text = NOTHING if record.history_type == "-" else _words(indicator, record)
        before = known.get(quarter, "")
        known[quarter] = text
        if text != before:
            yield Entry(
                at=record.history_date,
                by=str(record.history_user or NOBODY),
                quarter=wareki.quarter_short(quarter),
                deed=DEEDS[record.history_type],
                before=before,
                after=text,
                reason=record.history_change_reason or "",
            )


def _words(indicator: Indicator, record: Any) -> str:
    finality = record.get_finality_display()
    if record.value is None:
        reason = f"：{record.not_measured_reason}" if record.not_measured_reason else ""
        return f"{record.get_absence_display()}{reason}（{finality}）"
    return f"{figures.number(record.value, indicator.decimals)}{indicator.unit}（{finality}）"
