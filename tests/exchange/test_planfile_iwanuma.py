"""岩沼市デジタル化推進計画, counted and compared with the text of the document."""

import re
from collections.abc import Iterator

import pytest

from exchange.planfile import dumping
from initiatives.models import (
    Framework,
    InitiativeItem,
    Milestone,
    Plan,
    Responsibility,
    ScheduleBar,
    TermLink,
)
from kpis.models import Indicator
from organizations.models import Department
from tests.exchange import planfiles, printed

SLUG = "iwanuma-digital-plan"
# The four numbers of pages the document's text carries; each is a line of its own with a space behind it.
NUMBERS_OF_PAGES = {"7 ", "9 ", "15 ", "28 "}
LAST_PAGE = 31


@pytest.fixture(scope="module")
def loaded(django_db_setup, django_db_blocker) -> Iterator[bytes]:
    yield from printed.loaded_for_a_module(django_db_blocker, SLUG)


@pytest.fixture
def plan(loaded, db) -> Plan:
    return Plan.objects.get(slug=SLUG)


def document_lines() -> list[str]:
    """The seed line by line without the numbers of pages, which stand between the lines of a paragraph."""
    return [line for line in printed.seed_text("004").split("\n") if line not in NUMBERS_OF_PAGES]


def bars(plan: Plan, code: str) -> list[tuple[int, str, int | None, int | None, bool]]:
    rows = ScheduleBar.objects.filter(initiative__plan=plan, initiative__code=code)
    return [(row.row, row.text, row.start_year, row.end_year, row.certain) for row in rows]


def test_iwanuma_has_3_categories_and_11_initiatives(plan):
    assert (plan.level_names, plan.initiative_word) == (["視点"], "取組み")
    assert (plan.situation_word, plan.direction_word) == ("現状", "方向性")
    assert [(row.title, row.initiatives.count()) for row in plan.categories.all()] == [
        ("市民サービスの利便性向上", 2),
        ("新たな価値の創造・共創", 5),
        ("全市民への恩恵享受", 4),
    ]
    assert not plan.initiatives.filter(situation="").exists()
    assert not plan.initiatives.filter(direction="").exists()


def test_iwanuma_runs_from_r3_to_r10_with_ooda_and_no_named_stages(plan):
    assert (plan.first_year, plan.last_year, plan.cycle) == (2021, 2028, "ooda")
    assert (plan.adopted_on.isoformat(), plan.adopted_precision) == ("2021-09-01", "month")
    assert plan.headquarters == "岩沼市デジタル化推進本部"
    assert plan.not_stated == ["indicators", "departments"]
    assert not plan.statements.filter(kind="stage").exists()
    assert not Indicator.objects.filter(initiative__plan=plan).exists()
    assert not Responsibility.objects.filter(initiative__plan=plan).exists()
    rows = Department.objects.filter(municipality=plan.municipality)
    assert [(row.name, row.is_secretariat) for row in rows] == [("デジタル化推進室", True)]


def test_iwanuma_was_revised_with_a_reason_and_an_unknown_earlier_end(plan):
    revision = plan.revisions.get()

    assert revision.number == 1
    assert (revision.in_force_on.isoformat(), revision.in_force_precision) == (
        "2026-03-01",
        "month",
    )
    assert revision.in_force_printed == "令和８年 3 月"
    assert revision.earlier == "従前の終期は資料に記載なし"
    assert revision.reason == (
        "全国の自治体で急激に DX が進む中、ベンダーの人的リソース不足が深刻化し、"
        "本市においては２０基幹システムの標準化対応業務に遅延が発生するなど、"
        "推進計画の円滑な遂行が困難となっています。"
    )


def test_iwanuma_takes_three_steps(plan):
    rows = plan.steps.values_list("label", "title", "first_year", "last_year")
    assert list(rows) == [
        ("第１ステップ", "デジタル化の準備", 2021, 2022),
        ("第２ステップ", "デジタルの活用", 2023, 2027),
        ("第３ステップ", "デジタル文化の定着", 2028, 2028),
    ]


def test_iwanuma_draws_33_bars_in_11_schedules(plan):
    counts = [row.bars.count() for row in plan.initiatives.all()]
    assert counts == [2, 2, 6, 3, 2, 2, 9, 1, 2, 2, 2]
    assert sum(counts) == 33


def test_iwanuma_trains_its_staff_in_each_of_the_eight_years(plan):
    assert bars(plan, "2-5") == [
        *((1, "職員研修実施", year, year, True) for year in range(2021, 2029)),
        (2, "セキュリティレベルの評価／見直し", None, None, False),
    ]


def test_iwanuma_leaves_years_open_that_the_text_does_not_fix(plan):
    assert bars(plan, "2-1") == [
        (1, "仕様開示（国）", None, None, False),
        (2, "仕様・移行手順検討", None, None, False),
        (3, "移行開始", None, None, False),
        (4, "一部運用開始", None, None, False),
        (4, "全業務運用開始", None, None, False),
        (5, "完了目標9月", 2027, 2027, True),
    ]
    rows = ScheduleBar.objects.filter(initiative__plan=plan)
    assert rows.filter(start_year=None).count() == 24
    assert not rows.filter(start_year=None, certain=True).exists()


