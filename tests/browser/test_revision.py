"""計画の改定 in a real browser: drafted, decided, put in force and compared, without an accessibility violation."""

import pytest
from playwright.sync_api import BrowserContext, expect

from tests.browser.conftest import Site
from tests.browser.test_pages import violations

pytestmark = pytest.mark.browser
PLAN = "/plans/ishinomaki-dx-plan/"


def test_a_revision_from_draft_to_comparison(fresh: Site, context: BrowserContext):
    page = fresh.sign_in(context, "office")
    page.goto(f"{fresh.address}{PLAN}amendments/new/")
    page.get_by_label("改定の名称").fill("令和８年10月改定")
    page.get_by_label("施行日").fill("2026-10-14")
    page.get_by_label("改定の理由").fill("標準化の期限の見直し")
    page.get_by_role("button", name="改定案を作る").click()
    page.get_by_role("link", name="情報システムの標準化・共通化の実施", exact=True).click()
    assert violations(page) == []
    page.get_by_label("取組事項名").fill("情報システムの標準化")
    page.get_by_role("button", name="保存する", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("令和８年10月改定")
    assert violations(page) == []
    row = page.locator("tr", has_text="ＰＤＦファイル編集サービスの導入")
    row.get_by_role("link", name="廃止・統合").click()
    page.get_by_label("廃止・統合の理由").fill("機能が他のサービスに含まれるため")
    assert violations(page) == []
    page.get_by_role("button", name="改定案に入れる").click()
    page.get_by_role("button", name="この内容で決定する").click()
    page.get_by_role("button", name="施行する").click()
    expect(page.get_by_role("status").first).to_contain_text("改定を施行しました。")
    page.goto(f"{fresh.address}{PLAN}comparison/")
    expect(page.locator(".compare ins").first).to_contain_text("令和８年10月13日限りで廃止")
    assert violations(page) == []
    assert fresh.problems == []


@pytest.mark.parametrize("where", ["edit", "period", "import", "add", "rebase"])
def test_pages_of_a_draft_have_no_violation_and_fit_a_phone(
    fresh: Site, context: BrowserContext, where
):
    page = fresh.sign_in(context, "office")
    page.goto(f"{fresh.address}{PLAN}amendments/new/")
    page.get_by_label("改定の名称").fill("令和８年11月改定")
    page.get_by_label("施行日").fill("2026-11-01")
    page.get_by_label("改定の理由").fill("見直し")
    page.get_by_role("button", name="改定案を作る").click()
    page.set_viewport_size({"width": 390, "height": 844})

    page.goto(f"{page.url}{where}/")

    assert page.evaluate("document.documentElement.scrollWidth") == 390
    assert violations(page) == []
    assert fresh.problems == []
