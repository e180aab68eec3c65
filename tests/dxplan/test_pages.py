"""使い方 and アクセシビリティ: for everybody who has signed in."""

import pytest
from django.urls import reverse

from organizations.roles import RULES
from tests.conftest import CAST


@pytest.mark.parametrize("name", CAST)
@pytest.mark.parametrize("page", ["help-show", "accessibility-show"])
def test_pages_open_for_everybody_signed_in(as_, page, name):
    assert as_(name).get(reverse(page)).status_code == (302 if name == "anonymous" else 200)


@pytest.mark.parametrize("page", ["help-show", "accessibility-show"])
def test_pages_are_for_reading(as_, page):
    assert as_("clerk").post(reverse(page)).status_code == 405


def test_help_show_explains_every_role_and_state(as_, plan):
    page = as_("clerk").get(reverse("help-show")).content.decode()

    assert [rule.description for rule in RULES.values() if rule.description not in page] == []
    assert [
        word for word in ("下書き", "提出済", "確認済", "受理済", "差戻し") if word not in page
    ] == []
    assert "60分操作がないと" in page


def test_accessibility_show_claims_no_more_than_was_checked(as_, plan):
    page = as_("clerk").get(reverse("accessibility-show")).content.decode()

    assert "WCAG 2.2" in page
    assert "第三者による適合の認定は受けていません。" in page
