"""The first administrator of an empty database."""

from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from organizations import first_administrator
from organizations.management.commands import firstadmin
from organizations.models import User

PATH = "/setup/first/"  # organizations:administrator-create
PASSWORD = "himitsu-no-kotoba-8"


def fields(**changed: str) -> dict[str, str]:
    return {
        "key": first_administrator.make_key(),
        "username": "root",
        "name": "最初 管",
        "password1": PASSWORD,
        "password2": PASSWORD,
        **changed,
    }


@pytest.fixture
def typed(monkeypatch: pytest.MonkeyPatch):
    """Somebody at the console, who types these answers."""

    def answer(*answers: str) -> None:
        waiting = iter(answers)
        monkeypatch.setattr("builtins.input", lambda _: next(waiting))
        monkeypatch.setattr(firstadmin, "getpass", lambda _: next(waiting))

    return answer


def test_console_asks_in_japanese_and_makes_the_administrator(db, typed):
    typed("root", "最初 管", PASSWORD, PASSWORD)
    said = StringIO()

    call_command("firstadmin", stdout=said)

    person = User.objects.get()
    assert (person.username, person.name, person.is_superuser) == ("root", "最初 管", True)
    assert person.check_password(PASSWORD)
    assert person.history.get().history_change_reason == "最初の管理者の登録"
    assert "最初 管さんを登録しました。" in said.getvalue()


def test_console_says_what_is_wrong(db, typed):
    typed("", "最初 管", "12345", "54321")

    with pytest.raises(CommandError) as refusal:
        call_command("firstadmin", stdout=StringIO())

    assert "職員番号：" in str(refusal.value)
    assert "パスワード（もう一度）：" in str(refusal.value)
    assert not User.objects.exists()


def test_nobody_is_first_twice(clerk, client):
    with pytest.raises(CommandError):
        call_command("firstadmin", "--key", stdout=StringIO())
    with pytest.raises(first_administrator.NotFirstError):
        first_administrator.create_first(username="root", name="", password=PASSWORD)

    assert client.get(PATH).status_code == client.post(PATH, fields()).status_code == 404


def test_browser_takes_the_key_of_the_console(db, client):
    page = client.get(PATH)
    response = client.post(PATH, fields())

    assert "サーバーで manage.py firstadmin --key を実行すると表示されます。" in page.text
    assert "※任意" not in page.text
    assert response.url == "/accounts/login/"
    assert User.objects.get().is_superuser


def test_sign_in_page_shows_the_way_while_nobody_has_an_account(db, client, request):
    assert f'href="{PATH}"' in client.get("/accounts/login/").text

    request.getfixturevalue("clerk")

    assert f'href="{PATH}"' not in client.get("/accounts/login/").text


@pytest.mark.parametrize("key", ["", "first", "first:abc:def", "あ"])
def test_browser_refuses_every_other_key(db, client, key):
    page = client.post(PATH, fields(key=key))

    assert page.context["form"].errors.keys() == {"key"}
    assert not User.objects.exists()


def test_key_is_worth_an_hour(db, client, monkeypatch: pytest.MonkeyPatch):
    old = (timezone.now() - timedelta(hours=2)).timestamp()
    with monkeypatch.context() as then:
        then.setattr("django.core.signing.time.time", lambda: old)
        key = first_administrator.make_key()

    errors = client.post(PATH, fields(key=key)).context["form"].errors

    assert errors == {"key": ["鍵が違うか、期限が切れています。もう一度、鍵を作ってください。"]}


def test_browser_refuses_a_weak_password_beside_its_field(db, client):
    page = client.post(PATH, fields(password1="12345", password2="12345"))

    assert "password2" in page.context["form"].errors
    assert not User.objects.exists()
