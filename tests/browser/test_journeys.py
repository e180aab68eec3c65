"""What people do in a quarter, in a real browser on the demo year."""

import re
import sqlite3

import pytest
from playwright.sync_api import Browser, BrowserContext, expect

from tests.browser.addresses import address_of
from tests.browser.conftest import PASSWORD, Site
from tests.browser.hands import Hands, tab_to

pytestmark = pytest.mark.browser
VALUE = "input[inputmode=decimal]"


def task(page, number: str):
    """The task of one initiative on マイページ."""
    return page.locator("li.task", has_text=number)


def forget_draft(site: Site, code: str) -> None:
    """Take back what the demo's clerk has already typed, so that the quarter is untouched."""
    with sqlite3.connect(site.database) as database:
        (initiative,) = database.execute(
            "SELECT id FROM initiatives_initiative WHERE code = ?", (code,)
        ).fetchone()
        database.execute(
            "DELETE FROM kpis_measurement WHERE year = 2026 AND quarter = 2 AND indicator_id IN"
            " (SELECT id FROM kpis_indicator WHERE initiative_id = ?)",
            (initiative,),
        )
        database.execute(
            "DELETE FROM progress_progressreport WHERE state = 'draft' AND initiative_id = ?",
            (initiative,),
        )


def test_unchanged_report_without_kpi_takes_at_most_3_interactions(
    fresh: Site, context: BrowserContext
):
    hands = Hands(fresh.sign_in(context, "clerk-jinji"))

    hands.click(task(hands.page, "B-④-3").get_by_role("button", name="前期から変化なし"))

    expect(hands.page.get_by_role("status").first).to_contain_text("提出しました")
    expect(task(hands.page, "B-④-3")).to_have_count(0)
    assert hands.interactions <= 3


def test_unchanged_report_with_kpi_takes_at_most_3_interactions(
    fresh: Site, context: BrowserContext
):
    forget_draft(fresh, "A-4-1")
    hands = Hands(fresh.sign_in(context, "clerk"))

    hands.click(task(hands.page, "A-④-1").get_by_role("button", name="前期から変化なし"))
    hands.interactions += 1
    hands.page.locator(VALUE).first.fill("79.4")
    hands.click(hands.page.get_by_role("button", name="提出する"))

    expect(hands.page.get_by_role("status").first).to_contain_text("提出しました")
    assert hands.interactions <= 3


def test_usual_report_takes_at_most_12_interactions(fresh: Site, context: BrowserContext):
    hands = Hands(fresh.sign_in(context, "clerk"))

    hands.click(task(hands.page, "A-④-1").get_by_role("link", name=re.compile("入力")).first)
    hands.interactions += 1
    hands.page.locator(VALUE).first.fill("79.6")
    hands.choose("計画どおり")
    hands.type("今期の実績", "出張申請会を４回開催した。申請受付は201件。")
    hands.type("課題", "10代の保有率が低い。")
    hands.type("今後の取組", "高校への出張申請を12月から始める。")
    hands.click(hands.page.get_by_role("button", name="提出する"))

    expect(hands.page.get_by_role("status").first).to_contain_text("例田 一郎")
    assert hands.interactions <= 12


def test_report_travels_from_clerk_to_dashboard(
    fresh: Site, browser: Browser, context: BrowserContext
):
    clerk = fresh.sign_in(context, "clerk-jinji")
    task(clerk, "B-④-3").get_by_role("button", name="前期から変化なし").click()
    expect(clerk.get_by_role("status").first).to_contain_text("提出しました")

    with browser.new_context(locale="ja-JP") as desk:
        head = fresh.sign_in(desk, "head-jinji")
        head.goto(fresh.address + "/progress/confirmations/")
        head.locator("summary", has_text="前期から変化なし").click()
        head.get_by_role("button", name=re.compile("確認する.*B-④-3")).click()
        expect(head.get_by_role("status").first).to_contain_text("確認")
    with browser.new_context(locale="ja-JP") as desk:
        office = fresh.sign_in(desk, "office")
        office.goto(fresh.address + address_of(fresh, "審査"))
        office.get_by_label("B-④-3 を選ぶ").set_checked(True)
        office.get_by_role("button", name="選んだ報告を受理する").click()
        expect(office.get_by_role("status").first).to_contain_text("受理")
        office.goto(fresh.address + address_of(fresh, "ダッシュボード"))
        expect(office.locator("dl.counts").first).to_contain_text("13")


def test_keyboard_alone_submits_a_report(fresh: Site, context: BrowserContext):
    page = fresh.sign_in(context, "clerk")

    tab_to(page, "li.task a.btn--fill[href*='/initiatives/']")
    page.keyboard.press("Enter")
    page.wait_for_url("**/initiatives/**")
    tab_to(page, VALUE)
    page.keyboard.press("Control+A")
    page.keyboard.type("79.5")
    tab_to(page, "textarea[name=result]")
    page.keyboard.press("Control+A")
    page.keyboard.type("出張申請会を４回開催した。")
    tab_to(page, "button[value=submit]")
    page.keyboard.press("Enter")

    expect(page.get_by_role("status").first).to_contain_text("提出しました")


