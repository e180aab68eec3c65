"""個別項目 in a real browser: changed with the keyboard alone, and counted into a report with one click."""

import sqlite3

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import BrowserContext, expect

from tests.browser.addresses import address_of
from tests.browser.conftest import Site
from tests.browser.hands import tab_to
from tests.browser.test_journeys import forget_draft

pytestmark = pytest.mark.browser


def test_rows_are_changed_with_the_keyboard_alone(fresh: Site, context: BrowserContext):
    page = fresh.sign_in(context, "clerk")
    page.goto(fresh.address + address_of(fresh, "個別項目の一覧"))

    tab_to(page, "input[name=item]")
    page.keyboard.press("Space")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    expect(page.locator("input[name=item]:checked")).to_have_count(2)
    tab_to(page, "#id_status")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    tab_to(page, "#id_reason")
    page.keyboard.type("様式の整理を始めた")
    page.keyboard.press("Enter")

    expect(page.get_by_role("status").first).to_contain_text(
        "２件を「対応中」の内容で保存しました。"
    )
    expect(page.locator("tr", has_text="死亡届").locator(".chip")).to_have_text("対応中")


def test_mistake_is_summed_up_and_said_beside_its_field(site: Site, context: BrowserContext):
    page = site.sign_in(context, "clerk")
    page.goto(site.address + address_of(site, "個別項目の一覧"))

    page.locator("#id_status").select_option("done")
    page.get_by_role("button", name="まとめて変更する").click()

    summary = page.locator("#errors")
    expect(summary).to_contain_text("「完了」にするときは、完了日を入力してください。")
    expect(page.locator("#id_done_on_error")).to_contain_text("＊「完了」にするときは")
    summary.get_by_role("link", name="変更する行").click()
    expect(page.locator("#id_scope")).to_be_in_viewport()
    assert Axe().run(page).response["violations"] == []


def test_conflict_shows_both_values(fresh: Site, context: BrowserContext, browser):
    mine, theirs = fresh.sign_in(context, "clerk"), fresh.sign_in(browser.new_context(), "head")
    address = fresh.address + address_of(fresh, "個別項目の変更")
    mine.goto(address)
    theirs.goto(address)
    theirs.locator("#id_status").select_option("never")
    theirs.get_by_role("button", name="保存する").click()

    mine.locator("#id_status").select_option("doing")
    mine.get_by_role("button", name="保存する").click()

    expect(mine.get_by_role("alert")).to_contain_text("まだ何も保存していません。")
    assert mine.locator("tbody td").all_inner_texts() != []
    assert Axe().run(mine).response["violations"] == []
    mine.get_by_role("button", name="自分の入力で保存する").click()
    expect(mine.locator("tr", has_text="出生届").locator(".chip")).to_have_text("対応中")


def test_count_of_a_list_is_taken_over_with_one_click(fresh: Site, context: BrowserContext):
    address = fresh.address + address_of(fresh, "入力")
    forget_draft(fresh, "A-4-1")
    with sqlite3.connect(fresh.database) as database:
        database.execute(
            "UPDATE kpis_indicator SET counts_id = (SELECT id FROM initiatives_itemlist"
            " WHERE title = '令和６年度末までにオンライン化した手続')"
            " WHERE name = '保有率（市）'"
        )
    page = fresh.sign_in(context, "clerk")
    page.goto(address)

    page.get_by_role("button", name="この値を入れる").click()

    value = page.locator("input[inputmode=decimal]").first
    expect(value).to_have_value("100.0")
    expect(value).to_be_focused()
    expect(page.locator("[data-saved]")).to_contain_text("に保存しました。", timeout=10_000)
