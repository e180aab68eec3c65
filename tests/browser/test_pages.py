"""Every page in a real browser: no accessibility violation, no broken rule of the CSP, no other host."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import BrowserContext

from tests.browser.addresses import address_of
from tests.browser.conftest import Site
from tests.browser.faces import FACES, PHONE

pytestmark = pytest.mark.browser
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}


def violations(page) -> list[str]:
    response = Axe().run(page, options=RULES).response
    return [
        f"{found['id']}: {node['html'][:160]}"
        for found in response["violations"]
        for node in found["nodes"]
    ]


@pytest.mark.parametrize(("name", "who"), FACES)
def test_page_has_no_violation_and_asks_no_other_host(
    site: Site, context: BrowserContext, name, who
):
    page = site.sign_in(context, who)
    site.problems.clear()

    page.goto(site.address + address_of(site, name))
    page.wait_for_load_state("networkidle")

    assert violations(page) == []
    assert site.problems == []


@pytest.mark.parametrize(("name", "who"), PHONE)
def test_page_fits_a_phone(site: Site, context: BrowserContext, name, who):
    page = site.sign_in(context, who)
    page.set_viewport_size({"width": 390, "height": 844})

    page.goto(site.address + address_of(site, name))

    assert page.evaluate("document.documentElement.scrollWidth") == 390
    assert violations(page) == []


def test_save_bar_covers_no_field_on_a_phone(site: Site, context: BrowserContext):
    page = site.sign_in(context, "clerk")
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto(site.address + address_of(site, "入力"))

    page.locator("textarea").first.focus()

    assert page.locator(".bar-save").evaluate("bar => getComputedStyle(bar).position") == "static"


def test_sign_in_page_has_no_violation(site: Site, context: BrowserContext):
    page = context.new_page()

    page.goto(f"{site.address}/accounts/login/")

    assert violations(page) == []
