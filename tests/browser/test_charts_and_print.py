"""Interactive charts draw themselves from the page alone, and pages print on paper."""

import subprocess
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, expect

from tests.browser.addresses import address_of
from tests.browser.conftest import Site

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("name", ["ＫＰＩ", "工程表", "評価の推移"])
def test_chart_is_drawn_without_a_way_to_send_data_out(site: Site, context: BrowserContext, name):
    page = site.sign_in(context, "viewer")
    site.problems.clear()

    page.goto(site.address + address_of(site, name))

    chart = page.locator(".js-plotly-plot").first
    chart.scroll_into_view_if_needed()
    expect(chart.locator("svg").first).to_be_visible()
    assert page.locator("[data-title*=Share], [data-title*=cloud], [data-title*=Edit]").count() == 0
    assert page.locator("table").count() >= 1
    assert site.problems == []


PAPERS = [("ダッシュボード", "executive", 2), ("個票", "viewer", 1), ("工程表", "viewer", 2)]


@pytest.mark.parametrize(("name", "who", "most"), PAPERS)
def test_page_prints_with_its_head_and_the_demo_line(
    site: Site, context: BrowserContext, tmp_path: Path, name, who, most
):
    page = site.sign_in(context, who)
    page.goto(site.address + address_of(site, name))
    page.wait_for_load_state("networkidle")
    paper = tmp_path / "paper.pdf"

    page.pdf(path=paper, prefer_css_page_size=True, print_background=True)

    text = subprocess.run(
        ["pdftotext", "-layout", paper, "-"], capture_output=True, text=True, check=True
    ).stdout
    pages = text.count("\f")
    assert "デモ用の架空データ" in text
    assert "ログアウト" not in text
    assert 1 <= pages <= most
