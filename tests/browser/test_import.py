"""計画の取込み by hand: the workbook out, a mistake in it, the list of changes, and second thoughts."""

import openpyxl
import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.browser.conftest import Site
from tests.browser.test_pages import violations

pytestmark = pytest.mark.browser
PHONE = {"width": 390, "height": 844}


def upload(page: Page, site: Site, file) -> None:
    page.goto(f"{site.address}/imports/")
    page.get_by_label("計画のファイル").set_input_files(file)
    page.get_by_role("button", name="登録して確かめる").press("Enter")
    page.wait_for_load_state("networkidle")


def test_workbook_is_taken_out_spoiled_mended_and_given_up(
    site: Site, context: BrowserContext, tmp_path
):
    page = site.sign_in(context, "office")
    page.goto(f"{site.address}/imports/")
    with page.expect_download() as download:
        page.locator('a[href$="/ishinomaki-dx-plan/exchange/plan.xlsx"]').press("Enter")
    download.value.save_as(tmp_path / "plan.xlsx")
    site.problems.clear()

    book = openpyxl.load_workbook(tmp_path / "plan.xlsx")
    book["取組事項"]["D2"] = "情報発信の一層の充実"
    book.save(tmp_path / "good.xlsx")
    book["工程"]["E2"] = "しらべる"
    book.save(tmp_path / "bad.xlsx")

    upload(page, site, tmp_path / "bad.xlsx")
    expect(page.get_by_role("heading", name="直すところが１件あります")).to_be_visible()
    expect(page.get_by_role("row", name="しらべる")).to_contain_text("E　種別")
    assert violations(page) == []

    upload(page, site, tmp_path / "good.xlsx")
    expect(page.get_by_role("heading", level=1)).to_have_text("追加 ０件、変更 １件、削除 ０件")
    expect(page.get_by_role("button", name="この内容で取り込む")).to_be_visible()
    assert violations(page) == []
    page.set_viewport_size(PHONE)
    assert page.evaluate("document.documentElement.scrollWidth") == 390
    assert violations(page) == []

    page.get_by_role("button", name="取りやめる").press("Enter")
    expect(page.get_by_text("取込みを取りやめました。計画は変わっていません。")).to_be_visible()
    assert site.problems == []
