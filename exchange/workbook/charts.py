"""Native charts that survive a black-and-white copier: patterns, outlines, labels, no rounded corners."""

from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from openpyxl.chart import BarChart, LineChart, Reference, Series
from openpyxl.chart.data_source import AxDataSource, StrRef
from openpyxl.chart.label import DataLabel, DataLabelList
from openpyxl.chart.marker import Marker
from openpyxl.chart.shapes import GraphicalProperties
from openpyxl.chart.text import RichText, Text
from openpyxl.chart.title import Title
from openpyxl.drawing.fill import ColorChoice, PatternFillProperties
from openpyxl.drawing.line import LineProperties
from openpyxl.drawing.spreadsheet_drawing import AnchorMarker, OneCellAnchor
from openpyxl.drawing.text import (
    CharacterProperties,
    Font,
    Paragraph,
    ParagraphProperties,
    RegularTextRun,
    RichTextProperties,
)
from openpyxl.drawing.xdr import XDRPositiveSize2D

from exchange.workbook.styles import GOTHIC

EMU_PER_MM = 36000
BLACK, WHITE, AXIS, LIGHT = "000000", "FFFFFF", "404040", "C8C8C8"
HAIR, THIN, THICK = 6350, 9525, 28575
# Solid colours and patterns by tone; the second value is the colour of the labels on it.
FILLS: dict[str, tuple[str, str]] = {
    "done": ("7F7F7F", WHITE),
    "ahead": ("2F5597", WHITE),
    "ontrack": ("C9D7EE", BLACK),
    "late": (BLACK, WHITE),
    "na": (WHITE, BLACK),
}
PATTERNS = {"slip": ("wdUpDiag", AXIS), "none": ("ltHorz", "A6A6A6")}


@dataclass(frozen=True)
class Place:
    """Where a chart stands: zero-based cell, offset and size in millimetres."""

    column: int
    row: int
    width: float
    height: float
    right: float = 0
    down: float = 0.5


@lru_cache(maxsize=64)
def letters(size: float, *, bold: bool = False, colour: str = BLACK) -> Any:
    """How the characters of a chart look."""
    face = Font(typeface=GOTHIC)
    return CharacterProperties(sz=int(size * 100), b=bold, solidFill=colour, latin=face, ea=face)


@lru_cache(maxsize=64)
def rich(size: float, *, bold: bool = False, colour: str = BLACK, level: bool = False) -> Any:
    """The same as the text body that axes, legends and labels want."""
    properties = letters(size, bold=bold, colour=colour)
    return RichText(
        bodyPr=RichTextProperties(rot=0) if level else RichTextProperties(),
        p=[Paragraph(pPr=ParagraphProperties(defRPr=properties), endParaRPr=properties)],
    )


def put(grid: Any, chart: Any, place: Place) -> None:
    """Anchor a chart on a sheet at its exact size."""
    chart.anchor = OneCellAnchor(
        _from=AnchorMarker(
            col=place.column,
            row=place.row,
            colOff=int(place.right * EMU_PER_MM),
            rowOff=int(place.down * EMU_PER_MM),
        ),
        ext=XDRPositiveSize2D(int(place.width * EMU_PER_MM), int(place.height * EMU_PER_MM)),
    )
    grid.sheet.add_chart(chart)


def line(colour: str, width: int, dash: str = "solid") -> Any:
    """A line of a chart."""
    return LineProperties(solidFill=colour, w=width, prstDash=dash)


def dress(chart: Any, *, legend: bool = True) -> None:
    """What all charts share: both axes drawn, square corners, legend below."""
    chart.roundedCorners = False
    for axis in (chart.x_axis, chart.y_axis):
        axis.delete = False
        axis.majorTickMark = "out"
        axis.txPr = rich(8.5, level=True)
        axis.graphicalProperties = GraphicalProperties(ln=line(AXIS, THIN))
    chart.x_axis.tickLblPos = "low"
    chart.y_axis.majorGridlines.spPr = GraphicalProperties(ln=line(LIGHT, HAIR))
    if legend:
        chart.legend.position = "b"
        chart.legend.txPr = rich(8.5)
    else:
        chart.legend = None