def test_iwanuma_has_its_own_deadline_beside_the_nations(plan):
    row = Milestone.objects.get(initiative__plan=plan)

    assert row.initiative.code == "2-1"
    assert (row.due, row.due_year, row.due_month) == ("month", 2027, 9)
    assert row.due_printed == "令和９年（2027 年）９月"
    assert (row.national_year, row.national_printed) == (2025, "令和７年度（2025 年度）までに")
    assert (row.support_year, row.support_printed) == (2030, "令和１２年度（2030 年度）まで")


def test_iwanuma_explains_33_terms_by_number(plan):
    rows = list(plan.glossary.all())

    assert [row.number for row in rows] == list(range(1, 34))
    assert (rows[0].term, rows[21].term, rows[32].term) == (
        "ICT",
        "eLTAX（エルタックス）",
        "推奨データセット",
    )
    assert rows[31].aliases == ["Application Programming Interface"]


def test_iwanuma_keeps_the_marks_of_the_notes_in_its_texts(plan):
    """Each 注 is marked somewhere in the text, in the width and with the spaces it is printed with."""
    text = "".join(printed.lines(plan))
    marks = {int(number) for number in re.findall(r"注 ?([0-9０-９]+)", text)}

    assert marks == set(range(1, 34))
    assert "クラウドサービス注３利用の推進" in text


def test_iwanuma_lists_hold_29_procedures_20_and_23_systems(plan):
    counts = {
        row.title: row.items.count()
        for initiative in plan.initiatives.all()
        for row in initiative.item_lists.all()
    }
    assert counts == {
        "子育て関係１５手続": 15,
        "介護関係１１手続": 11,
        "被災者支援、引っ越し、選挙の不在者投票": 3,
        "基幹系２０業務": 20,
        "中間標準レイアウト仕様が公開されている２３業務": 23,
    }
    items = InitiativeItem.objects.filter(list__initiative__plan=plan)
    assert set(items.values_list("status", "department")) == {("", None)}


def test_iwanuma_links_name_the_first_six_terms(plan):
    rows = TermLink.objects.filter(initiative__plan=plan).order_by("initiative__order", "term")
    assert [(row.initiative.code, row.term.code, row.origin) for row in rows] == [
        ("1-1", "online", "reading"),
        ("1-2", "mynumber", "reading"),
        ("2-1", "standardization", "reading"),
        ("2-2", "ai-rpa", "reading"),
        ("2-2", "telework", "reading"),
        ("2-3", "standardization", "document"),
        ("2-5", "security", "reading"),
    ]
    pillars = Framework.objects.get(key="miyagi-dx-policy")
    assert pillars.municipality is None
    assert [row.name for row in pillars.terms.all()] == [
        "暮らしの DX",
        "産業・地域の DX",
        "行政の DX",
    ]


def test_iwanuma_pages_are_those_of_the_document(plan):
    pages = {*plan.initiatives.values_list("page", flat=True)}
    pages |= {*plan.statements.values_list("page", flat=True)} - {""}
    pages |= {*plan.glossary.values_list("page", flat=True)}
    assert all(1 <= int(page) <= LAST_PAGE for page in pages)
    unnumbered = plan.statements.filter(page="").values_list("kind", flat=True)
    assert list(unnumbered) == ["foreword", "vision"]


def test_iwanuma_every_text_stands_in_the_document(plan):
    text = printed.stripped("".join(document_lines()))

    found = [
        *printed.lines(plan),
        *printed.framework_words("miyagi-dx-policy"),
        *printed.framework_words("iwanuma-sogo"),
    ]

    assert len(found) > 300
    assert [line for line in found if printed.stripped(line) not in text] == []


def test_iwanuma_nothing_of_the_document_is_missing(plan):
    """All but the cover, two chapters' headings, the head of a table and the years above each 工程表."""
    held = printed.stripped("".join(printed.lines(plan)))
    columns = re.compile(r"令和3年度 |\(2021年度\)|工程表|【(現状|方向性)】")
    parts = [
        re.sub(r"^（注 ?[0-9０-９]+）|^（[１-９]）|^[１-９]．", "", line.strip())
        for line in document_lines()
        if line.strip() and not columns.match(line.strip())
    ]

    assert [part for part in parts if printed.stripped(part) not in held] == [
        "第１章 計画の策定にあたり",
        "項目 内容",
        "第２章 情報化に関する社会環境及び国・県の動向",
        "第５章 着実な推進に向けて",
    ]


def test_iwanuma_dumped_is_the_file_and_changes_nothing(plan, loaded):
    text = re.sub(r"(?m)^#.*\n", "", loaded.decode())

    dumped = dumping.dump_yaml(plan)

    assert dumped == text
    assert planfiles.load(dumped).is_unchanged
