"""The pages for what does not work."""

import pytest
from django.http import Http404
from django.template.loader import render_to_string
from django.test import RequestFactory
from django.views import defaults

from tests.conftest import CAST


@pytest.mark.parametrize("name", CAST)
def test_page_not_found_leads_back(db, as_, name):
    response = as_(name).get("/no-such-page/")
    page = response.content.decode()

    assert response.status_code == 404
    assert "このページは見つかりません" in page
    assert '<a class="btn btn--fill" href="/">マイページへ戻る</a>' in page


def test_page_not_found_does_not_say_why(as_):
    request = as_("clerk").get("/help/").wsgi_request
    page = defaults.page_not_found(request, Http404("secret reason")).content.decode()

    assert "secret reason" not in page


def test_permission_denied_says_that_nothing_changed(as_):
    response = as_("clerk").get("/admin/", follow=True)
    page = response.content.decode()

    assert response.status_code == 403
    assert "この操作はできません" in page
    assert "あなたの役割では" in page


@pytest.mark.parametrize(
    ("view", "status", "heading"),
    [
        (defaults.server_error, 500, "うまく処理できませんでした"),
        (
            lambda request: defaults.bad_request(request, ValueError()),
            400,
            "この内容は受け取れませんでした",
        ),
    ],
)
def test_error_pages_say_what_to_do(db, view, status, heading):
    response = view(RequestFactory().get("/"))

    assert response.status_code == status
    assert f'<h1 class="alone__big">{heading}</h1>' in response.content.decode()


def test_too_large_a_text_is_answered_in_japanese(as_, settings):
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 1000
    client = as_("clerk")
    response = client.post("/accounts/password/", {"old_password": "x" * 2000})

    assert response.status_code == 400
    assert "大きすぎます" in response.content.decode()


@pytest.mark.parametrize("template", ["400.html", "500.html"])
def test_error_pages_use_our_style_sheet_without_its_hash(template):
    assert 'href="/static/ui/app.css"' in render_to_string(template)
