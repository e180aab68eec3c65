"""一括入力 in a real browser: the keyboard alone, a block of Excel cells, rows that save themselves."""

import re
import sqlite3

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.browser.addresses import address_of
from tests.browser.conftest import Site
from tests.browser.hands import tab_to

pytestmark = pytest.mark.browser
# Reports without KPI of ＤＸ推進課, which has handed in everything else.
FOUR = ("A-2-4", "A-5-1", "B-3-3", "B-3-4")
REPORT = (
    "SELECT report.id FROM progress_progressreport AS report"
    " JOIN progress_reportingperiod AS period ON period.id = period_id"
    " JOIN initiatives_initiative AS initiative ON initiative.id = initiative_id"
    " JOIN initiatives_plan AS plan ON plan.id = initiative.plan_id"
    " WHERE slug = 'ishinomaki-dx-plan' AND year = 2026 AND period.quarter = 2 AND code = ?"
)
TEXTS = "details.grow__texts > summary"


class Keys:
    """Works a page with the keyboard alone and counts: a run of Tab, a key, a field typed are one each."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.interactions = 0

    def go(self, selector: str) -> None:
        """Walk on to a control."""
        self.interactions += 1
        tab_to(self.page, selector)

    def press(self, key: str) -> None:
        """One key."""
        self.interactions += 1
        self.page.keyboard.press(key)

    def write(self, text: str) -> None:
        """One field written anew."""
        self.interactions += 1
        self.page.keyboard.press("Control+A")
        self.page.keyboard.insert_text(text)


@pytest.fixture
def four(fresh: Site) -> Site:
    """The demo year before ＤＸ推進課 has begun four of its reports."""
    with sqlite3.connect(fresh.database) as database:
        for code in FOUR:
            found = database.execute(REPORT, (code,)).fetchone()
            database.execute("DELETE FROM progress_reportevent WHERE report_id = ?", found)
            database.execute("DELETE FROM progress_progressreport WHERE id = ?", found)
    return fresh


def open_grid(site: Site, context: BrowserContext) -> Page:
    page = site.sign_in(context, "clerk-dx")
    page.get_by_role("link", name=re.compile("まとめて入力する")).click()
    page.wait_for_url("**/sections/**")
    return page


def row(page: Page, number: str):
    return page.locator("[data-row]", has=page.locator(".code", has_text=number))


def part(page: Page, number: str, selector: str) -> str:
    """The selector of something in a row."""
    return f"#{row(page, number).get_attribute('id')} {selector}"


def test_clerk_with_four_reports_one_changed_hands_in_all_by_keyboard(
    four: Site, context: BrowserContext
):
    page = four.sign_in(context, "clerk-dx")
    keys = Keys(page)

    keys.go("a.btn--fill[href*='/sections/']")
    keys.press("Enter")
    page.wait_for_url("**/sections/**")
    expect(page.locator("[data-keys]")).to_be_visible()
    keys.go(part(page, "A-⑤-1", "select[name$=-self_grade]"))
    keys.press("ArrowUp")
    keys.go(part(page, "A-⑤-1", TEXTS))
    keys.press("Enter")
    keys.go(part(page, "A-⑤-1", "textarea[name$=-result]"))
    keys.write("相談会を３回開いた。")
    keys.press("Control+Enter")
    expect(row(page, "A-⑤-1").locator(".chip")).to_have_text("提出済")
    expect(page.locator("[data-counter]").first).to_have_text("９／12件 提出済")
    keys.go("button[data-untold]")
    keys.press("Enter")

    page.wait_for_url(lambda url: "/sections/" not in url)
    expect(page.get_by_role("status").filter(has_text="全て提出しました")).to_be_visible()
    expect(page.locator("li.task a[href*='/initiatives/']")).to_have_count(0)
    assert keys.interactions <= 20
    assert four.problems == []


def test_block_of_excel_cells_is_pasted(four: Site, context: BrowserContext):
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    page = open_grid(four, context)
    block = (
        '実施中\tやや遅れ\t"１行目\n""引用""の２行目"\r\n'
        "実施中\tＡ\t二つ目の実績\t\t二つ目の今後\r\n"
    )
    page.evaluate("text => navigator.clipboard.writeText(text)", block)

    page.locator(part(page, "B-③-3", "select[name$=-implementation]")).focus()
    with page.expect_response(lambda answer: answer.request.method == "POST") as saved:
        page.keyboard.press("Control+V")
    assert saved.value.status == 200

    told = page.locator("[data-pasted][role=status]")
    expect(told).to_contain_text("入らなかったセルが１つあります")
    expect(told.get_by_role("listitem")).to_have_text(
        ["B-③-4 進捗評価：「Ａ」は選択肢にありません"]
    )
    first, second = row(page, "B-③-3"), row(page, "B-③-4")
    expect(first.locator("textarea[name$=-result]")).to_have_value('１行目\n"引用"の２行目')
    expect(first.locator("select[name$=-self_grade] option:checked")).to_have_text("やや遅れ")
    expect(second.locator("textarea[name$=-next_action]")).to_have_value("二つ目の今後")
    issue = second.locator("textarea[name$=-issue]").input_value()
    assert issue

    page.get_by_role("button", name="貼り付けを元に戻す").click()
    expect(second.locator("textarea[name$=-next_action]")).not_to_have_value("二つ目の今後")
    expect(first.locator("select[name$=-self_grade] option:checked")).to_have_text("計画どおり")


def test_numbers_and_rows_that_do_not_fit_are_told(fresh: Site, context: BrowserContext):
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    page = fresh.sign_in(context, "clerk")
    page.goto(fresh.address + address_of(fresh, "一括入力"))
    page.evaluate("text => navigator.clipboard.writeText(text)", "７９．６％\t完了\r\n80.0\r\n")

    value = page.locator("[data-col=value-0] input")
    value.focus()
    page.keyboard.press("Control+V")

    expect(value).to_have_value("79.6%")
    expect(page.locator("select[name$=-implementation]")).to_have_value("done")
    told = page.locator("[data-pasted][role=status]")
    expect(told.get_by_role("listitem")).to_have_text(["２行目：入れる行がありません"])
    expect(page.locator("input[name$=-completed_on]")).to_be_visible()


def test_row_saves_itself_and_survives_a_cut_line(four: Site, context: BrowserContext):
    page = open_grid(four, context)
    field = page.locator(part(page, "A-②-4", "textarea[name$=-result]"))
    page.locator(part(page, "A-②-4", TEXTS)).click()
    context.set_offline(True)
    field.fill("線が切れても残る文。")
    said = row(page, "A-②-4").locator("[data-saved]")
    expect(said).to_contain_text("通信が切れていて保存できません")

    context.set_offline(False)
    expect(said).to_contain_text("保存しました")
    expect(row(page, "A-②-4").locator(".chip")).to_have_text("下書き")
    page.reload()
    expect(field).to_have_value("線が切れても残る文。")


def test_text_that_was_never_saved_is_offered_again(four: Site, context: BrowserContext):
    page = open_grid(four, context)
    here = page.url
    field = page.locator(part(page, "A-②-4", "textarea[name$=-result]"))
    page.locator(part(page, "A-②-4", TEXTS)).click()
    page.route(
        "**/sections/**",
        lambda route: route.abort() if route.request.method == "POST" else route.continue_(),
    )
    field.fill("まだ届いていない文。")

    page.goto(here)
    note = page.locator("[data-kept]")
    expect(note).to_contain_text("A-②-4")
    note.get_by_role("button", name="入力を戻す").click()
    expect(field).to_have_value("まだ届いていない文。")


def test_keys_move_between_rows_and_close_texts(four: Site, context: BrowserContext):
    page = open_grid(four, context)
    page.locator(part(page, "B-③-3", "select[name$=-self_grade]")).focus()

    page.keyboard.press("Control+ArrowDown")
    focused = part(page, "B-③-4", "select[name$=-self_grade]")
    expect(page.locator(focused)).to_be_focused()
    page.locator(part(page, "B-③-4", TEXTS)).press("Enter")
    page.locator(part(page, "B-③-4", "textarea[name$=-issue]")).focus()
    page.keyboard.press("Control+ArrowUp")
    expect(page.locator(part(page, "B-③-3", "textarea[name$=-issue]"))).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.locator(part(page, "B-③-3", TEXTS))).to_be_focused()
    expect(page.locator(part(page, "B-③-3", "textarea[name$=-issue]"))).to_be_hidden()


def test_error_of_a_row_stands_beside_its_field(fresh: Site, context: BrowserContext):
    page = fresh.sign_in(context, "clerk")
    page.goto(fresh.address + address_of(fresh, "一括入力"))
    value = page.locator("[data-col=value-0] input")
    value.fill("")

    page.get_by_role("button", name=re.compile("提出する.*A")).click()

    expect(page.locator("[data-col=value-0] .error")).to_contain_text("の値を入力するか")
    expect(value).to_be_focused()


def test_section_hands_in_without_javascript(four: Site, browser: Browser):
    with browser.new_context(java_script_enabled=False, locale="ja-JP") as context:
        page = open_grid(four, context)
        page.locator(part(page, "A-⑤-1", TEXTS)).click()
        page.locator(part(page, "A-⑤-1", "textarea[name$=-result]")).fill("相談会を３回開いた。")
        page.get_by_role("button", name="入力した行を提出する").click()
        expect(page.locator("[data-counter]").first).to_have_text("９／12件 提出済")
        page.get_by_role("button", name="残り３件を前期から変化なしで提出").click()

        expect(page.get_by_role("status").filter(has_text="全て提出しました")).to_be_visible()


def test_two_people_on_one_row_see_both_texts(four: Site, browser: Browser):
    with (
        browser.new_context(java_script_enabled=False, locale="ja-JP") as one,
        browser.new_context(java_script_enabled=False, locale="ja-JP") as two,
    ):
        first = open_grid(four, one)
        second = four.sign_in(two, "head-dx")
        second.goto(first.url)
        for page, text in ((first, "先に書いた文章。"), (second, "後から書いた文章。")):
            page.locator(part(page, "A-②-4", TEXTS)).click()
            page.locator(part(page, "A-②-4", "textarea[name$=-result]")).fill(text)
            page.get_by_role("button", name="下書きを全て保存").last.click()

        both = row(second, "A-②-4")
        expect(both).to_contain_text("先に書いた文章。")
        expect(both.locator("textarea[name$=-result]")).to_have_value("後から書いた文章。")
        both.get_by_role("button", name=re.compile("自分の入力を残す")).click()
        expect(row(second, "A-②-4").locator("textarea[name$=-result]")).to_have_value(
            "後から書いた文章。"
        )
