"""Sessions that end, and what was typed meanwhile."""

import html
import re
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client, RequestFactory

from organizations import kept
from organizations.sessions import REFRESH_SECONDS, SEEN, SINCE, has_ended
from progress.models import ProgressReport
from tests.factories import PASSWORD

LOGIN = "/accounts/login/"
TEXT = "申請者の約６割がスマートフォンで手続した。\n窓口の待ち時間は「半減」した。"


@pytest.fixture
def entry(period, initiative) -> str:
    return f"/progress/periods/{period.pk}/initiatives/{initiative.pk}/"


def hidden(response) -> dict[str, str]:
    """The hidden fields of the form in the middle of a page."""
    page = response.content.decode().split("<main", 1)[1]
    found = re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)">', page, re.DOTALL)
    return {name: html.unescape(value) for name, value in found if name != "csrfmiddlewaretoken"}


def age(client: Client, **seconds: int) -> None:
    session = client.session
    for key, back in seconds.items():
        session[key] -= back
    session.save()


@pytest.mark.parametrize(
    ("since", "seen", "ended"),
    [(0, 0, False), (0, 3600, False), (0, 3601, True), (32400, 0, False), (32401, 0, True)],
)
def test_session_ends_after_idle_time_or_by_age(settings, since, seen, ended):
    settings.SESSION_IDLE_SECONDS, settings.SESSION_COOKIE_AGE = 3600, 32400
    now = 10**9

    assert has_ended(now - since, now - seen, now) is ended


@pytest.mark.parametrize("key", [SEEN, SINCE])
def test_session_that_ended_leads_to_the_sign_in(as_, settings, key):
    client = as_("clerk")
    client.get("/accounts/password/")
    limit = settings.SESSION_IDLE_SECONDS if key == SEEN else settings.SESSION_COOKIE_AGE
    age(client, **{key: limit + 60})
    response = client.get("/accounts/password/")

    assert response.url == f"{LOGIN}?next=/accounts/password/"
    assert "_auth_user_id" not in client.session


def test_session_in_use_goes_on(as_, settings):
    client = as_("clerk")
    client.get("/accounts/password/")
    age(client, **{SEEN: settings.SESSION_IDLE_SECONDS - 60})

    assert client.get("/accounts/password/").status_code == 200
    age(client, **{SEEN: settings.SESSION_IDLE_SECONDS - 60})
    assert client.get("/accounts/password/").status_code == 200


def test_session_is_written_every_five_minutes_only(as_):
    client = as_("clerk")
    client.get("/accounts/password/")
    age(client, **{SEEN: REFRESH_SECONDS - 10})
    seen = client.session[SEEN]
    client.get("/accounts/password/")

    assert client.session[SEEN] == seen
    age(client, **{SEEN: 20})
    client.get("/accounts/password/")
    assert client.session[SEEN] > seen


def test_sign_in_begins_the_age_anew(client, clerk):
    client.post(LOGIN, {"username": "clerk", "password": PASSWORD})
    age(client, **{SINCE: 3000})
    client.post(LOGIN, {"username": "clerk", "password": PASSWORD})

    assert client.session[SINCE] == client.session[SEEN]


def test_signed_out_get_leads_to_the_sign_in_with_the_way_back(client, entry):
    assert client.get(f"{entry}?a=1").url == f"{LOGIN}?next={entry}%3Fa%3D1"


def test_signed_out_post_keeps_what_was_typed(client, entry):
    response = client.post(entry, {"result": TEXT, "version": "3"})
    content = kept.read(hidden(response)["kept"])

    assert response.status_code == 401
    assert (
        response.context["notice"] == "ログインの期限が切れました。入力した内容は保たれています。"
    )
    assert content.path == entry
    assert dict(content.fields) == {"result": TEXT.replace("\n", "\r\n"), "version": "3"} or dict(
        content.fields
    ) == {"result": TEXT, "version": "3"}


def test_signed_out_post_comes_back_after_the_sign_in(client, clerk, entry):
    first = client.post(f"{entry}?x=1", {"result": TEXT, "tags": ["a", "b"], "version": "3"})
    second = client.post(LOGIN, {"username": "clerk", "password": "wrong", **hidden(first)})
    third = client.post(LOGIN, {"username": "clerk", "password": PASSWORD, **hidden(second)})

    page = third.content.decode()
    assert third.status_code == 200
    assert f'<form class="mt5" method="post" action="{entry}?x=1">' in page
    assert hidden(third) == {"resumed": "1", "result": TEXT, "tags": "b", "version": "3"}
    assert page.count('name="tags"') == 2
    assert page.count("入力に戻る") == 1
    assert third.context["kept"].texts == [TEXT]
    assert third.context["kept"].others == 3


def test_signed_out_post_is_not_executed(client, entry):
    client.post(entry, {"result": TEXT})

    assert ProgressReport.objects.count() == 0


def test_kept_text_is_escaped(client, clerk, entry):
    nasty = '"><script>alert("x")</script>'
    first = client.post(entry, {"result": nasty})
    second = client.post(LOGIN, {"username": "clerk", "password": PASSWORD, **hidden(first)})

    assert nasty not in second.content.decode()
    assert hidden(second)["result"] == nasty