def test_report_works_without_javascript(fresh: Site, browser: Browser):
    with browser.new_context(java_script_enabled=False, locale="ja-JP") as context:
        page = fresh.sign_in(context, "clerk")
        page.goto(fresh.address + address_of(fresh, "入力"))
        page.locator(VALUE).first.fill("79.5")
        page.fill("textarea[name=result]", "出張申請会を４回開催した。")
        page.get_by_role("button", name="提出する").click()

        expect(page.get_by_role("status").first).to_contain_text("提出しました")


def test_draft_saves_itself_and_survives_a_closed_browser(fresh: Site, browser: Browser):
    text = "出張申請会を６回開催した。"
    with browser.new_context(locale="ja-JP") as context:
        page = fresh.sign_in(context, "clerk")
        page.goto(fresh.address + address_of(fresh, "入力"))
        with page.expect_response(lambda answer: answer.request.method == "POST") as saved:
            page.fill("textarea[name=result]", text)
        assert saved.value.status == 200

    with browser.new_context(locale="ja-JP") as context:
        page = fresh.sign_in(context, "clerk")
        page.goto(fresh.address + address_of(fresh, "入力"))
        expect(page.locator("textarea[name=result]")).to_have_value(text)


def test_two_people_on_one_report_lose_nothing(fresh: Site, browser: Browser):
    with (
        browser.new_context(locale="ja-JP", java_script_enabled=False) as one,
        browser.new_context(locale="ja-JP", java_script_enabled=False) as two,
    ):
        first, second = fresh.sign_in(one, "clerk"), fresh.sign_in(two, "head")
        for page in (first, second):
            page.goto(fresh.address + address_of(fresh, "入力"))
        first.fill("textarea[name=result]", "先に書いた文章。")
        first.get_by_role("button", name="下書きを保存").click()
        second.fill("textarea[name=result]", "後から書いた文章。")
        second.get_by_role("button", name="下書きを保存").click()

        both = second.locator("main")
        expect(both).to_contain_text("先に書いた文章。")
        expect(both).to_contain_text("後から書いた文章。")
        second.locator("input[name='keep:result'][value=mine]").check()
        second.get_by_role("button", name="選んだ内容で保存する").click()
        second.goto(fresh.address + address_of(fresh, "報告の履歴"))
        history = second.locator("main")
        expect(history).to_contain_text("先に書いた")
        expect(history).to_contain_text("後から書いた")


def test_text_survives_an_ended_session(fresh: Site, browser: Browser):
    with browser.new_context(locale="ja-JP", java_script_enabled=False) as context:
        page = fresh.sign_in(context, "clerk")
        page.goto(fresh.address + address_of(fresh, "入力"))
        page.fill("textarea[name=result]", "書きかけの大事な文章。")
        context.clear_cookies(name="sessionid")
        page.get_by_role("button", name="下書きを保存").click()

        expect(page.locator("main")).to_contain_text("保たれています")
        page.fill("input[name=username]", "clerk")
        page.fill("input[name=password]", PASSWORD)
        page.press("input[name=password]", "Enter")
        page.get_by_role("button", name="入力に戻る").click()
        expect(page.locator("textarea[name=result]")).to_have_value("書きかけの大事な文章。")


def test_error_stands_beside_its_field_and_nothing_is_lost(fresh: Site, context: BrowserContext):
    page = fresh.sign_in(context, "clerk")
    page.goto(fresh.address + address_of(fresh, "入力"))
    page.fill("textarea[name=result]", "残ってほしい文章。")
    page.locator(VALUE).first.fill("150")

    page.get_by_role("button", name="提出する").click()

    expect(page.get_by_role("alert")).to_contain_text("まだ提出していません")
    field = page.locator(VALUE).first
    assert field.get_attribute("aria-invalid") == "true"
    expect(field).to_have_value("150")
    expect(page.locator("textarea[name=result]")).to_have_value("残ってほしい文章。")


def test_head_confirms_everything_with_the_keyboard_in_at_most_4_interactions(
    fresh: Site, context: BrowserContext
):
    """An interaction here is a press of Enter: walking with the tabulator changes nothing."""
    page = fresh.sign_in(context, "head-dx")
    presses = 0
    for selector in ("li.task .task__go a", "button[name=which][value=all]"):
        tab_to(page, selector)
        with page.expect_navigation():
            page.keyboard.press("Enter")
        presses += 1

    expect(page.get_by_role("heading", level=1)).to_contain_text("確認待ちの報告はありません")
    expect(page.get_by_role("status").first).to_contain_text("３件を確認しました。")
    assert presses <= 4
