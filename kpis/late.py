"""The earlier quarters whose value was 集計中: which of them a later report answers, and what their controls say. Pure."""

from collections.abc import Container, Iterator, Sequence

from fiscal import wareki
from fiscal.calendar import Quarter
from kpis import figures
from kpis.facts import Absence, IndicatorFacts, Reading


def name_of(quarter: Quarter) -> str:
    """The name of a quarter's control: late-2026-1."""
    return f"late-{quarter.year}-{quarter.number}"


def is_open(reading: Reading, quarter: Quarter) -> bool:
    """Whether the report of ``quarter`` may give the value: it is still 集計中, or that report has given it."""
    is_pending = reading.value is None and reading.absence is Absence.PENDING
    return reading.quarter < quarter and (is_pending or reading.settled == quarter)


def asked(readings: Sequence[Reading], quarter: Quarter, typed: Container[str]) -> list[Reading]:
    """Return what the report of a quarter asks for, oldest first.

    ``typed`` are the names of the controls something was typed in: what somebody else has answered meanwhile keeps
    its control then, so that nothing typed is lost.
    """
    return sorted(
        (
            row
            for row in readings
            if is_open(row, quarter) or (row.quarter < quarter and name_of(row.quarter) in typed)
        ),
        key=lambda row: row.quarter,
    )


def label(at: Quarter, quarter: Quarter) -> str:
    """前期（令和８年度 第１四半期）の値　集計中でした."""
    name = wareki.quarter(at.within(quarter.span))
    words = f"前期（{name}）" if at == quarter.previous_round else name
    return f"{words}の値　集計中でした"


def told(
    facts: IndicatorFacts, readings: Sequence[Reading], quarter: Quarter
) -> Iterator[tuple[str, str]]:
    """Label and text of the values the report of a quarter has given."""
    for row in readings:
        if row.settled == quarter and row.value is not None:
            finality = "確定" if row.is_final else "速報"
            text = f"{figures.with_unit(row.value, facts)}（{finality}）"
            yield label(row.quarter, quarter), text
