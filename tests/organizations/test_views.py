"""Signing in and out, lock-out, passwords."""

import pytest
from axes.models import AccessAttempt
from django.test import Client
from django.urls import reverse

from organizations.models import User
from tests import factories
from tests.conftest import CAST
from tests.factories import PASSWORD

LOGIN = "/accounts/login/"
MYPAGE = "/start/"


def sign_in(client: Client, username: str, password: str = PASSWORD, **fields):
    return client.post(LOGIN, {"username": username, "password": password, **fields})


def test_session_create_signs_in_and_leads_to_the_mypage(client, clerk):
    response = sign_in(client, "clerk")

    assert (response.status_code, response.url) == (302, MYPAGE)
    assert client.session["_auth_user_id"] == str(clerk.pk)


def test_session_create_says_where_one_is(client, period):
    page = client.get(LOGIN).content.decode()

    assert "石巻市ＤＸ推進計画" in page
    assert "いまは <b>令和８年度 第２四半期</b>の報告期です。<br>提出期限 10月16日（金）" in page


def test_session_create_names_no_city_on_a_shared_server(client, period, outsider):
    factories.plan(municipality=outsider.municipality)

    assert "石巻市" not in client.get(LOGIN).content.decode()


def test_session_create_leads_to_the_wanted_page(client, clerk):
    assert sign_in(client, "clerk", next="/help/?a=1").url == "/help/?a=1"


@pytest.mark.parametrize(
    "path", ["https://example.com/", "//example.com/", "javascript:alert(1)", "help"]
)
def test_session_create_never_leads_to_another_site(client, clerk, path):
    assert sign_in(client, "clerk", next=path).url == MYPAGE


def test_session_create_takes_a_full_width_number(client, clerk):
    assert sign_in(client, "ｃｌｅｒｋ").status_code == 302


@pytest.mark.parametrize(("username", "password"), [("clerk", "wrong"), ("nobody", PASSWORD)])
def test_session_create_does_not_say_which_part_is_wrong(client, clerk, username, password):
    response = sign_in(client, username, password)

    assert response.status_code == 200
    assert response.context["form"].non_field_errors() == [
        "職員番号かパスワードが正しくありません。続けて５回間違えると、しばらくログインできなくなります。"
    ]
    assert PASSWORD not in response.content.decode()


def test_session_create_refuses_somebody_switched_off(client, clerk):
    User.objects.filter(pk=clerk.pk).update(is_active=False)

    assert sign_in(client, "clerk").status_code == 200
    assert "_auth_user_id" not in client.session


def test_session_create_asks_for_both_fields(client, db):
    response = client.post(LOGIN, {"username": "", "password": ""})

    assert response.context["form"].errors.keys() == {"username", "password"}


def test_session_create_needs_a_csrf_token(clerk):
    strict = Client(enforce_csrf_checks=True)

    assert sign_in(strict, "clerk").status_code == 403
    assert "_auth_user_id" not in strict.session


def test_session_create_keeps_the_earlier_sign_in(client, clerk):
    sign_in(client, "clerk")
    first = User.objects.get(pk=clerk.pk)
    sign_in(Client(), "clerk")
    second = User.objects.get(pk=clerk.pk)

    assert first.previous_login is None
    assert second.previous_login == first.last_login
    assert second.last_login > first.last_login


def test_session_create_writes_no_history_of_the_person(client, clerk):
    before = clerk.history.count()

    sign_in(client, "clerk")

    assert clerk.history.count() == before


def test_session_create_is_skipped_by_somebody_signed_in(as_):
    assert as_("clerk").get(LOGIN).url == MYPAGE


def test_session_create_locks_out_after_five_failures(client, clerk):
    answers = [sign_in(client, "clerk", "wrong") for _ in range(5)]
    right = sign_in(client, "clerk")

    assert [answer.status_code for answer in answers] == [200, 200, 200, 200, 429]
    assert right.status_code == 429
    assert "_auth_user_id" not in client.session
    page = right.content.decode()
    assert "令和８年10月1" in page
    assert "以降に、もう一度ログインしてください。" in page
    assert "システム管理者が制限を解除できます。" in page


