"""The interactive chart of a series: a Plotly figure as a plain dict, drawn by ui/charts.js. Pure.

A dict instead of ``graph_objects`` carries no default template (6.5 kB each) and needs no import of Plotly; a
test lets ``graph_objects`` check it.
"""

from typing import Any

from fiscal import wareki
from kpis.chart import value_range
from kpis.series import Series, Spot

# デジタル庁デザインシステム: blue-900, blue-100, gray-600, gray-900, gray-700, gray-420.
KEY, KEY_TINT, PATH, INK, INK_2, LINE = (
    "#0017c1",
    "#d9e6ff",
    "#666666",
    "#1a1a1a",
    "#4d4d4d",
    "#949494",
)
BAR_WIDTH = 0.35
FONT = '"Noto Sans JP", "BIZ UDPGothic", "Yu Gothic UI", Meiryo, sans-serif'

Trace = dict[str, Any]


def figure(series: Series) -> dict[str, Any]:
    """Return data and layout of the interactive chart."""
    traces = _range(series) + _estimate(series) + [_path(series), _actual(series)] + _goal(series)
    return {"data": [trace for trace in traces if trace["x"]], "layout": _layout(series)}


def _hover(series: Series, word: str) -> str:
    return f"{word} %{{y:,.{series.decimals}f}}{series.unit}<extra></extra>"


def _xy(spots: tuple[Spot, ...]) -> dict[str, list[float]]:
    return {"x": [spot[0] for spot in spots], "y": [spot[1] for spot in spots]}


def _actual(series: Series) -> Trace:
    common = {"name": "実績", "hovertemplate": _hover(series, "実績"), **_xy(series.actual)}
    if not series.is_bars:
        return {
            **common,
            "type": "scatter",
            "mode": "lines+markers",
            "line": {"color": KEY, "width": 3},
            "marker": {"size": 8, "color": KEY},
        }
    colours = [KEY] * len(series.actual)
    if series.is_partial:
        colours[-1] = KEY_TINT
    return {
        **common,
        "type": "bar",
        "width": BAR_WIDTH,
        "marker": {"color": colours, "line": {"color": KEY, "width": 1.5}},
        "text": [f"{value:,.{series.decimals}f}" for _, value in series.actual],
        "textposition": "outside",
    }


def _path(series: Series) -> Trace:
    return {
        "type": "scatter",
        "mode": "lines",
        "name": "目安",
        "line": {"color": PATH, "width": 1.5, "dash": "dash"},
        "hovertemplate": _hover(series, "目安"),
        **_xy(series.path),
    }


def _estimate(series: Series) -> list[Trace]:
    if series.estimate is None or not series.actual:
        return []
    common = {"name": "推計", "hovertemplate": _hover(series, "推計")}
    if series.is_bars:
        outline = {"color": "rgba(0,0,0,0)", "line": {"color": KEY, "width": 2}}
        spots = _xy((series.estimate,))
        return [{**common, "type": "bar", "width": BAR_WIDTH, "marker": outline, **spots}]
    return [
        {
            **common,
            "type": "scatter",
            "mode": "lines+markers",
            "line": {"color": KEY, "width": 2, "dash": "dot"},
            "marker": {
                "size": [0, 8],
                "color": "#ffffff",
                "opacity": 1,
                "line": {"color": KEY, "width": 2},
            },
            **_xy((series.actual[-1], series.estimate)),
        }
    ]


def _range(series: Series) -> list[Trace]:
    if series.estimate is None or series.low is None or series.high is None or not series.actual:
        return []
    start, end = series.actual[-1], series.estimate[0]
    return [
        {
            "type": "scatter",
            "mode": "lines",
            "name": "推計の幅",
            "fill": "toself",
            "fillcolor": KEY_TINT,
            "line": {"width": 0},
            "hoverinfo": "skip",
            **_xy((start, (end, series.high), (end, series.low), start)),
        }
    ]


def _goal(series: Series) -> list[Trace]:
    if series.goal is None:
        return []
    value = f"{series.goal[1]:,.{series.decimals}f}{series.unit}"
    return [
        {
            "type": "scatter",
            "mode": "markers+text",
            "name": "目標",
            "text": [f"目標 {value}"],
            "textposition": "bottom left" if _is_falling(series) else "top left",
            "marker": {
                "symbol": "diamond",
                "size": 12,
                "color": "#ffffff",
                "line": {"color": INK, "width": 2},
            },
            "hovertemplate": _hover(series, "目標"),
            **_xy((series.goal,)),
        }
    ]


def _is_falling(series: Series) -> bool:
    return len(series.path) > 1 and series.path[-1][1] < series.path[0][1]


def _layout(series: Series) -> dict[str, Any]:
    years = range(series.first_year, series.last_year + 1)
    word = "年度" if series.is_bars else "年度末"
    margin = 0.6 if series.is_bars else 0.2
    return {
        "font": {"family": FONT, "size": 14, "color": INK_2},
        "paper_bgcolor": "rgba(0,0,0,0)",
        "plot_bgcolor": "rgba(0,0,0,0)",
        "height": 360,
        "margin": {"l": 84, "r": 24, "t": 32, "b": 52},
        "separators": ".,",
        "hovermode": "closest",
        "dragmode": "zoom",
        "barmode": "overlay",
        "showlegend": False,
        "shapes": [_present(series)],
        "annotations": [_present_label(series)],
        "xaxis": {
            "tickvals": [year + 1 for year in years],
            "ticktext": [f"{wareki.fiscal_year_short(year)}<br>{word}" for year in years],
            "range": [series.first_year + 1 - margin, series.last_year + 1 + margin],
            "showgrid": False,
            "zeroline": False,
            "linecolor": LINE,
            "ticks": "outside",
        },
        "yaxis": {
            "ticksuffix": series.unit,
            "tickformat": ",",
            "gridcolor": LINE,
            "griddash": "dot",
            "zeroline": False,
            "range": value_range(series),
        },
    }


def _present(series: Series) -> dict[str, Any]:
    """The line of the quarter shown; among bars, which stand for years, it is left out of sight."""
    return {
        "type": "line",
        "x0": series.now,
        "x1": series.now,
        "y0": 0,
        "y1": 1,
        "yref": "paper",
        "visible": not series.is_bars,
        "line": {"color": LINE, "width": 1, "dash": "dot"},
    }


def _present_label(series: Series) -> dict[str, Any]:
    return {
        "x": series.now,
        "y": 1,
        "yref": "paper",
        "yanchor": "bottom",
        "text": series.now_label,
        "showarrow": False,
        "visible": not series.is_bars,
    }
