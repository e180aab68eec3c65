"""What came with the sections' side of the round, by keys alone: 各課への問い, 年度評価, the round's page, a deputy."""

import re

import pytest
from playwright.sync_api import Locator, expect

from tests.browser.addresses import address_of
from tests.browser.conftest import Site
from tests.browser.hands import Keyboard

pytestmark = pytest.mark.browser


def todo(keyboard: Keyboard, words: str, deed: str) -> Locator:
    """What a task of マイページ leads to."""
    task = keyboard.page.locator("li.task", has_text=words)
    return task.get_by_role("link", name=re.compile(f"^{deed}")).last


def button(keyboard: Keyboard, name: str) -> Locator:
    """The first button with a name that begins so."""
    return keyboard.page.get_by_role("button", name=re.compile(f"^{name}")).first


def test_clerk_answers_two_questions_and_one_as_last_time(desk):
    clerk = desk("clerk")
    clerk.go(todo(clerk, "各課への問い ２件", "回答する"))
    first = clerk.page.locator(".ask__row", has_text="B-③-1")
    clerk.write(first.get_by_role("textbox").first, "住所変更の届出の決裁を電子にした。")
    clerk.write(first.get_by_label("切り替えた様式の数"), "1")
    clerk.go(clerk.page.get_by_role("button", name="回答を保存する").last)
    expect(clerk.said()).to_contain_text("１件の回答を保存しました。")

    second = clerk.page.locator(".ask__row", has_text="B-④-3")
    clerk.go(second.get_by_role("button", name="前期と同じ"))

    expect(clerk.said()).to_contain_text("１件の回答を保存しました。")
    expect(clerk.page.locator("li.task", has_text="各課への問い")).to_have_count(0)


def test_year_is_looked_back_on_and_confirmed(fresh: Site, desk):
    office = desk("office")
    office.page.goto(fresh.address + address_of(fresh, "年度評価を始める"))
    days = {"opens_on": "2026-10-01", "due_on": "2026-10-20", "closes_on": "2026-10-30"}
    for name, day in days.items():
        office.date(office.page.locator(f"input[name={name}]"), day)
    office.go(button(office, "年度評価を作る"))

    clerk = desk("clerk")
    clerk.go(todo(clerk, "令和８年度の年度評価", "入力する"))
    clerk.write(clerk.page.locator("textarea[name=stage-do]"), "出張申請会を増やした。")
    outlook = clerk.page.locator("select[name=outlook]")
    clerk.reach(outlook)
    clerk.choose(outlook, "continue")
    clerk.go(clerk.page.locator("button[value=submit]").last)
    expect(clerk.said()).to_contain_text("年度評価を提出しました")

    head = desk("head")
    head.go(todo(head, "令和８年度の年度評価", ""))
    head.go(button(head, "確認する"))
    expect(head.said()).to_contain_text("確認しました")


def test_office_marks_sections_on_the_page_of_the_round_and_asks_them(fresh: Site, desk):
    office = desk("office")
    office.go(office.page.get_by_role("link", name=re.compile("^報告期の状況")))
    for name in ("総務課", "人事課"):
        office.press(office.page.get_by_role("checkbox", name=name), "Space")
    office.go(button(office, "提出をお願いする"))
    expect(office.page.get_by_role("heading", level=1)).to_contain_text("２課")
    office.go(button(office, "２課に送る"))

    expect(office.said()).to_contain_text("提出のお願いを送りました")


def test_head_names_a_deputy(desk):
    head = desk("head")
    head.page.goto(head.page.url + "progress/confirmations/")
    head.go(head.page.get_by_role("link", name="所属長の代理を置く"))
    head.go(head.page.get_by_role("link", name="代理を置く").last)
    head.write(head.page.locator("input[name=person]"), "例田 次郎")
    head.date(head.page.locator("input[name=valid_to]"), "2026-10-23")
    head.write(head.page.locator("input[name=reason]"), "出張のため")
    head.go(button(head, "代理を置く"))

    expect(head.said()).to_contain_text("例田 次郎さんが市民課の所属長の代理です。")
    expect(head.page.get_by_role("row", name="例田 次郎")).to_contain_text("出張のため")
