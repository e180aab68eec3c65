"""The indicators of one 取組事項 as its 個票 shows them."""

from collections.abc import Sequence
from dataclasses import dataclass

from fiscal.calendar import Quarter
from initiatives.models import Initiative
from kpis import figures, queries, table
from kpis.canvas import NARROW, SHEET, Canvas
from kpis.chart import chart
from kpis.queries import Sheet as Measured
from kpis.standing import Standing, standing


@dataclass(frozen=True)
class Kpi:
    """An indicator ready to print; ``wide`` and ``narrow`` are None until something has been measured."""

    pk: int
    name: str
    kind: str
    unit: str
    value: table.Figure
    target: table.Figure
    sentence: str
    formula: str
    to_verify: str
    wide: Canvas | None
    narrow: Canvas | None
    rows: tuple[table.Row, ...]


@dataclass(frozen=True)
class Kpis:
    """All indicators of the initiative, and what was entered for them."""

    cards: tuple[Kpi, ...]
    measured: tuple[Measured, ...]

    def values(self, quarter: Quarter) -> str:
        """What was entered in a quarter: 96人."""
        texts = [
            reading.absent if reading.value is None else figures.with_unit(reading.value, row.facts)
            for row in self.measured
            for reading in row.readings
            if reading.quarter == quarter
        ]
        return "、".join(texts)

    @property
    def sentences(self) -> list[str]:
        """What each indicator says, with its name."""
        return [f"{card.name}：{card.sentence}" for card in self.cards]


def read(initiative: Initiative, quarter: Quarter) -> Kpis:
    """Read the indicators of an initiative (four queries)."""
    # A list, because a queryset would read the initiative and its plan once more.
    measured = queries.sheets(list(initiative.indicators.order_by("order", "pk")))
    bands = queries.bands_of(initiative.plan.grade_scale_id)
    return Kpis(
        tuple(_card(row, standing(row.facts, row.readings, quarter, bands)) for row in measured),
        tuple(measured),
    )


def _card(row: Measured, now: Standing) -> Kpi:
    value, target = _ends(table.headline(row.facts, now))
    return Kpi(
        pk=row.indicator.pk,
        name=row.indicator.name,
        kind=f"{row.indicator.get_aggregation_display()}・{row.indicator.unit}",
        unit=row.indicator.unit,
        value=value,
        target=target,
        sentence=now.sentence,
        formula=now.progress_formula,
        to_verify=row.indicator.to_verify,
        wide=chart(now.series, SHEET),
        narrow=chart(now.series, NARROW),
        rows=tuple(table.rows(row.facts, now)),
    )


def _ends(numbers: Sequence[table.Figure]) -> tuple[table.Figure, table.Figure]:
    """The first and the last of an indicator's four numbers: the value and the target."""
    return numbers[0], numbers[-1]
