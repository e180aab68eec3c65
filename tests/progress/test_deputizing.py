"""What a deputy does is the deputy's: recorded with for whom, for a time that ends by itself."""

from datetime import date, timedelta

import pytest

from organizations.desk import Desk
from organizations.models import Post, User
from organizations.roles import Permission
from progress import actions
from progress.models import ReportEvent
from progress.people import people_of
from progress.route import heads
from tests import factories
from tests.conftest import TODAY

WEEK = timedelta(days=7)


@pytest.fixture
def deputy(department, municipality) -> User:
    """Somebody of another section who stands in for 市民課's head this week."""
    other = factories.department(municipality=municipality, name="税務課")
    user = factories.person(other, "clerk", username="deputy", name="代理 次郎")
    factories.deputy(department, user, TODAY - WEEK, TODAY)
    return user


@pytest.fixture
def report(period, initiative, department):
    return factories.report(
        initiative=initiative, period=period, department=department, state="submitted"
    )


def last(report) -> tuple[str, str]:
    event = ReportEvent.objects.filter(report=report).latest("pk")
    return event.as_deputy_of, event.who


@pytest.mark.parametrize("deed", ["confirm", "return", "withdraw"])
def test_deed_of_a_deputy_says_for_whom(deputy, head, report, deed):
    Post.objects.filter(user=head).update(title="市民課長")
    by = Desk.of(deputy, TODAY)
    {
        "confirm": lambda: actions.confirm(report=report, by=by),
        "return": lambda: actions.send_back(report=report, reason="数字を確かめる", by=by),
        "withdraw": lambda: actions.withdraw(report=report, by=by),
    }[deed]()

    assert last(report) == ("市民課長 例田 一郎", "代理 次郎（市民課長 例田 一郎の代理）")
    report.refresh_from_db()
    assert (
        "（市民課長 例田 一郎の代理）" in report.history.latest("history_id").history_change_reason
    )


def test_deputy_of_a_section_without_a_head(deputy, report):
    actions.confirm(report=report, by=Desk.of(deputy, TODAY))

    assert last(report)[0] == "市民課の所属長"


def test_own_right_is_no_deputys_deed(deputy, head, report, department):
    Post.objects.create(user=deputy, department=department, role="clerk")
    by = Desk.of(deputy, TODAY)
    actions.withdraw(report=report, by=by)

    assert last(report)[0] == ""
    report.state = "submitted"
    report.save()
    actions.confirm(report=report, by=by)
    assert last(report)[0] == "市民課長 例田 一郎"


def test_office_that_is_a_deputy_too_returns_as_the_office(
    deputy, secretary, office, report, department
):
    factories.deputy(department, secretary, TODAY, TODAY)

    actions.send_back(report=report, reason="数字を確かめる", by=Desk.of(secretary, TODAY))

    assert last(report)[0] == ""


def test_right_of_a_deputy_ends_by_date(deputy, department):
    def may(day: date) -> bool:
        return Desk.of(deputy, day).may(Permission.CONFIRM, department)

    assert [may(TODAY - WEEK - timedelta(days=1)), may(TODAY - WEEK), may(TODAY)] == [
        False,
        True,
        True,
    ]
    assert not may(TODAY + timedelta(days=1))


def test_deputy_names_no_deputy(deputy, head, department):
    assert Desk.of(head, TODAY).may(Permission.DEPUTIZE, department)
    assert not Desk.of(deputy, TODAY).may(Permission.DEPUTIZE, department)
    assert not Desk.of(deputy, TODAY).may_somewhere(Permission.DEPUTIZE)


def test_deputy_is_named_where_the_head_is(deputy, head, department):
    assert people_of(department.municipality_id, TODAY)[department.pk].heads == (
        "例田 一郎",
        "代理 次郎（代理）",
    )
    assert heads(department, TODAY) == "市民課長 例田 一郎さん、所属長の代理 代理 次郎さん"


def test_head_whose_account_ended_is_not_asked(deputy, head, department):
    User.objects.filter(pk=head.pk).update(valid_to=TODAY - WEEK)

    assert heads(department, TODAY) == "所属長の代理 代理 次郎さん"


def test_history_page_names_the_head(as_, deputy, head, report):
    actions.confirm(report=report, by=Desk.of(deputy, TODAY))

    page = as_("clerk").get(f"/progress/reports/{report.pk}/history/")

    assert "代理 次郎（市民課長 例田 一郎の代理）" in page.text
    assert "確認（市民課長 例田 一郎の代理）" in page.text
