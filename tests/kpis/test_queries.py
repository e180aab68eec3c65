"""Indicators with their targets and values, in a number of queries that does not grow."""

from decimal import Decimal

import pytest

from fiscal.calendar import Quarter
from kpis import queries
from kpis.facts import Goal
from kpis.models import Indicator, Measurement, Target
from tests import factories
from tests.kpis.shapes import BANDS


@pytest.fixture
def indicator(initiative):
    row = factories.indicator(initiative=initiative, tolerance=Decimal("0.5"))
    factories.measurement(indicator=row, quarter=2, value=None)
    factories.measurement(indicator=row, value="79.2", finality="final", note="速報値から訂正")
    return row


def test_sheets_carry_rules_and_values_in_time(indicator):
    sheet = next(iter(queries.sheets(Indicator.objects.all())))

    assert (sheet.facts.goals, sheet.facts.baseline_value, sheet.facts.tolerance) == (
        (Goal(2027, Decimal(85)),),
        Decimal("74.2"),
        Decimal("0.5"),
    )
    assert sheet.facts.years == (2025, 2027)
    assert [(r.quarter, r.value, r.reason, r.is_final, r.note) for r in sheet.readings] == [
        (Quarter(2026, 1), Decimal("79.2"), "", True, "速報値から訂正"),
        (Quarter(2026, 2), None, "調査の年ではない", False, ""),
    ]


def test_sheets_read_growth_targets(initiative):
    row = factories.indicator(initiative=initiative, target=None, aggregation="yoy")
    Target.objects.create(indicator=row, kind="yoy", value=Decimal(7))

    sheet = next(iter(queries.sheets(Indicator.objects.all())))

    assert sheet.facts.goals == (Goal(None, Decimal(7), is_growth=True),)


def test_sheets_count_only_the_values_they_are_given(indicator):
    final = Measurement.objects.filter(finality="final")

    sheet = next(iter(queries.sheets(Indicator.objects.all(), final)))

    assert [reading.quarter for reading in sheet.readings] == [Quarter(2026, 1)]


@pytest.mark.parametrize("count", [1, 3])
def test_sheets_queries_do_not_grow(plan, count, django_assert_num_queries):
    for _ in range(count):
        row = factories.indicator(initiative=factories.initiative(plan=plan))
        factories.measurement(indicator=row)

    with django_assert_num_queries(3):
        assert len(queries.sheets(Indicator.objects.all())) == count


def test_bands_are_the_counted_words_of_the_scale(plan):
    assert queries.bands_of(plan.grade_scale_id) == BANDS
