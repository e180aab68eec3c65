"""Blank is never zero: 未入力, 測定なし, 該当なし, 集計中 and 未定 are told apart wherever a value is printed."""

import importlib

import pytest
from django.apps import apps
from django.core.exceptions import ValidationError

from fiscal.calendar import Quarter
from kpis import actions, history
from kpis.facts import Absence
from kpis.forms import MeasurementForm
from kpis.models import Measurement
from kpis.queries import sheets
from kpis.standing import State, standing
from kpis.table import item
from tests import factories

NOW = Quarter(2026, 2)
WORDS = [(absence, absence.label) for absence in Absence]


@pytest.fixture
def indicator(initiative):
    return factories.indicator(initiative=initiative)


def absent(indicator, absence, quarter=2) -> Measurement:
    return factories.measurement(
        indicator=indicator, quarter=quarter, value=None, absence=absence.value
    )


def stand(indicator):
    (sheet,) = sheets([indicator])
    return sheet.facts, standing(sheet.facts, sheet.readings, NOW, ())


def test_choices_of_the_row_are_those_of_the_facts():
    assert Measurement.Absence.choices == [(row.value, row.label) for row in Absence]


@pytest.mark.parametrize(("absence", "word"), WORDS)
def test_page_of_the_indicator_prints_the_word(indicator, absence, word):
    absent(indicator, absence)

    facts, now = stand(indicator)
    line = item(indicator.pk, "A-1", facts, now, "")

    assert (now.value, now.absent, line.value) == (None, word, word)
    assert [point.absent for point in now.points if not point.is_baseline] == [word]
    assert word in now.sentence
    assert history.of(indicator, 5)[0].after.startswith(word)


def test_nothing_entered_is_none_of_them(indicator):
    facts, now = stand(indicator)

    assert (now.state, now.absent) == (State.NO_VALUE, "")
    assert item(indicator.pk, "A-1", facts, now, "").value == "まだ値がありません"


def test_zero_is_a_value(indicator):
    factories.measurement(indicator=indicator, quarter=2, value="0.0")

    facts, now = stand(indicator)

    assert (now.state, now.absent) == (State.MEASURED, "")
    assert item(indicator.pk, "A-1", facts, now, "").value == "0.0％"


def test_pending_is_not_made_final(indicator):
    absent(indicator, Absence.PENDING)

    changed = actions.finalise(initiative=indicator.initiative, quarter=NOW, by=None)

    assert (changed, Measurement.objects.get().finality) == (0, "provisional")


@pytest.mark.parametrize("absence", ["none", "pending", "undecided"])
def test_word_says_enough_without_a_reason(indicator, absence):
    form = MeasurementForm(
        {"not_measured": "on", "absence": absence}, indicator=indicator, quarter=NOW, prefix=""
    )

    assert form.is_valid()
    assert form.entry == (None, "", absence)


def test_nothing_measured_needs_its_reason(indicator):
    form = MeasurementForm(
        {"not_measured": "on", "absence": "skipped"}, indicator=indicator, quarter=NOW, prefix=""
    )

    assert form.errors == {"not_measured_reason": ["測定なしの理由を入力してください。"]}


def test_value_and_absence_together_are_refused(indicator):
    with pytest.raises(ValidationError):
        actions.record(
            indicator=indicator,
            quarter=NOW,
            as_of=NOW.end,
            value=1,
            not_measured_reason="",
            absence="pending",
            by=None,
        )


@pytest.mark.parametrize(
    ("stored", "absence", "reason"),
    [
        ("集計中", "pending", ""),
        ("集計中：国の公表待ち", "pending", "国の公表待ち"),
        ("該当なし", "none", ""),
        ("調査の年ではない", "skipped", "調査の年ではない"),
    ],
)
def test_reasons_of_the_past_become_words_and_come_back(indicator, stored, absence, reason):
    migration = importlib.import_module("kpis.migrations.0003_absence")
    absent(indicator, Absence.PENDING)
    row = Measurement.objects.get()
    past = Measurement.history.filter(id=row.pk, history_type="+")
    past.update(absence="", not_measured_reason=stored)

    migration.name_absences(apps, None)
    now = past.values_list("absence", "not_measured_reason").get()
    migration.put_words_back(apps, None)

    assert now == (absence, reason)
    assert past.values_list("not_measured_reason", flat=True).get() == stored
