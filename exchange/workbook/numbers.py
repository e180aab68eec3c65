"""Values of indicators as cells: numbers stay numbers, what was not measured is a word and never 0."""

from decimal import Decimal
from functools import lru_cache

from fiscal.calendar import Quarter
from reports.tree import Kpi, Point

NO_VALUE = "値なし"


@lru_cache(maxsize=16)
def kpi_number(decimals: int) -> str:
    """The number format for so many decimals; the unit has its own column."""
    return "#,##0" + (f".{'0' * decimals}" if decimals else "")


def kpi_value(kpi: Kpi) -> Decimal | str:
    """The value of the period."""
    if kpi.value is not None:
        return kpi.value
    return kpi.absent or NO_VALUE


def previous_value(kpi: Kpi, quarter: Quarter) -> Decimal | str:
    """The value a round earlier."""
    point = point_at(kpi, quarter.previous_round)
    if point is None or (point.value is None and not point.absent):
        return "－"
    return point.absent if point.value is None else point.value


def point_at(kpi: Kpi, quarter: Quarter) -> Point | None:
    """The point of a quarter."""
    for point in kpi.points:
        if (point.year, point.quarter) == (quarter.year, quarter.number):
            return point
    return None