def test_session_create_locks_one_person_not_the_city_hall(client, clerk, head):
    for _ in range(5):
        sign_in(client, "clerk", "wrong")

    assert sign_in(client, "head").status_code == 302


def test_session_create_forgets_failures_after_success(client, clerk):
    for _ in range(4):
        sign_in(client, "clerk", "wrong")
    sign_in(client, "clerk")

    assert AccessAttempt.objects.count() == 0


def test_session_create_writes_no_password_and_no_kept_text_into_the_attempts(client, clerk):
    sign_in(client, "clerk", "wrong-secret", kept="kept-text")
    attempt = AccessAttempt.objects.get()

    assert "wrong-secret" not in attempt.post_data
    assert "kept-text" not in attempt.post_data


def test_locked_page_carries_what_was_typed(client, clerk):
    for _ in range(5):
        response = sign_in(client, "clerk", "wrong", kept="kept-text", next="/help/")

    assert response.context["kept"] == "kept-text"
    again = client.post(LOGIN, {"kept": "kept-text", "next": "/help/"})
    assert (again.status_code, again.context["kept"], again.context["after"]) == (
        200,
        "kept-text",
        "/help/",
    )
    assert not again.context["form"].errors


def test_session_end_signs_out(as_):
    client = as_("clerk")
    response = client.post("/accounts/logout/")

    assert response.url == LOGIN
    assert "_auth_user_id" not in client.session
    assert "ログアウトしました。" in client.get(LOGIN).content.decode()


def test_session_end_refuses_get(as_):
    assert as_("clerk").get("/accounts/logout/").status_code == 405


@pytest.mark.parametrize("name", CAST)
def test_password_change_opens_for_everybody_signed_in(as_, name):
    response = as_(name).get(reverse("organizations:password-change"))

    assert response.status_code == (302 if name == "anonymous" else 200)


def test_password_change_changes_and_stays_signed_in(as_, clerk):
    client = as_("clerk")
    new = "another-long-password"
    fields = {"old_password": PASSWORD, "new_password1": new, "new_password2": new}
    response = client.post("/accounts/password/", fields)

    clerk.refresh_from_db()
    assert response.url == MYPAGE
    assert clerk.check_password(new)
    assert client.get("/accounts/password/").status_code == 200


def test_password_change_ends_other_sessions(as_, clerk):
    here, there = as_("clerk"), as_("clerk")
    new = "another-long-password"
    here.post(
        "/accounts/password/",
        {"old_password": PASSWORD, "new_password1": new, "new_password2": new},
    )

    assert there.get("/accounts/password/").status_code == 302


@pytest.mark.parametrize(
    ("new", "again", "message"),
    [
        ("short", "short", "このパスワードは短すぎます。最低 10 文字以上必要です。"),
        ("20261014202610", "20261014202610", "このパスワードは数字しか使われていません。"),
        ("password1234", "password1234", "このパスワードは一般的すぎます。"),
        ("clerk-clerk", "clerk-clerk", "このパスワードは 職員番号 と似すぎています。"),
        ("another-long-password", "another-long-passwort", "確認用パスワードが一致しません。"),
    ],
)
def test_password_change_says_what_is_wrong_beside_the_field(as_, clerk, new, again, message):
    fields = {"old_password": PASSWORD, "new_password1": new, "new_password2": again}
    response = as_("clerk").post("/accounts/password/", fields)

    assert message in response.context["form"].errors["new_password2"]
    clerk.refresh_from_db()
    assert clerk.check_password(PASSWORD)


def test_password_change_needs_the_old_password(as_, clerk):
    fields = {
        "old_password": "no",
        "new_password1": "another-long-1",
        "new_password2": "another-long-1",
    }
    response = as_("clerk").post("/accounts/password/", fields)

    assert response.context["form"].errors.keys() == {"old_password"}


def test_password_change_keeps_the_old_password_out_of_the_page(as_):
    fields = {"old_password": PASSWORD, "new_password1": "x", "new_password2": "x"}

    assert PASSWORD not in as_("clerk").post("/accounts/password/", fields).content.decode()
