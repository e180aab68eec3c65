"""The interactive charts: valid for Plotly, without its template, and their script sends nothing anywhere."""

import importlib.util
import json
import re
from pathlib import Path

import plotly.graph_objects as go
import pytest

from kpis.figure import figure
from kpis.standing import standing
from tests.architecture.sources import ROOT
from tests.kpis import shapes
from tests.kpis.shapes import BANDS, CARD, NOTICES, NOW, SCHOOL, SURVEY
from tests.kpis.test_chart import SIX

SCRIPT = (ROOT / "ui" / "static" / "ui" / "charts.js").read_text(encoding="utf-8")


def drawn(facts, values):
    return figure(standing(facts, shapes.readings(values), NOW, BANDS).series)


@pytest.mark.parametrize(("facts", "values"), SIX)
def test_figure_is_valid_for_plotly_and_small(facts, values):
    made = drawn(facts, values)

    assert len(go.Figure(made).data) == len(made["data"])
    assert len(json.dumps(made)) < 6000
    assert "template" not in made["layout"]


@pytest.mark.parametrize(
    ("facts", "values", "names"),
    [
        (CARD, shapes.CARD_VALUES, ["推計の幅", "推計", "目安", "実績", "目標"]),
        (SCHOOL, shapes.SCHOOL_VALUES, ["推計", "目安", "実績", "目標"]),
        (NOTICES, shapes.NOTICES_VALUES, ["実績", "目標"]),
        (SURVEY, {(2026, 2): None}, ["目安", "実績", "目標"]),
        (shapes.facts(), {(2026, 2): "3"}, ["実績"]),
    ],
)
def test_figure_draws_what_there_is(facts, values, names):
    assert [trace["name"] for trace in drawn(facts, values)["data"]] == names


def test_figure_has_the_values_of_the_standing():
    data = {trace["name"]: trace for trace in drawn(CARD, shapes.CARD_VALUES)["data"]}

    assert (data["実績"]["x"][-1], data["実績"]["y"][-1]) == (2026.5, 79.4)
    assert data["目安"]["y"] == [74.2, 85.0]
    assert data["推計"]["y"] == [79.4, 81.5]
    assert data["目標"]["text"] == ["目標 85.0％"]


def test_figure_draws_the_running_year_lighter():
    bars = next(t for t in drawn(SCHOOL, shapes.SCHOOL_VALUES)["data"] if t["name"] == "実績")

    assert (bars["type"], bars["text"]) == ("bar", ["82", "118", "164", "96"])
    assert len(set(bars["marker"]["color"][:-1])) == 1
    assert bars["marker"]["color"][-1] != bars["marker"]["color"][0]


def test_charts_script_never_sends_a_chart_anywhere():
    config = re.search(r"const CONFIG = \{(.*?)\};", SCRIPT, re.DOTALL)[1]

    assert {line.strip().rstrip(",") for line in config.strip().splitlines()} >= {
        "showSendToCloud: false",
        'plotlyServerURL: ""',
        "displaylogo: false",
        "responsive: true",
        'locale: "ja"',
    }


def test_charts_script_knows_the_style_sheet_of_the_installed_bundle():
    """Without it Plotly writes an inline style, which the content security policy reports."""
    package = Path(importlib.util.find_spec("plotly").origin).parent / "package_data"
    bundle = (package / "plotly.min.js").read_text(encoding="utf-8")
    sheet = re.search(r'MAP_STYLE = "(\w+)"', SCRIPT)[1]

    assert f'getElementById("{sheet}")' in bundle
