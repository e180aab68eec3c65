"""Recording, taking back and finalising values, with who and why in the history."""

from datetime import date
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError

from fiscal.calendar import Quarter
from kpis import actions
from kpis.models import Measurement
from tests import factories

NOW = Quarter(2026, 2)


@pytest.fixture
def indicator(initiative):
    return factories.indicator(initiative=initiative)


def record(indicator, by, value="79.4", reason="", **fields):
    return actions.record(
        indicator=indicator,
        quarter=NOW,
        as_of=date(2026, 9, 30),
        value=None if value is None else Decimal(value),
        not_measured_reason=reason,
        by=by,
        **fields,
    )


def history(indicator):
    return [
        (row.history_type, row.history_user.username, row.history_change_reason)
        for row in Measurement.history.filter(indicator=indicator, quarter=2).order_by("history_id")
    ]


def test_record_writes_the_value_with_its_author(indicator, clerk):
    row = record(indicator, clerk)

    assert (row.value, row.year, row.quarter, row.finality) == (
        Decimal("79.4"),
        2026,
        2,
        "provisional",
    )
    assert history(indicator) == [("+", "clerk", "実績値の入力")]


def test_record_of_zero_is_a_value(indicator, clerk):
    assert record(indicator, clerk, "0").value == 0


def test_record_the_same_again_writes_nothing(indicator, clerk, head):
    first = record(indicator, clerk)
    again = record(indicator, head, "79.4000")

    assert (again.pk, history(indicator)) == (first.pk, [("+", "clerk", "実績値の入力")])


def test_record_changes_the_row_of_the_quarter(indicator, clerk, head):
    record(indicator, clerk)
    record(indicator, head, None, "集計中")

    row = Measurement.objects.get(indicator=indicator)
    assert (row.value, row.not_measured_reason) == (None, "集計中")
    assert history(indicator) == [
        ("+", "clerk", "実績値の入力"),
        ("~", "head", "実績値の入力"),
    ]


@pytest.mark.parametrize(("value", "reason"), [(None, ""), (None, "  "), ("79.4", "集計中")])
def test_record_refuses_neither_and_both(indicator, clerk, value, reason):
    with pytest.raises(ValidationError) as error:
        record(indicator, clerk, value, reason)

    assert error.value.messages == ["実績値か、測定なしの理由のどちらか一方を入れてください。"]
    assert Measurement.objects.count() == 0


def test_record_final_at_once(indicator, secretary):
    assert record(indicator, secretary, final=True).finality == "final"


def test_record_makes_the_same_value_final(indicator, clerk, secretary):
    record(indicator, clerk)

    assert record(indicator, secretary, final=True).finality == "final"
    assert record(indicator, secretary, final=True).history.count() == 2


def test_record_does_not_overwrite_a_final_value(indicator, clerk, secretary):
    record(indicator, secretary, final=True)

    with pytest.raises(actions.MeasurementFinalError) as error:
        record(indicator, clerk, "80.0")

    assert str(error.value) == (
        "「保有率（市）」の値は確定しています。事務局が確定を解除してから直してください。"
    )
    assert Measurement.objects.get(indicator=indicator).value == Decimal("79.4")
    assert record(indicator, clerk).finality == "final"


def test_withdraw_leaves_no_value_and_its_story(indicator, clerk):
    record(indicator, clerk)

    actions.withdraw(indicator=indicator, quarter=NOW, by=clerk)
    actions.withdraw(indicator=indicator, quarter=NOW, by=clerk)

    assert Measurement.objects.filter(indicator=indicator).exists() is False
    assert history(indicator)[-1] == ("-", "clerk", "実績値の取消し")


def test_withdraw_keeps_a_final_value(indicator, clerk, secretary):
    record(indicator, secretary, final=True)

    with pytest.raises(actions.MeasurementFinalError):
        actions.withdraw(indicator=indicator, quarter=NOW, by=clerk)


def test_finalise_and_unfinalise_touch_one_quarter_of_one_initiative(
    indicator, plan, clerk, secretary
):
    second = factories.indicator(initiative=indicator.initiative)
    elsewhere = factories.indicator(initiative=factories.initiative(plan=plan))
    for one in (indicator, second, elsewhere):
        record(one, clerk)
    earlier = factories.measurement(indicator=indicator)

    changed = actions.finalise(initiative=indicator.initiative, quarter=NOW, by=secretary)
    again = actions.finalise(initiative=indicator.initiative, quarter=NOW, by=secretary)

    assert (changed, again) == (2, 0)
    assert set(
        Measurement.objects.filter(finality="final").values_list("indicator", flat=True)
    ) == {
        indicator.pk,
        second.pk,
    }
    assert Measurement.objects.get(pk=earlier.pk).finality == "provisional"
    assert (
        actions.unfinalise(
            initiative=indicator.initiative, quarter=NOW, by=secretary, reason="桁の誤り"
        )
        == 2
    )
    assert history(indicator)[-2:] == [
        ("~", "secretary", "実績値の確定"),
        ("~", "secretary", "実績値の確定解除：桁の誤り"),
    ]


def test_unfinalise_cuts_a_long_reason_to_what_history_holds(indicator, secretary):
    record(indicator, secretary, final=True)

    actions.unfinalise(
        initiative=indicator.initiative, quarter=NOW, by=secretary, reason="長" * 500
    )

    assert len(history(indicator)[-1][2]) == 100
