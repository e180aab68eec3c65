"""The office assigns who reports; what the document prints stays as it is."""

from datetime import date

import pytest

from initiatives import actions
from initiatives.models import Initiative, Responsibility
from initiatives.queries import with_reporter
from tests import factories

FIRST, LATER, TODAY = date(2026, 4, 1), date(2026, 10, 1), date(2026, 10, 14)


@pytest.fixture
def unprinted(plan):
    """An initiative for which the document names no section."""
    return factories.initiative(plan=plan, departments_printed="no")


def assign(initiative, department, by, start=FIRST, **fields):
    return actions.assign_reporter(
        initiative=initiative, department=department, valid_from=start, by=by, **fields
    )


def spans(initiative):
    rows = initiative.responsibilities.filter(origin="office").order_by("valid_from")
    return [(row.department.name, row.valid_from, row.valid_to) for row in rows]


def reporter(initiative, day):
    rows = with_reporter(Initiative.objects.filter(pk=initiative.pk), day)
    return rows.values_list("reporter_name", flat=True).get()


def test_assign_reporter_makes_the_section_report(unprinted, department, secretary):
    row = assign(unprinted, department, secretary, note="調整会議による")

    assert reporter(unprinted, TODAY) == "市民課"
    assert (row.role, row.origin, row.valid_from, row.valid_to) == ("lead", "office", FIRST, None)
    record = Responsibility.history.get(id=row.pk)
    assert (record.history_user, record.history_change_reason) == (secretary, "調整会議による")


def test_assign_reporter_ends_the_earlier_assignment_on_the_eve(
    unprinted, department, office, secretary
):
    assign(unprinted, department, secretary)
    assign(unprinted, office, secretary, LATER)

    assert spans(unprinted) == [
        ("市民課", FIRST, date(2026, 9, 30)),
        ("ＤＸ推進課", LATER, None),
    ]
    assert reporter(unprinted, date(2026, 9, 30)) == "市民課"
    assert reporter(unprinted, TODAY) == "ＤＸ推進課"


def test_assign_reporter_leaves_the_printed_section(initiative, office, secretary):
    printed = initiative.responsibilities.get()

    assign(initiative, office, secretary)

    assert reporter(initiative, TODAY) == "ＤＸ推進課"
    printed.refresh_from_db()
    assert (printed.origin, printed.valid_to) == ("document", None)
    assert Responsibility.history.filter(id=printed.pk).count() == 1


def test_assign_reporter_refuses_a_span_that_is_taken(unprinted, department, office, secretary):
    assign(unprinted, department, secretary, LATER)

    with pytest.raises(actions.AssignmentError, match="令和８年10月１日から市民課に割り当てて"):
        assign(unprinted, office, secretary, FIRST)

    assert spans(unprinted) == [("市民課", LATER, None)]


def test_assign_reporter_fits_before_a_later_assignment(unprinted, department, office, secretary):
    assign(unprinted, department, secretary, LATER)
    assign(unprinted, office, secretary, FIRST, valid_to=date(2026, 9, 30))

    assert spans(unprinted) == [
        ("ＤＸ推進課", FIRST, date(2026, 9, 30)),
        ("市民課", LATER, None),
    ]


def test_assign_reporter_refuses_a_group(unprinted, municipality, secretary):
    group = factories.department(municipality=municipality, name="各課", kind="group")

    with pytest.raises(actions.AssignmentError, match="課の集合"):
        assign(unprinted, group, secretary)

    assert spans(unprinted) == []


def test_assign_reporter_refuses_another_city(unprinted, outsider, secretary):
    with pytest.raises(actions.AssignmentError, match="他の自治体"):
        assign(unprinted, outsider.posts.get().department, secretary)


def test_revoke_assignment_keeps_its_history(unprinted, department, secretary):
    row = assign(unprinted, department, secretary)

    actions.revoke_assignment(responsibility=row, by=secretary)

    assert spans(unprinted) == []
    last = Responsibility.history.filter(initiative=unprinted).latest()
    assert (last.history_type, last.history_user) == ("-", secretary)


def test_revoke_assignment_refuses_what_is_printed(initiative, secretary):
    with pytest.raises(actions.AssignmentError, match="計画書に記載された担当"):
        actions.revoke_assignment(responsibility=initiative.responsibilities.get(), by=secretary)

    assert initiative.responsibilities.count() == 1
