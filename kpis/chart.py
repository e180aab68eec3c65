"""A series as a drawing made on the server: solid what was measured, dashed the path, dotted the estimate. Pure."""

from collections.abc import Iterable
from math import ceil

from fiscal import wareki
from kpis.canvas import CARD, Canvas, Scale, Size, grid
from kpis.series import Series, Spot

LABEL_WIDTH = 44
LONG_LABEL_WIDTH = 76
LINE_HEIGHT = 16
BLOCK = 34
BAR_HALF, WIDE_BAR_HALF = 13, 28


def chart(series: Series, size: Size = CARD) -> Canvas | None:
    """Return the drawing of a series, or None where nothing has been measured (never an empty chart)."""
    if series.is_empty:
        return None
    canvas = Canvas(size, f"{series.name}の推移。同じ値の表があります。")
    if series.is_bars:
        _draw_bars(canvas, series)
    else:
        _draw_levels(canvas, series)
    return canvas


def _draw_levels(canvas: Canvas, series: Series) -> None:
    size = canvas.size
    x = Scale(series.first_year + 1, series.last_year + 1, size.left, size.right)
    low, high = value_range(series)
    y = Scale(low, high, size.bottom - 6, size.top + 6)
    _axis(canvas, series, x, "年度末")
    for year in range(series.first_year, series.last_year + 1):
        canvas.line("ax", (x(year + 1), size.bottom), (x(year + 1), size.bottom + 4))
    _grid(canvas, series, y)
    canvas.line("ax ax--now", (x(series.now), size.top), (x(series.now), size.bottom))
    if size.has_grid:
        canvas.text(series.now_label, x(series.now), size.top - 4, "middle")
    canvas.path("ln-path", _points(series.path, x, y))
    _draw_estimate(canvas, series, x, y)
    canvas.path("ln-act", _points(series.actual, x, y))
    _draw_dots(canvas, series, x, y)
    if series.goal:
        canvas.diamond("dot-goal", x(series.goal[0]), y(series.goal[1]))
    _label_right(canvas, series, x, y)


def _draw_bars(canvas: Canvas, series: Series) -> None:
    size = canvas.size
    half = WIDE_BAR_HALF if size.has_grid else BAR_HALF
    x = Scale(series.first_year + 1, series.last_year + 1, size.left + half + 4, size.right)
    low, high = value_range(series)
    y = Scale(low, high, size.bottom, size.top)
    _axis(canvas, series, x, "年度")
    canvas.path("ln-path", _points(series.path, x, y))
    if series.estimate:
        at, value = series.estimate
        canvas.bar("bar-fc", x(at), y(value), half)
        canvas.text(f"推計 {_figure(series, value)}", x(at), y(value) - 7, "middle")
    for at, value in series.actual:
        is_last = series.is_partial and at == series.actual[-1][0]
        canvas.bar("bar-part" if is_last else "bar-act", x(at), y(value), half)
        css = "t-key t-big" if is_last else "t-strong"
        canvas.text(_figure(series, value), x(at), y(value) - 6, "middle", css)
    if series.is_partial:
        at = x(series.actual[-1][0])
        canvas.text(series.partial_label, at + half + 6, size.bottom - 8)
    if series.goal:
        at, value = series.goal
        canvas.diamond("dot-goal", x(at), y(value))
        _write_block(canvas, x(at), y(value), "目標", _figure(series, value), strong=True)


def _draw_estimate(canvas: Canvas, series: Series, x: Scale, y: Scale) -> None:
    if series.estimate is None:
        return
    at, value = series.estimate
    start = (x(series.actual[-1][0]), y(series.actual[-1][1]))
    if series.low is not None and series.high is not None and series.high > series.low:
        band = [start, (x(at), y(series.high)), (x(at), y(series.low))]
        canvas.path("fc-band", band, closed="Z")
    canvas.path("ln-fc", [start, (x(at), y(value))])
    canvas.dot("dot-fc", x(at), y(value), 4)


def _draw_dots(canvas: Canvas, series: Series, x: Scale, y: Scale) -> None:
    last = series.actual[-1]
    for at, value in series.actual:
        if canvas.size.has_grid and (at, value) not in {last, series.baseline}:
            canvas.dot("dot", x(at), y(value), 3.5)
    if series.baseline:
        _draw_baseline(canvas, series, series.baseline, x, y)
    if last == series.baseline:
        return
    canvas.dot("dot", x(last[0]), y(last[1]), 5)
    above = last[1] >= _path_height(series, last[0])
    height = y(last[1]) - 11 if above else y(last[1]) + 24
    text = _figure(series, last[1])
    canvas.text(text, x(last[0]), height, "middle", "t-key t-big")


