"""調査票 by hand and keyboard: the file out, a mistake in it, the list of changes, and second thoughts."""

import openpyxl
import pytest
from playwright.sync_api import BrowserContext, expect

from tests.browser.conftest import Site
from tests.browser.test_pages import violations
from tests.exchange.sheetfiles import HEAD, PROGRESS, column_of

pytestmark = pytest.mark.browser
PHONE = {"width": 390, "height": 844}


def written(source, target, heading: str, value: str) -> None:
    """Fill in one cell of the first row."""
    book = openpyxl.load_workbook(source)
    sheet = book[PROGRESS]
    sheet.cell(HEAD + 1, column_of(sheet, heading)).value = value
    book.save(target)


def test_sheet_is_taken_out_spoiled_mended_and_given_up(
    site: Site, context: BrowserContext, tmp_path
):
    page = site.sign_in(context, "clerk")
    page.get_by_role("link", name="市民課の調査票（Excel）").first.press("Enter")
    assert violations(page) == []
    address = page.url
    with page.expect_download() as download:
        page.get_by_role("button", name="調査票を受け取る").press("Enter")
    sheet = tmp_path / "sheet.xlsx"
    download.value.save_as(sheet)
    written(sheet, tmp_path / "bad.xlsx", "◆進捗評価", "おおむね良い")
    written(sheet, tmp_path / "good.xlsx", "◆課題", "会場の確保が難しい。")
    site.problems.clear()

    page.get_by_label("記入した調査票").set_input_files(tmp_path / "bad.xlsx")
    page.get_by_role("button", name="登録して確かめる").press("Enter")
    expect(page.get_by_role("heading", name="直すところが１件あります")).to_be_visible()
    expect(page.get_by_role("row", name="おおむね良い")).to_contain_text("L　進捗評価")
    assert violations(page) == []

    page.goto(address)
    page.get_by_label("記入した調査票").set_input_files(tmp_path / "good.xlsx")
    page.get_by_role("button", name="登録して確かめる").press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("変わる行 １件")
    assert violations(page) == []
    page.set_viewport_size(PHONE)
    assert page.evaluate("document.documentElement.scrollWidth") == 390
    assert violations(page) == []

    page.get_by_role("button", name="取りやめる").press("Enter")
    expect(page.get_by_text("取込みを取りやめました。報告は変わっていません。")).to_be_visible()
    assert site.problems == []


def test_list_of_the_office_has_no_violation(site: Site, context: BrowserContext):
    page = site.sign_in(context, "office")
    page.get_by_role("link", name="各課の調査票（Excel）").first.press("Enter")

    assert violations(page) == []
    page.set_viewport_size(PHONE)
    assert page.evaluate("document.documentElement.scrollWidth") == 390
    assert site.problems == []
