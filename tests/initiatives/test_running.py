"""The plan the daily work is about, among a 方針 that runs on and plans past and to come."""

from datetime import date

import pytest

from initiatives import running
from initiatives.models import Plan

DAY = date(2025, 10, 1)


def plan(pk: int, first: int, last: int, kind: str = "plan") -> Plan:
    return Plan(pk=pk, slug=f"plan-{pk}", first_year=first, last_year=last, kind=kind)


POLICY, NOW = plan(1, 2021, 2025, "policy"), plan(2, 2025, 2027)
NEXT, PAST = plan(3, 2028, 2030), plan(4, 2018, 2020)


@pytest.mark.parametrize(
    ("plans", "expected"),
    [
        ([POLICY, NOW, NEXT, PAST], [NOW, PAST, NEXT, POLICY]),
        ([NEXT, PAST], [PAST, NEXT]),
        ([POLICY], [POLICY]),
    ],
)
def test_running_plan_stands_first_and_a_policy_last(plans, expected):
    assert running.in_order(plans, DAY) == expected


@pytest.mark.parametrize(
    ("named", "expected"),
    [("plan-4", PAST), ("plan-1", NOW), (None, NOW), ("nowhere", NOW)],
)
def test_plan_of_an_address_leads_unless_it_is_a_policy(named, expected):
    assert running.leading([POLICY, NOW, NEXT, PAST], named, DAY) == expected


def test_nothing_leads_without_a_plan():
    assert running.leading([], None, DAY) is None


def test_policy_in_its_years_is_not_running():
    assert [running.is_running(row, DAY) for row in (POLICY, NOW, NEXT)] == [False, True, False]
