"""A round by keys alone, from the clerk to the office: no click, no field filled by script."""

import re
import sqlite3

import pytest
from playwright.sync_api import Locator, expect

from tests.browser.addresses import address_of
from tests.browser.conftest import Site
from tests.browser.hands import Keyboard

pytestmark = pytest.mark.browser
REASON = "高校での出張申請の回数を書いてください。"


def slip(keyboard: Keyboard, number: str) -> Locator:
    """One report among those that wait."""
    return keyboard.page.locator("article.slip", has_text=number).first


def task(keyboard: Keyboard, number: str) -> Locator:
    """One task of マイページ."""
    return keyboard.page.locator("li.task", has_text=number).first


def hand_in(keyboard: Keyboard) -> None:
    """Press 提出する, and once more where a check has asked to look again."""
    page = keyboard.page
    keyboard.go(page.locator("button[value=submit]").last)
    if "/initiatives/" in page.url:
        keyboard.go(page.locator("button[value=submit]").last)
    expect(keyboard.said()).to_contain_text("提出しました")


def grade_of(site: Site, word: str) -> str:
    """The key of a grade of the plan."""
    with sqlite3.connect(site.database) as database:
        question = (
            "SELECT g.id FROM initiatives_grade g JOIN initiatives_plan p"
            " ON p.grade_scale_id = g.scale_id WHERE p.slug = 'ishinomaki-dx-plan' AND g.word = ?"
        )
        return str(database.execute(question, (word,)).fetchone()[0])


def test_report_goes_from_clerk_to_head_and_back_and_to_the_office(fresh: Site, desk):
    clerk = desk("clerk")
    clerk.go(task(clerk, "A-④-1").get_by_role("link").first)
    clerk.write(clerk.page.locator("input[inputmode=decimal]").first, "79.5")
    clerk.reach(clerk.page.locator("input[name=self_grade]:checked"))
    clerk.choose(
        clerk.page.locator("fieldset", has_text="進捗評価").first, grade_of(fresh, "計画どおり")
    )
    clerk.write(clerk.page.locator("textarea[name=result]"), "出張申請会を４回開催した。")
    clerk.reach(clerk.page.locator("input[inputmode=decimal]").first, backwards=True)
    hand_in(clerk)

    head = desk("head")
    head.go(task(head, "A-④-1").get_by_role("link").first)
    head.press(slip(head, "A-④-1").locator("summary", has_text="差し戻す"))
    head.write(slip(head, "A-④-1").locator("textarea[name=reason]"), REASON)
    head.go(slip(head, "A-④-1").get_by_role("button", name="理由を付けて差し戻す"))
    expect(head.said()).to_contain_text("差し戻しました")

    clerk.page.reload()
    expect(task(clerk, "A-④-1")).to_contain_text(REASON)
    clerk.go(task(clerk, "A-④-1").get_by_role("link").first)
    clerk.write(clerk.page.locator("textarea[name=result]"), "出張申請会を、高校で２回開催した。")
    hand_in(clerk)

    head.go(head.page.get_by_role("link", name="マイページ").first)
    head.go(task(head, "A-④-1").get_by_role("link").first)
    head.go(slip(head, "A-④-1").get_by_role("button", name=re.compile("^確認する")))
    expect(head.said()).to_contain_text("確認しました")

    office = desk("office")
    office.go(office.page.get_by_role("link", name=re.compile("^審査")).first)
    office.press(slip(office, "A-④-1").locator("summary", has_text="評価を変えて受理する"))
    choice = slip(office, "A-④-1").locator("select[name=reviewed_grade]")
    office.reach(choice)
    office.choose(choice, grade_of(fresh, "やや遅れ"))
    office.write(slip(office, "A-④-1").locator("textarea[name=review_reason]"), "目安を下回る。")
    office.go(slip(office, "A-④-1").get_by_role("button", name="評価を変えて受理する"))
    expect(office.said()).to_contain_text("受理しました")


def test_head_confirms_everything_that_waits(desk):
    clerk = desk("clerk-jinji")
    clerk.go(task(clerk, "B-④-3").get_by_role("button", name="前期から変化なし"))
    expect(clerk.said()).to_contain_text("提出しました")

    head = desk("head-jinji")
    head.go(task(head, "B-④-3").get_by_role("link").first)
    head.go(head.page.get_by_role("button", name=re.compile("すべて確認する$")).first)

    expect(head.said()).to_contain_text("確認しました")


def test_office_accepts_the_ticked_ones(fresh: Site, desk):
    office = desk("office")
    office.go(office.page.get_by_role("link", name=re.compile("^審査")).first)
    ticked = office.page.locator("article input[name=report]").first
    office.press(ticked, "Space")
    expect(ticked).to_be_checked()
    office.go(office.page.get_by_role("button", name="選んだ報告を受理する"))

    expect(office.said()).to_contain_text("受理しました")


def test_office_extends_a_deadline_and_asks_for_the_rest(fresh: Site, desk):
    office = desk("office")
    office.page.goto(fresh.address + address_of(fresh, "未提出"))
    office.go(office.page.get_by_role("link", name=re.compile("^期限を延ばす")).first)
    office.date(office.page.locator("input[name=due_on]"), "2026-10-20")
    office.write(office.page.locator("textarea[name=reason]"), "システムの更新のため")
    office.go(office.page.get_by_role("button", name="期限を延ばす"))
    expect(office.said()).to_contain_text("10月20日")

    office.go(office.page.get_by_role("button", name="提出をお願いする"))
    office.go(office.page.get_by_role("button", name=re.compile("課に送る$")))
    expect(office.said()).to_contain_text("提出のお願いを送りました")
