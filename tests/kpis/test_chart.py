"""Drawings made on the server: what is drawn, where, and that nothing is drawn of nothing."""

from dataclasses import replace

import pytest
from django.template.loader import render_to_string

from fiscal.calendar import Quarter
from kpis import canvas
from kpis.chart import chart
from kpis.standing import standing
from tests.kpis import shapes
from tests.kpis.shapes import BANDS, CARD, LINE, NOTICES, NOW, SCHOOL, SURVEY, TOOLS

SIX = (
    (LINE, shapes.LINE_VALUES),
    (CARD, shapes.CARD_VALUES),
    (SCHOOL, shapes.SCHOOL_VALUES),
    (NOTICES, shapes.NOTICES_VALUES),
    (TOOLS, shapes.TOOLS_VALUES),
    (SURVEY, {(2026, 2): None}),
)
SIZES = (canvas.CARD, canvas.ENTRY, canvas.PAGE, canvas.SHEET, canvas.NARROW)


def series(facts, values, quarter=NOW):
    return standing(facts, shapes.readings(values), quarter, BANDS).series


def texts(drawing):
    return [text.text for text in drawing.texts]


def classes(shapes_):
    return [shape.css for shape in shapes_]


def test_chart_of_levels_draws_path_band_estimate_and_values():
    drawing = chart(series(CARD, shapes.CARD_VALUES))

    assert classes(drawing.paths) == ["ln-path", "fc-band", "ln-fc", "ln-act", "dot-goal"]
    assert classes(drawing.circles) == ["dot-fc", "dot-base", "dot"]
    assert texts(drawing) == [
        "R5",
        "R6",
        "R7",
        "R8",
        "R9",
        "74.2",
        "79.4",
        "目標",
        "85.0",
        "推計",
        "81.5",
    ]


def test_chart_of_levels_runs_from_edge_to_edge():
    drawing = chart(series(CARD, shapes.CARD_VALUES))
    path = next(shape.d for shape in drawing.paths if shape.css == "ln-path")

    assert path.startswith("M8 ")
    assert path[1:].split("L")[1].split()[0] == "334"


def test_chart_of_levels_puts_the_value_on_the_free_side_of_the_path():
    above = chart(series(LINE, shapes.LINE_VALUES))
    below = chart(series(CARD, shapes.CARD_VALUES))

    def distance(drawing, text):
        label = next(t for t in drawing.texts if t.text == text)
        return float(label.y) - float(drawing.circles[-1].y)

    assert (distance(above, "24,180"), distance(below, "79.4")) == (-11, 24)


def test_chart_of_bars_draws_years_this_year_and_its_estimate():
    drawing = chart(series(SCHOOL, shapes.SCHOOL_VALUES))

    assert classes(drawing.rects) == ["bar-fc", "bar-act", "bar-act", "bar-act", "bar-part"]
    assert texts(drawing) == [
        "R5",
        "R6",
        "R7",
        "R8",
        "R9",
        "推計 222",
        "82",
        "118",
        "164",
        "96",
        "９月末",
        "目標",
        "250",
    ]


def test_chart_of_bars_of_a_whole_year_has_no_partial_bar():
    drawing = chart(series(SCHOOL, {(2026, 4): "210"}, Quarter(2026, 4)))

    assert classes(drawing.rects) == ["bar-act", "bar-act"]


def test_chart_of_a_survey_shows_the_baseline_and_the_line_to_the_target():
    drawing = chart(series(SURVEY, {(2026, 2): None}))

    assert classes(drawing.paths) == ["ln-path", "dot-goal"]
    assert texts(drawing)[5:] == ["18.8", "目標", "15.0"]


def test_chart_of_growth_goes_to_this_years_target():
    drawing = chart(series(TOOLS, shapes.TOOLS_VALUES))

    assert texts(drawing)[5:] == ["51.0", "53.2", "目標", "54.6"]


@pytest.mark.parametrize("facts", [NOTICES, TOOLS, replace(SCHOOL, baseline_year=None)])
def test_chart_of_nothing_is_no_chart(facts):
    assert chart(series(replace(facts, baseline_value=None), {(2026, 2): None})) is None


def test_chart_labels_of_target_and_estimate_do_not_overlap():
    drawing = chart(series(LINE, shapes.LINE_VALUES))
    at = {text.text: float(text.y) for text in drawing.texts}

    assert at["目標"] - at["推計"] >= 34


def test_chart_of_one_flat_value_has_height():
    flat = shapes.facts(goals=shapes.goals("0"), **shapes.base(2023, "0"))

    drawing = chart(series(flat, {(2026, 2): "0"}))

    assert texts(drawing)[-3:] == ["0", "目標", "0"]
    assert chart(series(replace(SCHOOL, goals=(), baseline_value=None), {(2026, 2): "0"})).rects[
        0
    ].height == ("0")


def test_chart_of_many_years_skips_names_but_keeps_the_last():
    long = replace(LINE, baseline_year=2010)

    names = [t for t in texts(chart(series(long, shapes.LINE_VALUES))) if t[0] in "RH"]

    assert (names[-1], len(names) < 10) == ("R9", True)


def test_chart_of_a_page_has_a_grid_and_long_names():
    drawing = chart(series(CARD, shapes.CARD_VALUES), canvas.PAGE)

    assert [t for t in texts(drawing) if t.endswith("年度末")] == [
        "R5年度末",
        "R6年度末",
        "R7年度末",
        "R8年度末",
        "R9年度末",
    ]
    assert {"75.0", "80.0", "85.0", "R8 ９月末"} <= set(texts(drawing))


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize(("facts", "values"), SIX)
def test_chart_stays_on_its_paper(facts, values, size):
    drawing = chart(series(facts, values), size)
    heights = [float(c.y) for c in drawing.circles] + [float(t.y) for t in drawing.texts]
    widths = [float(c.x) for c in drawing.circles] + [float(t.x) for t in drawing.texts]

    assert min(heights) > 0
    assert max(heights) <= size.height
    assert min(widths) >= 0
    assert max(widths) < size.width


def test_chart_component_prints_shapes_with_classes_only():
    drawing = chart(series(CARD, shapes.CARD_VALUES))

    html = render_to_string("components/kpi-chart.html", {"chart": drawing})

    assert 'aria-label="保有率（市）の推移。同じ値の表があります。"' in html
    assert html.count("<text") == len(drawing.texts)
    assert "style" not in html


@pytest.mark.parametrize(
    ("low", "high", "values"),
    [
        (73, 87, [75, 80, 85]),
        (0, 1, [0, 0.2, 0.4, 0.6, 0.8, 1]),
        (0, 20000, [0, 5000, 10000, 15000, 20000]),
    ],
)
def test_grid_is_of_round_values(low, high, values):
    assert [round(value, 6) for value in canvas.grid(low, high)] == values