def _draw_baseline(canvas: Canvas, series: Series, spot: Spot, x: Scale, y: Scale) -> None:
    size, (at, height) = canvas.size, (x(spot[0]), y(spot[1]))
    canvas.dot("dot-base", at, height, 4)
    text = _figure(series, spot[1])
    if at > size.left + LABEL_WIDTH:
        canvas.text(text, at - 9, height + 5, "end")
    elif size.has_grid and height + 22 < size.bottom:
        canvas.text(text, at + 8, height + 20)
    else:
        canvas.text(text, at, height - 11)


def _label_right(canvas: Canvas, series: Series, x: Scale, y: Scale) -> None:
    """Name target and estimate beside their marks, the higher one above where they would overlap."""
    blocks = []
    if series.goal:
        blocks.append((y(series.goal[1]), series.goal, "目標"))
    if series.estimate:
        blocks.append((y(series.estimate[1]), series.estimate, "推計"))
    blocks.sort(key=lambda block: block[0])
    heights = [block[0] for block in blocks]
    if len(heights) > 1 and heights[1] - heights[0] < BLOCK:
        heights[0] = max(heights[1] - BLOCK, float(canvas.size.top))
        heights[1] = max(heights[1], heights[0] + BLOCK)
    for height, (_, spot, word) in zip(heights, blocks, strict=True):
        text = _figure(series, spot[1])
        _write_block(canvas, x(spot[0]), height, word, text, strong=word == "目標")


def _write_block(
    canvas: Canvas, x: float, y: float, word: str, text: str, *, strong: bool = False
) -> None:
    canvas.text(word, x + 9, y - 1)
    canvas.text(text, x + 9, y - 1 + LINE_HEIGHT, css="t-strong" if strong else "")


def _axis(canvas: Canvas, series: Series, x: Scale, suffix: str) -> None:
    size = canvas.size
    canvas.line("ax", (size.left, size.bottom), (size.right, size.bottom))
    years = range(series.first_year, series.last_year + 1)
    room = LONG_LABEL_WIDTH if size.has_grid else LABEL_WIDTH
    step = ceil(len(years) * room / (size.right - size.left))
    for year in reversed(years[::-step]):
        name = wareki.fiscal_year_short(year) + (suffix if size.has_grid else "")
        is_edge = x(year + 1) <= size.left and not size.has_grid
        canvas.text(name, x(year + 1), size.height - 5, "start" if is_edge else "middle")


def _grid(canvas: Canvas, series: Series, y: Scale) -> None:
    size = canvas.size
    if not size.has_grid:
        return
    for value in grid(y.low, y.high):
        canvas.line("ax ax--now", (size.left, y(value)), (size.right, y(value)))
        canvas.text(f"{value:,.{series.decimals}f}", size.left - 8, y(value) + 5, "end")


def _heights(series: Series) -> list[float]:
    spots: Iterable[Spot | None] = (*series.actual, *series.path, series.goal, series.estimate)
    heights = [spot[1] for spot in spots if spot]
    return heights + [value for value in (series.low, series.high) if value is not None]


def value_range(series: Series) -> tuple[float, float]:
    """Return lowest and highest value of the axis, with room for the labels; bars stand on zero."""
    heights = _heights(series)
    if series.is_bars:
        return 0.0, (max([*heights, 0.0]) or 1.0) * 1.12
    low, high = min(heights), max(heights)
    room = (high - low) * 0.16 or abs(high) * 0.1 or 1.0
    return low - room, high + room


def _path_height(series: Series, at: float) -> float:
    """The path at a position; far below where there is none, so that a label goes above."""
    for (x1, y1), (x2, y2) in zip(series.path, series.path[1:], strict=False):
        if x1 <= at <= x2:
            return y1 + (y2 - y1) * (at - x1) / (x2 - x1)
    return float("-inf")


def _points(spots: Iterable[Spot], x: Scale, y: Scale) -> list[tuple[float, float]]:
    return [(x(at), y(value)) for at, value in spots]


def _figure(series: Series, value: float) -> str:
    return f"{value:,.{series.decimals}f}"
