"""What people type as a value, and what they are told when it cannot be one."""

from decimal import Decimal

import pytest

from fiscal.calendar import Quarter
from kpis.forms import MeasurementForm, decimals_words
from tests import factories
from tests.kpis import shapes

NOW = Quarter(2026, 2)


@pytest.fixture
def indicator(initiative):
    return factories.indicator(initiative=initiative)


def form_of(indicator, *, value="", skipped=False, reason="", **fields):
    prefix = f"kpi-{indicator.pk}"
    data = {f"{prefix}-value": value, f"{prefix}-not_measured_reason": reason}
    if skipped:
        data[f"{prefix}-not_measured"] = "on"
    return MeasurementForm(data, indicator=indicator, quarter=NOW, **fields)


@pytest.mark.parametrize(
    ("typed", "value"),
    [
        ("79.4", "79.4"),
        ("７９．４", "79.4"),
        (" 79.4％ ", "79.4"),
        ("79.4%", "79.4"),
        ("79.40", "79.4"),
        ("79", "79.0"),
        ("79.", "79.0"),
        (".5", "0.5"),
        ("0", "0.0"),
        ("+3", "3.0"),
        ("100", "100.0"),
    ],
)
def test_value_understands_what_people_type(indicator, typed, value):
    form = form_of(indicator, value=typed)

    assert form.is_valid(), form.errors
    assert form.entry == (Decimal(value), "", "")
    assert str(form.entry[0]) == value


@pytest.mark.parametrize("typed", ["24,180", "２４，１８０", "24 180", "24、180件", "24180件"])
def test_value_understands_separators_of_thousands(initiative, typed):
    indicator = factories.indicator(initiative=initiative, unit="件", decimals=0, maximum=None)

    form = form_of(indicator, value=typed)

    assert form.is_valid(), form.errors
    assert form.entry == (Decimal(24180), "", "")


@pytest.mark.parametrize(
    ("typed", "message"),
    [
        ("約80", "数字で入力してください（例：74.2）。"),
        ("NaN", "数字で入力してください（例：74.2）。"),
        ("Infinity", "数字で入力してください（例：74.2）。"),
        ("1e3", "数字で入力してください（例：74.2）。"),
        ("7.9.4", "数字で入力してください（例：74.2）。"),
        ("八十", "数字で入力してください（例：74.2）。"),
        ("79.45", "小数第１位までで入力してください。"),
        ("100.1", "0～100％の範囲で入力してください。"),
        ("-1", "0～100％の範囲で入力してください。"),
        ("▲1.0", "0～100％の範囲で入力してください。"),
        ("10000000000", "10桁までの数字で入力してください。"),
        ("9" * 5000, "10桁までの数字で入力してください。"),
    ],
)
def test_value_refuses_with_a_reason_beside_the_field(indicator, typed, message):
    form = form_of(indicator, value=typed)

    assert form.errors == {"value": [message]}
    assert form["value"].value() == typed


@pytest.mark.parametrize(
    ("low", "high", "message"),
    [
        (Decimal(0), None, "0件以上で入力してください。"),
        (None, Decimal(-3), "−3件以下で入力してください。"),
    ],
)
def test_value_names_the_only_bound(initiative, low, high, message):
    indicator = factories.indicator(
        initiative=initiative, unit="件", decimals=0, minimum=low, maximum=high, baseline_value=5
    )

    assert form_of(indicator, value="-2").errors == {"value": [message]}


def test_value_example_without_baseline(initiative):
    indicator = factories.indicator(
        initiative=initiative, decimals=0, baseline_year=None, baseline_value=None
    )

    assert form_of(indicator, value="x").errors == {"value": ["数字で入力してください（例：12）。"]}


def test_form_wants_a_value_or_a_reason(indicator):
    assert form_of(indicator).errors == {
        "value": ["値を入力してください。測っていないときは「今期は測定なし」を選んでください。"]
    }
    assert form_of(indicator, skipped=True).errors == {
        "not_measured_reason": ["測定なしの理由を入力してください。"]
    }


@pytest.mark.parametrize("is_draft", [False, True])
def test_form_refuses_value_and_reason_together(indicator, is_draft):
    both = form_of(indicator, value="79.4", skipped=True, reason="未集計", is_draft=is_draft)
    unticked = form_of(indicator, value="79.4", reason="未集計", is_draft=is_draft)

    assert both.errors == {
        "not_measured": ["値が入っています。測定なしのときは、値を消してください。"]
    }
    assert unticked.errors == {
        "not_measured": ["理由が書かれています。「今期は測定なし」を選ぶか、理由を消してください。"]
    }


def test_form_takes_a_reason(indicator):
    form = form_of(indicator, skipped=True, reason=" 調査の年ではない ")

    assert form.is_valid()
    assert form.entry == (None, "調査の年ではない", "skipped")


def test_form_refuses_an_oversize_reason(indicator):
    form = form_of(indicator, skipped=True, reason="長" * 201)

    assert form.errors == {"not_measured_reason": ["理由は200字までで入力してください。"]}


@pytest.mark.parametrize("skipped", [False, True])
def test_draft_may_say_nothing_yet(indicator, skipped):
    form = form_of(indicator, skipped=skipped, is_draft=True)

    assert form.is_valid()
    assert form.entry is None


def test_form_starts_with_the_saved_value(indicator):
    saved = tuple(shapes.readings({(2026, 1): "79.2", (2026, 2): "79.4000"}))

    form = MeasurementForm(indicator=indicator, quarter=NOW, readings=saved)

    assert 'value="79.4"' in str(form["value"])
    assert 'inputmode="decimal"' in str(form["value"])


def test_form_starts_with_the_saved_reason(indicator):
    saved = tuple(shapes.readings({(2026, 2): None}))

    form = MeasurementForm(indicator=indicator, quarter=NOW, readings=saved)

    assert (form["not_measured"].value(), form["not_measured_reason"].value()) == (
        True,
        "調査の年ではない",
    )


@pytest.mark.parametrize(
    ("next_year", "expected"),
    [(None, (True, "調査の年ではない")), (2027, (True, "調査の年ではない")), (2026, (None, None))],
)
def test_form_of_a_survey_starts_unmeasured_until_its_year(initiative, next_year, expected):
    indicator = factories.indicator(
        initiative=initiative, cycle="survey", next_measured_year=next_year
    )

    form = MeasurementForm(indicator=indicator, quarter=NOW)

    assert (form["not_measured"].value(), form["not_measured_reason"].value()) == expected


def test_form_of_a_survey_keeps_the_last_reason(initiative):
    indicator = factories.indicator(initiative=initiative, cycle="survey")
    before = tuple(shapes.readings({(2026, 1): None, (2026, 3): None}))

    form = MeasurementForm(indicator=indicator, quarter=NOW, readings=before)

    assert form["not_measured_reason"].value() == "調査の年ではない"


def test_form_names_the_moment_and_the_precision(indicator):
    form = MeasurementForm(indicator=indicator, quarter=NOW)

    assert form["value"].help_text == "令和８年９月30日時点の値。小数第１位まで。"
    assert form["value"].label == "保有率（市）"
    assert decimals_words(0) == "整数"
