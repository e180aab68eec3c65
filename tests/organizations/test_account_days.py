"""Accounts that begin and end by date: at the door, in a running session, and on the administrator's pages."""

from datetime import date

import pytest

from organizations.models import User
from tests.conftest import TODAY
from tests.factories import PASSWORD

LOGIN = "/accounts/login/"
ENDED = (
    "この職員番号の利用は、令和８年10月13日で終わりました。"
    "続けて使うときは、システム管理者に利用期間の変更を依頼してください。"
)


def span(user: User, start: date | None, end: date | None) -> None:
    User.objects.filter(pk=user.pk).update(valid_from=start, valid_to=end)


@pytest.mark.parametrize(
    ("start", "end", "said"),
    [
        (None, date(2026, 10, 13), ENDED),
        (date(2026, 10, 15), None, "この職員番号は、令和８年10月15日から使えます。"),
    ],
)
def test_sign_in_outside_the_days_is_refused_with_the_day(client, clerk, start, end, said):
    span(clerk, start, end)

    page = client.post(LOGIN, {"username": "clerk", "password": PASSWORD})

    assert said in page.text
    assert "_auth_user_id" not in client.session


def test_days_are_told_to_nobody_without_the_password(client, clerk):
    span(clerk, None, date(2026, 10, 13))

    page = client.post(LOGIN, {"username": "clerk", "password": "wrong"})

    assert "令和８年10月13日" not in page.text


@pytest.mark.parametrize(("start", "end"), [(TODAY, TODAY), (None, TODAY), (TODAY, None)])
def test_first_and_last_day_belong_to_the_account(client, clerk, start, end):
    span(clerk, start, end)

    client.post(LOGIN, {"username": "clerk", "password": PASSWORD})

    assert client.session["_auth_user_id"] == str(clerk.pk)


@pytest.mark.parametrize("method", ["get", "post"])
def test_running_session_ends_with_the_account(as_, clerk, method):
    client = as_("clerk")
    span(clerk, None, date(2026, 10, 13))

    page = getattr(client, method)("/")

    assert page.status_code == 401
    assert ENDED in page.text
    assert "_auth_user_id" not in client.session


def test_person_edit_sets_the_days(as_, clerk):
    client = as_("administrator")
    form = {"name": "見本 花子", "email": "", "valid_from": "", "valid_to": "2027-03-31"}

    client.post(f"/organizations/people/{clerk.pk}/", form)

    clerk.refresh_from_db()
    assert (clerk.valid_from, clerk.valid_to) == (None, date(2027, 3, 31))
    assert clerk.history.first().history_change_reason == "利用者の変更"
    assert "利用は令和９年３月31日まで" in client.get("/organizations/people/").text
    assert "利用期間 令和９年３月31日まで" in client.get(f"/organizations/people/{clerk.pk}/").text


@pytest.mark.parametrize(
    ("start", "end", "said"),
    [
        ("2027-04-01", "2027-03-31", "利用終了日は利用開始日以後にしてください。"),
        ("", "いつか", "日付は 2026-10-16 のように入力してください。"),
    ],
)
def test_person_edit_refuses_days_that_cannot_be(as_, clerk, start, end, said):
    form = {"name": "別名", "email": "", "valid_from": start, "valid_to": end}

    page = as_("administrator").post(f"/organizations/people/{clerk.pk}/", form)

    assert said in page.text
    clerk.refresh_from_db()
    assert (clerk.name, clerk.valid_to) == ("見本 花子", None)


def test_nobody_ends_their_own_account(as_, administrator):
    form = {"name": "別名", "email": "", "valid_from": "", "valid_to": "2026-10-13"}

    page = as_("administrator").post(f"/organizations/people/{administrator.pk}/", form)

    assert "自分の利用期間は、今日を含めてください。" in page.text
    administrator.refresh_from_db()
    assert administrator.valid_to is None


def test_person_list_puts_the_ended_apart(as_, clerk, department):
    clerk.posts.all().delete()
    span(clerk, None, date(2026, 10, 13))

    page = as_("administrator").get("/organizations/people/")

    group = next(g for g in page.context["people"].groups if g.name == "利用期間が終わった人")
    assert [(row.person, row.when) for row in group.rows] == [(clerk, "利用は令和８年10月13日まで")]
