"""The interactive 工程表: a Plotly figure as a plain dict, drawn by ui/charts.js beside the table. Pure."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from fiscal import wareki
from fiscal.calendar import Quarter, fiscal_year_end, fiscal_year_start
from reports.schedule_page import Group, Line, tones_of
from reports.spans import Placed, lanes

# デジタル庁デザインシステム: blue-900, gray-420, gray-700, red-900, gray-900, gray-200.
COLOURS = {"plan": "#0017c1", "past": "#949494", "done": "#4d4d4d", "late": "#ce0000"}
WORDS = {
    "plan": "今と先の工程",
    "past": "終わった工程",
    "done": "完了した工程",
    "late": "期限を過ぎた工程",
}
INK, GRID = "#1a1a1a", "#cccccc"
FONT = '"Noto Sans JP", "BIZ UDPGothic", "Yu Gothic UI", Meiryo, sans-serif'
MILLISECONDS = 86_400_000
ROW_HEIGHT, HEAD_HEIGHT, TITLE_LENGTH = 26, 120, 24

Trace = dict[str, Any]


def figure(groups: Iterable[Group], *, origin: int, length: int, today: date) -> Trace:
    """Return data and layout. ``origin`` is the ``Quarter.index`` of the first of ``length`` quarters."""
    lines = [line for group in groups for line in group.lines if line.leads]
    now = Quarter.of(today).index - origin
    bars = [(line, bar, tone) for line in lines for bar, tone in _bars(line, length, now)]
    traces = [
        _trace(tone, [(line, bar) for line, bar, of in bars if of == tone], origin)
        for tone in WORDS
    ]
    traces.append(_goals(lines, origin, length))
    return {
        "data": [trace for trace in traces if trace["y"]],
        "layout": _layout(
            [_name(line) for line in lines], Quarter.at(origin).year, length // 4, today
        ),
    }


def _bars(line: Line, length: int, now: int) -> list[tuple[Placed, str]]:
    placed = lanes(line.row.bars, length)
    return list(tones_of(placed, line.mark, now).items())


def _name(line: Line) -> str:
    title = line.row.title
    short = title if len(title) <= TITLE_LENGTH else f"{title[:TITLE_LENGTH]}…"
    return f"{line.number} {short}".strip()


def _start(index: int) -> date:
    return Quarter.at(index).start


def _trace(tone: str, bars: list[tuple[Line, Placed]], origin: int) -> Trace:
    starts = [_start(origin + bar.first) for _, bar in bars]
    ends = [_start(origin + bar.last + 1) for _, bar in bars]
    pairs = list(zip(starts, ends, strict=True))
    return {
        "type": "bar",
        "orientation": "h",
        "name": WORDS[tone],
        "y": [_name(line) for line, _ in bars],
        "base": [start.isoformat() for start in starts],
        "x": [(end - start).days * MILLISECONDS for start, end in pairs],
        "customdata": [_span(bar, *pair) for (_, bar), pair in zip(bars, pairs, strict=True)],
        "hovertext": [bar.text for _, bar in bars],
        "hovertemplate": "%{hovertext}<br>%{customdata}<extra></extra>",
        "marker": {
            "color": COLOURS[tone],
            "opacity": [0.45 if bar.is_guess else 1 for _, bar in bars],
            "line": {"color": COLOURS[tone], "width": 1},
        },
    }


def _span(bar: Placed, start: date, end: date) -> str:
    last = Quarter.of(end - timedelta(days=1))
    words = f"{wareki.quarter_short(Quarter.of(start))}～{wareki.quarter_short(last)}"
    return f"{words}（区切りは読み取り）" if bar.is_guess else words


def _goals(lines: list[Line], origin: int, length: int) -> Trace:
    aims = [
        (line, goal, goal.at)
        for line in lines
        for goal in line.goals
        if goal.at is not None and origin < goal.at <= origin + length
    ]
    return {
        "type": "scatter",
        "mode": "markers",
        "name": "目標事項・目標値の期限",
        "x": [_start(at).isoformat() for _, _, at in aims],
        "y": [_name(line) for line, _, _ in aims],
        "hovertext": [f"{goal.text}（{goal.due}）" for _, goal, _ in aims],
        "hovertemplate": "%{hovertext}<extra></extra>",
        "marker": {"symbol": "diamond", "size": 11, "color": INK},
    }


def _layout(names: list[str], first_year: int, years: int, today: date) -> dict[str, Any]:
    return {
        "font": {"family": FONT, "size": 13, "color": INK},
        "paper_bgcolor": "rgba(0,0,0,0)",
        "plot_bgcolor": "rgba(0,0,0,0)",
        "height": HEAD_HEIGHT + ROW_HEIGHT * len(names),
        "margin": {"l": 8, "r": 24, "t": 40, "b": 64},
        "barmode": "overlay",
        "bargap": 0.35,
        "hovermode": "closest",
        "showlegend": True,
        "legend": {"orientation": "h", "x": 0, "y": 0, "yanchor": "top"},
        "xaxis": _years(first_year, years),
        "yaxis": _rows(names),
        "shapes": [
            {
                "type": "line",
                "x0": today.isoformat(),
                "x1": today.isoformat(),
                "y0": 0,
                "y1": 1,
                "yref": "paper",
                "line": {"color": COLOURS["late"], "width": 2},
            }
        ],
    }


def _years(first: int, number: int) -> dict[str, Any]:
    years = range(first, first + number)
    return {
        "type": "date",
        "side": "top",
        "range": [
            fiscal_year_start(years[0]).isoformat(),
            fiscal_year_end(years[-1]).isoformat(),
        ],
        "tickvals": [fiscal_year_start(year).isoformat() for year in years],
        "ticktext": [wareki.fiscal_year_short(year) for year in years],
        "gridcolor": GRID,
    }


def _rows(names: list[str]) -> dict[str, Any]:
    """The rows in the table's order, whichever trace names them first."""
    return {
        "type": "category",
        "categoryorder": "array",
        "categoryarray": names,
        "range": [len(names) - 0.5, -0.5],
        "automargin": True,
        "dtick": 1,
    }
