"""Evidence in a real browser: attached without JavaScript, nothing typed is lost, and what comes out is a file."""

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.addresses import address_of
from tests.browser.conftest import Site
from tests.browser.hands import tab_to
from tests.progress import files

pytestmark = pytest.mark.browser
ISSUE = "textarea[name=issue]"
FILE = {"name": "申請受付の内訳.pdf", "mimeType": "text/html", "buffer": files.pdf()}


@pytest.mark.parametrize("script", [True, False])
def test_evidence_is_attached_and_taken_out_again(fresh: Site, browser: Browser, script):
    with browser.new_context(locale="ja-JP", java_script_enabled=script) as context:
        page = fresh.sign_in(context, "clerk")
        page.goto(fresh.address + address_of(fresh, "入力"))
        page.locator(ISSUE).fill("添付の前に書いた課題。")
        page.get_by_role("button", name="ファイルを添付する").click()
        page.locator("input[type=file]").set_input_files(FILE)
        page.get_by_role("button", name="添付する", exact=True).click()
        expect(page.get_by_role("status").first).to_contain_text("添付しました")

        page.get_by_role("link", name="報告の入力に戻る").click()
        expect(page.locator(ISSUE)).to_have_value("添付の前に書いた課題。")
        with page.expect_download() as taken:
            page.get_by_role("link", name=FILE["name"]).click()

    assert taken.value.suggested_filename == FILE["name"]
    assert fresh.problems == []


def test_keyboard_alone_takes_a_file_off(fresh: Site, browser: Browser):
    with browser.new_context(locale="ja-JP") as context:
        page = fresh.sign_in(context, "clerk")
        page.goto(fresh.address + address_of(fresh, "添付ファイル"))
        page.locator("input[type=file]").set_input_files(FILE)
        page.get_by_role("button", name="添付する", exact=True).click()

        tab_to(page, "main td summary")
        page.keyboard.press("Enter")
        page.keyboard.press("Tab")
        page.keyboard.press("Enter")

        expect(page.get_by_role("status").first).to_contain_text("外しました")
        expect(page.get_by_text("添付しているファイルはありません。")).to_be_visible()
