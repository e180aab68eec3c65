"""The numbers in the menu."""

from datetime import date

import pytest

from organizations.desk import Desk
from organizations.models import Post
from progress import todo
from tests import factories
from tests.conftest import TODAY


def own(user) -> int:
    return todo.count_own(Desk.of(user, TODAY), TODAY)


def test_count_own_counts_reports_and_remarks(initiative, period, clerk, secretary):
    factories.remark(initiative=initiative, by=secretary)

    assert own(clerk) == 2


def test_count_own_leaves_out_what_was_handed_in(initiative, period, clerk, department):
    factories.report(initiative=initiative, period=period, department=department, state="submitted")

    assert own(clerk) == 0


def test_count_own_counts_drafts_and_returned_reports(initiative, period, clerk, department, plan):
    other = factories.initiative(plan=plan, lead=department)
    factories.report(initiative=initiative, period=period, department=department, state="draft")
    factories.report(initiative=other, period=period, department=department, state="returned")

    assert own(clerk) == 2


def test_count_own_leaves_out_finished_initiatives(initiative, plan, period, clerk, department):
    earlier = factories.period(plan=plan, quarter=1)
    factories.report(
        initiative=initiative, period=earlier, department=department, implementation="done"
    )

    assert own(clerk) == 0


def test_count_own_counts_a_period_only_while_it_is_open(initiative, plan, clerk):
    factories.period(plan=plan, quarter=1)
    factories.period(
        plan=plan,
        quarter=3,
        opens_on=date(2026, 12, 31),
    )

    assert own(clerk) == 0


def test_count_own_counts_a_returned_report_of_a_closed_period(initiative, plan, clerk, department):
    closed = factories.period(plan=plan, quarter=1)
    factories.report(initiative=initiative, period=closed, department=department, state="returned")

    assert own(clerk) == 1


def test_count_own_asks_the_section_the_office_assigned(initiative, period, clerk, neighbour):
    other = neighbour.posts.get().department
    initiative.responsibilities.create(department=other, role="lead", origin="office")

    assert (own(clerk), own(neighbour)) == (0, 1)


def test_count_own_counts_confirmations_of_the_head_only(
    initiative, period, clerk, head, department
):
    factories.report(initiative=initiative, period=period, department=department, state="submitted")

    assert (own(clerk), own(head)) == (0, 1)


def test_count_own_counts_no_confirmation_where_the_plan_has_none(
    initiative, period, head, department, plan
):
    plan.needs_confirmation = False
    plan.save()
    factories.report(initiative=initiative, period=period, department=department, state="submitted")

    assert own(head) == 0


def test_count_own_counts_a_remark_for_the_section_it_names(
    initiative, clerk, neighbour, secretary
):
    section = neighbour.posts.get().department
    factories.remark(initiative=initiative, by=secretary, department=section)

    assert (own(clerk), own(neighbour)) == (0, 1)


def test_count_own_adds_up_several_posts(initiative, plan, period, clerk, neighbour):
    other = neighbour.posts.get().department
    factories.initiative(plan=plan, lead=other)
    Post.objects.create(user=clerk, department=other, role="clerk")

    assert own(clerk) == 2


@pytest.mark.parametrize("role", ["secretary", "executive", "viewer", "administrator"])
def test_count_own_is_nothing_without_a_section(request, initiative, period, role):
    assert own(request.getfixturevalue(role)) == 0


@pytest.mark.parametrize("count", [1, 3])
def test_count_own_takes_two_queries(
    plan, period, department, head, secretary, count, django_assert_num_queries
):
    for _ in range(count):
        row = factories.initiative(plan=plan, lead=department)
        factories.remark(initiative=row, by=secretary)
    desk = Desk.of(head, TODAY)

    with django_assert_num_queries(2):
        assert todo.count_own(desk, TODAY) == 2 * count


def test_count_for_review_counts_what_may_be_accepted(
    plan, period, department, secretary, django_assert_num_queries
):
    for state in ("draft", "submitted", "confirmed", "accepted", "returned"):
        factories.report(
            initiative=factories.initiative(plan=plan),
            period=period,
            department=department,
            state=state,
        )
    desk = Desk.of(secretary, TODAY)

    with django_assert_num_queries(1):
        assert todo.count_for_review(desk, TODAY) == 1
    plan.needs_confirmation = False
    plan.save()
    assert todo.count_for_review(desk, TODAY) == 2


def test_count_for_review_stays_in_the_own_city(plan, period, department, initiative, outsider):
    factories.report(initiative=initiative, period=period, department=department, state="confirmed")

    assert todo.count_for_review(Desk.of(outsider, TODAY), TODAY) == 0
