"""Mutated 調査票: whatever is in a file, there is an answer, and nothing is written by mistake.

``make bench ARGS=mutations`` sends two thousand; here are the first of them.
"""

from random import Random

import pytest

from initiatives.models import InitiativeItem, ItemList
from tests import factories
from tests.exchange import sheetfiles
from tests.exchange.mutations import mutated
from tests.exchange.trials import REFUSED, SAME, TAKEN, trial

SEED, NUMBER = 8, 30


@pytest.fixture
def sheet(plan, initiative, period, department, office, clerk):
    factories.indicator(initiative=initiative)
    factories.report(initiative=initiative, period=period, department=department, state="draft")
    other = factories.initiative(plan=plan, lead=department)
    before = factories.period(plan=plan, quarter=1)
    factories.report(initiative=other, period=before, department=department)
    listed = ItemList.objects.create(initiative=initiative, order=1, title="手続")
    InitiativeItem.objects.create(
        list=listed, number=1, name="手続", department=department, status="doing"
    )
    asked = factories.question(
        initiative=factories.initiative(plan=plan, lead=office),
        first=period,
        departments=[department],
        number_label="件数",
    )
    factories.answer(question=asked, period=period, department=department, by=clerk, number=2)
    return sheetfiles.issue(period, department, clerk)


@pytest.mark.django_db
def test_mutated_files_are_answered_and_write_nothing_by_mistake(sheet, as_):
    issued, raw = sheet
    client, chance = as_("clerk"), Random(SEED)  # noqa: S311 - accidents, no secrets

    outcomes = [trial(client, issued, mutated(raw, chance)) for _ in range(NUMBER)]

    assert set(outcomes) == {REFUSED, SAME, TAKEN}
