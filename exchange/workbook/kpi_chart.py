"""The chart of one indicator: its values, the path to the target, drawn from the rows of KPIの数値."""

from dataclasses import replace
from typing import Any

from openpyxl.chart import Reference

from exchange.workbook import charts
from exchange.workbook.axis import bounds
from exchange.workbook.charts import Stroke
from exchange.workbook.numbers import kpi_number
from exchange.workbook.series import ACTUAL, FIRST_ROW, GOAL, PARTIAL, PATH, Layout, Row
from reports.tree import Kpi

INK = "3B62A8"
STROKES = {
    PATH: Stroke(PATH, INK, 19050, "dash"),
    ACTUAL: Stroke(ACTUAL, charts.BLACK, charts.THICK, symbol="square"),
    GOAL: Stroke(GOAL, INK, symbol="diamond"),
    PARTIAL: Stroke(PARTIAL, INK, symbol="triangle"),
}


def chart(sheet: Any | None, layout: Layout, kpi: Kpi, title: str) -> Any | None:
    """The chart of an indicator; None when nothing has been measured or its numbers are not in the workbook."""
    if sheet is None:
        return None
    rows = layout.by_kpi[kpi.pk]
    values = [float(value) for _, row in rows for value in row.values.values()]
    if not values:
        return None
    drawn = charts.timeline(title, kpi_number(kpi.decimals), bounds(values))
    last = 2 + len(layout.quarters)
    labels = Reference(sheet, min_col=3, max_col=last, min_row=FIRST_ROW - 2)
    order = list(STROKES)
    for place, row in sorted(rows, key=lambda found: order.index(found[1].name)):
        numbers = Reference(sheet, min_col=3, max_col=last, min_row=place)
        how = replace(STROKES[row.name], labelled=labelled(row, layout))
        charts.stroke(drawn, numbers, labels, how)
    return drawn


def labelled(row: Row, layout: Layout) -> tuple[tuple[int, str], ...]:
    """Which points carry their value: the first and last measured, the target."""
    if not row.values:
        return ()
    first, last = (layout.columns[pick(row.values)] - 3 for pick in (min, max))
    if row.name == ACTUAL and first != last:
        return (first, "b"), (last, "t")
    return ((last, "t"),)