def test_kept_text_that_was_tampered_with_is_refused(client, clerk):
    fields = {"username": "clerk", "password": PASSWORD, "kept": "tampered:1:2", "next": "/help/"}
    response = client.post(LOGIN, fields)

    assert response.url == "/help/"
    assert (
        "入力した内容を読み取れませんでした。" in client.get("/accounts/password/").content.decode()
    )


def test_kept_text_grows_too_old(client, clerk, entry, settings, monkeypatch):
    token = hidden(client.post(entry, {"result": TEXT}))["kept"]
    monkeypatch.setattr(kept, "HOUR", -1)

    with pytest.raises(kept.KeptError, match="時間が経った"):
        kept.read(token)


def test_files_are_not_kept_and_the_page_says_so(client, entry):
    fields = {"note": TEXT, "file": SimpleUploadedFile("a.xlsx", b"x")}
    response = client.post(entry, fields, headers={"referer": "http://testserver/help/"})

    assert response.status_code == 401
    assert response.context["kept"] == ""
    assert "もう一度送ってください" in response.context["notice"]
    assert hidden(response) == {"next": "/help/"}


def test_very_long_text_is_not_kept_and_the_page_says_so(client, entry):
    response = client.post(entry, {"result": "長" * 70_000})

    assert (response.status_code, response.context["kept"]) == (401, "")
    assert "もう一度送ってください" in response.context["notice"]


def test_passwords_are_never_kept(client, db):
    response = client.post("/accounts/password/", {"old_password": PASSWORD})

    assert response.status_code == 401
    assert response.context["kept"] == ""
    assert PASSWORD not in response.content.decode()


def test_sign_out_is_not_repeated_after_the_sign_in(client, db):
    response = client.post("/accounts/logout/")

    assert (response.status_code, response.context["kept"]) == (401, "")
    assert response.context["notice"] == "ログインの期限が切れました。"


def test_referer_of_another_site_is_no_way_back(client, entry):
    response = client.post(
        entry, {"file": SimpleUploadedFile("a", b"x")}, headers={"referer": "http://example.com/x/"}
    )

    assert response.context["after"] == ""


@pytest.mark.parametrize("method", ["get", "post"])
def test_fetch_gets_a_short_answer(client, entry, method):
    response = getattr(client, method)(entry, headers={"X-Requested-With": "fetch"})

    assert (response.status_code, response.json()) == (401, {"login": LOGIN})


def test_form_of_an_earlier_sign_in_gives_the_text_back(clerk, entry):
    client = Client(enforce_csrf_checks=True)
    client.force_login(clerk, backend="django.contrib.auth.backends.ModelBackend")
    response = client.post(entry, {"result": TEXT}, headers={"origin": "http://testserver"})

    assert response.status_code == 403
    assert response.context["kept"].texts == [TEXT]
    assert "前回のログイン" in response.context["notice"]


def test_form_of_an_earlier_sign_in_by_somebody_signed_out_keeps_the_text(db, entry):
    client = Client(enforce_csrf_checks=True)
    response = client.post(entry, {"result": TEXT}, headers={"origin": "http://testserver"})

    assert response.status_code == 401
    assert kept.read(response.context["kept"]).texts == [TEXT]


@pytest.mark.parametrize("origin", ["http://example.com", "null", ""])
def test_form_of_another_site_is_refused(clerk, entry, origin):
    client = Client(enforce_csrf_checks=True)
    client.force_login(clerk, backend="django.contrib.auth.backends.ModelBackend")
    response = client.post(entry, {"result": TEXT}, headers={"origin": origin} if origin else {})

    page = response.content.decode()
    assert response.status_code == 403
    assert "ほかのサイトから送られた可能性があるため、受け付けませんでした。" in page
    assert TEXT[:10] not in page


def test_stale_sign_in_form_is_shown_again(clerk):
    client = Client(enforce_csrf_checks=True)
    fields = {"username": "clerk", "password": PASSWORD}
    response = client.post(LOGIN, fields, headers={"origin": "http://testserver"})

    assert response.status_code == 403
    assert "もう一度入力してください" in response.context["notice"]
    assert PASSWORD not in response.content.decode()


def test_reloaded_answer_to_the_sign_in_gives_the_text_back_again(clerk, entry):
    client = Client(enforce_csrf_checks=True)
    client.force_login(clerk, backend="django.contrib.auth.backends.ModelBackend")
    token = kept.keep(_posted(entry))
    response = client.post(LOGIN, {"kept": token}, headers={"origin": "http://testserver"})

    assert response.context["kept"].texts == [TEXT]


def _posted(path: str):
    return RequestFactory().post(path, {"result": TEXT})


def test_desk_has_the_posts_of_the_day(as_, clerk, settings):
    clerk.posts.update(valid_to=date(2026, 10, 13))
    response = as_("clerk").get("/accounts/password/")

    assert response.wsgi_request.desk.posts == ()