def stacked(
    sheet: Any, *, corner: tuple[int, int], size: tuple[int, int], tones: list[str], across: bool
) -> Any:
    """Stacked bars of a table whose head stands in the row of ``corner``; one series for each tone."""
    row, column = corner
    rows, columns = size
    chart = BarChart()
    chart.type = "bar" if across else "col"
    chart.grouping, chart.overlap, chart.gapWidth = "stacked", 100, 40
    labels = Reference(sheet, min_col=column, min_row=row + 1, max_row=row + rows)
    for offset in range(columns):
        values = Reference(sheet, min_col=column + 1 + offset, min_row=row, max_row=row + rows)
        series = Series(values, title_from_data=True)
        paint(series, tones[offset])
        series.cat = labels_of(labels)
        chart.series.append(series)
    dress(chart)
    chart.y_axis.number_format = "0"
    if across:
        chart.x_axis.scaling.orientation = "maxMin"
        chart.y_axis.crosses = "max"
    return chart


def labels_of(reference: Any) -> Any:
    """Categories that are texts."""
    return AxDataSource(strRef=StrRef(f=str(reference)))


def paint(series: Any, tone: str) -> None:
    """Fill a series for its tone, outlined in black, with its numbers on it."""
    if tone in PATTERNS:
        kind, ink = PATTERNS[tone]
        fill = PatternFillProperties(
            prst=kind, fgClr=ColorChoice(srgbClr=ink), bgClr=ColorChoice(srgbClr=WHITE)
        )
        series.graphicalProperties = GraphicalProperties(pattFill=fill)
        label = BLACK
    else:
        solid, label = FILLS[tone]
        series.graphicalProperties = GraphicalProperties(solidFill=solid)
    series.graphicalProperties.ln = line(BLACK, HAIR)
    series.dLbls = DataLabelList()
    shown(series.dLbls, value=True)
    series.dLbls.txPr = rich(8, bold=True, colour=label)
    if tone in PATTERNS:
        series.dLbls.spPr = GraphicalProperties(solidFill=WHITE)


def shown(labels: Any, *, value: bool) -> None:
    """Show the value and nothing else."""
    labels.showVal = value
    labels.showLegendKey = labels.showCatName = labels.showSerName = labels.showPercent = False


@dataclass(frozen=True)
class Stroke:
    """How a series of values over time is drawn, and which of its points carry their value."""

    title: str
    colour: str
    width: int = 0
    dash: str = "solid"
    symbol: str = "none"
    labelled: tuple[tuple[int, str], ...] = ()


def timeline(title: str, number: str, bounds: tuple[float, float, float]) -> Any:
    """An empty line chart with a title and fixed bounds (lowest, highest, step)."""
    chart = LineChart()
    run = RegularTextRun(rPr=letters(9.5, bold=True), t=title)
    paragraph = Paragraph(pPr=ParagraphProperties(defRPr=letters(9.5, bold=True)), r=[run])
    chart.title = Title(tx=Text(rich=RichText(p=[paragraph])), overlay=False)
    dress(chart)
    chart.display_blanks = "span"
    axis = chart.y_axis
    axis.scaling.min, axis.scaling.max, axis.majorUnit = bounds
    axis.number_format = number
    chart.x_axis.tickLblSkip = 1
    chart.x_axis.noMultiLvlLbl = True
    return chart


def stroke(chart: Any, values: Any, labels: Any, how: Stroke) -> None:
    """Draw one series over time."""
    series = Series(values, title=how.title)
    series.cat = labels_of(labels)
    series.smooth = False
    drawn = line(how.colour, how.width, how.dash) if how.width else LineProperties(noFill=True)
    series.graphicalProperties = GraphicalProperties(ln=drawn)
    series.marker = Marker(symbol=how.symbol)
    if how.symbol != "none":
        series.marker.size = 6
        series.marker.graphicalProperties = GraphicalProperties(
            solidFill=how.colour, ln=line(how.colour, HAIR)
        )
    series.dLbls = DataLabelList(dLbl=[point_label(*point) for point in how.labelled])
    shown(series.dLbls, value=False)
    chart.series.append(series)


def point_label(index: int, position: str) -> Any:
    """The value beside one point."""
    label = DataLabel(idx=index, dLblPos=position, txPr=rich(8.5, bold=True))
    shown(label, value=True)
    return label
