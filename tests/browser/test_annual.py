"""The 年度評価 in a real browser: opened by the office, written by the section, saved by itself, whole for axe."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.browser.conftest import Site

pytestmark = pytest.mark.browser
DO, NEXT_YEAR = "textarea[name=stage-do]", "textarea[name=next_year]"


def opened(fresh: Site, context: BrowserContext) -> Page:
    """The office opens the year that runs; the clerk comes to the sheet from マイページ."""
    office = fresh.sign_in(context, "office")
    office.goto(f"{fresh.address}/plans/ishinomaki-dx-plan/annual/new/")
    office.get_by_label("開始日").fill("2026-10-01")
    office.get_by_label("提出期限").fill("2026-10-20")
    office.get_by_label("締切日").fill("2026-10-30")
    office.get_by_role("button", name="年度評価を作る").click()
    expect(office.get_by_role("heading", level=1)).to_contain_text("令和８年度の年度評価")
    context.clear_cookies()
    clerk = fresh.sign_in(context, "clerk")
    clerk.get_by_role("listitem").filter(has_text="令和８年度の年度評価").get_by_role(
        "link", name="入力する"
    ).first.click()
    return clerk


@pytest.mark.parametrize("width", [1366, 390])
def test_sheet_is_whole_for_axe_and_fits(fresh: Site, browser: Browser, width):
    with browser.new_context(locale="ja-JP", viewport={"width": width, "height": 900}) as context:
        page = opened(fresh, context)
        found = Axe().run(page)
        is_wide = page.evaluate("document.documentElement.scrollWidth > innerWidth")

    assert (found.response["violations"], is_wide) == ([], False)
    assert fresh.problems == []


@pytest.mark.parametrize("script", [True, False])
def test_sheet_is_handed_in(fresh: Site, browser: Browser, script):
    with browser.new_context(locale="ja-JP", java_script_enabled=script) as context:
        page = opened(fresh, context)
        page.locator(DO).fill("出張申請会を増やした。")
        page.get_by_label("今後の方向性").select_option("拡充")
        page.get_by_role("button", name="提出する").click()
        expect(page.get_by_role("link", name="来年度の計画で変えること")).to_be_visible()

        page.locator(NEXT_YEAR).fill("会場を増やす。")
        page.get_by_role("button", name="提出する").click()
        expect(page.get_by_role("status").first).to_contain_text("年度評価を提出しました")


def test_sheet_saves_itself(fresh: Site, browser: Browser):
    with browser.new_context(locale="ja-JP") as context:
        page = opened(fresh, context)
        page.locator(DO).fill("自動で保存する文。")
        expect(page.locator("[data-saved]")).to_contain_text("に保存しました", timeout=15_000)
        page.reload()
        expect(page.locator(DO)).to_have_value("自動で保存する文。")

    assert fresh.problems == []
