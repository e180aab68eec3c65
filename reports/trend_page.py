"""The page of the grades over time: figure, still drawing and tables of the same numbers. Pure."""

from typing import Any

from fiscal import wareki
from kpis.figure import FONT, INK_2, LINE
from reports.bars import Drawing, Label, Piece, lay
from reports.mark import Mark
from reports.tree import Count
from reports.trend import Course, Step, Trend

# The values of the tokens the stylesheet fills the pieces with; shape and word carry the meaning with them.
FILLS = {
    "done": "#4d4d4d",
    "ahead": "#000071",
    "ontrack": "#3460fb",
    "slip": "#fb5b01",
    "late": "#ce0000",
    "na": "#ffffff",
    "none": "#ffffff",
}
EDGES = {"na": "#666666", "none": "#666666"}
SHAPES = {
    "done": "✓",
    "ahead": "◎",
    "ontrack": "○",
    "slip": "△",
    "late": "×",
    "na": "－",
    "none": "▫",
}
DARK_TEXT = {"slip", "na", "none"}
WIDTH, STEP, BAR_X, BAR_HEIGHT, TOTAL_ROOM = 820, 34, 96, 25, 44


def figure(trend: Trend, course: Course) -> dict[str, Any]:
    """Return the stacked bars of one course; marks nobody carries are left out."""
    labels = [wareki.quarter_short(step.quarter) for step in course.steps]
    traces = [
        _trace(mark, labels, [step.numbers[place] for step in course.steps])
        for place, mark in enumerate(trend.marks)
        if any(step.numbers[place] for step in course.steps)
    ]
    return {"data": traces, "layout": _layout()}


def still(trend: Trend, course: Course) -> Drawing:
    """Return the same bars as a drawing: one row for each period."""
    largest = max((step.total for step in course.steps), default=0)
    unit = (WIDTH - BAR_X - TOTAL_ROOM) / largest if largest else 0.0
    pieces: list[Piece] = []
    labels: list[Label] = []
    for row, step in enumerate(course.steps):
        y = row * STEP
        pieces += lay(counts(trend, step), (BAR_X, y + 4), BAR_HEIGHT, unit)
        labels.append(Label(0, y + 21, wareki.quarter_short(step.quarter), is_strong=True))
        labels.append(Label(BAR_X + step.total * unit + 8, y + 21, str(step.total)))
    label = f"{course.title}の評価の推移。表は下にあります。"
    return Drawing(WIDTH, len(course.steps) * STEP, label, tuple(pieces), tuple(labels))


def counts(trend: Trend, step: Step) -> list[Count]:
    """Return a step as counts."""
    pairs = zip(trend.marks, step.numbers, strict=True)
    return [Count(mark, number, None) for mark, number in pairs]


def rows(course: Course) -> list[tuple[str, ...]]:
    """Return the table of one course: a row for each period."""
    return [
        (
            wareki.quarter(step.quarter),
            *(str(number) for number in step.numbers),
            str(step.total),
            str(step.preliminary),
        )
        for step in course.steps
    ]


def delay_rows(trend: Trend) -> list[tuple[str, ...]]:
    """Return how many were delayed of how many, by category and period."""
    courses = [*trend.courses, trend.whole]
    return [
        (
            f"{course.label} {course.title}".strip(),
            *(
                f"{delayed}／{step.total}"
                for delayed, step in zip(course.delayed, course.steps, strict=True)
            ),
        )
        for course in courses
    ]


def _trace(mark: Mark, labels: list[str], numbers: list[int]) -> dict[str, Any]:
    """One mark: fill and shape as everywhere. No number is drawn as nothing, not as a line of no height."""
    edge = EDGES.get(mark.tone, FILLS[mark.tone])
    return {
        "type": "bar",
        "name": mark.word,
        "x": labels,
        "y": [number or None for number in numbers],
        "text": [f"{SHAPES[mark.tone]} {number}" if number else "" for number in numbers],
        "textposition": "inside",
        "insidetextanchor": "middle",
        "textangle": 0,
        "textfont": {"color": "#000000" if mark.tone in DARK_TEXT else "#ffffff"},
        "hovertemplate": f"%{{x}} {mark.word} %{{y}}件<extra></extra>",
        "marker": {"color": FILLS[mark.tone], "line": {"color": edge, "width": 1.5}},
    }


def _layout() -> dict[str, Any]:
    return {
        "barmode": "stack",
        "bargap": 0.35,
        "font": {"family": FONT, "size": 14, "color": INK_2},
        "paper_bgcolor": "rgba(0,0,0,0)",
        "plot_bgcolor": "rgba(0,0,0,0)",
        "height": 420,
        "margin": {"l": 48, "r": 16, "t": 16, "b": 48},
        "showlegend": False,
        "separators": ".,",
        "xaxis": {"type": "category", "linecolor": LINE},
        "yaxis": {"tickformat": ",d", "gridcolor": LINE, "griddash": "dot", "zeroline": False},
    }
