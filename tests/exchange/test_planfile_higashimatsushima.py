"""東松島市DX推進計画【概要版】, counted and compared with the text of the document."""

import re
from collections import Counter
from collections.abc import Iterator

import pytest

from exchange.planfile import dumping
from initiatives.models import (
    Framework,
    Milestone,
    Plan,
    PlanStatement,
    Responsibility,
    ScheduleBar,
    TermLink,
)
from kpis.models import Indicator
from organizations.models import Department
from tests.exchange import planfiles, printed

SLUG = "higashimatsushima-dx-plan"


@pytest.fixture(scope="module")
def loaded(django_db_setup, django_db_blocker) -> Iterator[bytes]:
    yield from printed.loaded_for_a_module(django_db_blocker, SLUG)


@pytest.fixture
def plan(loaded, db) -> Plan:
    return Plan.objects.get(slug=SLUG)


def document() -> str:
    """The seed without its marks for headings, bold type, links and list items."""
    text = re.sub(r"\*\*|</?b>|[<>]", "", printed.seed_text("003"))
    return re.sub(r"(?m)^(#+ |- ◎)", "", text)


def statement(plan: Plan, kind: str, key: str = "") -> PlanStatement:
    return plan.statements.get(kind=kind, key=key)


def test_higashimatsushima_has_3_categories_9_below_them_and_18_leaves(plan):
    assert (plan.level_names, plan.initiative_word) == (["取組方針", "取組内容"], "実施事項")
    tops = plan.categories.filter(parent=None)
    assert [(row.label, row.title) for row in tops] == [
        ("取組方針1", "便利な行政サービスの提供"),
        ("取組方針2", "快適に暮らせるまちづくり"),
        ("取組方針3", "効率的で持続可能な行政運営"),
    ]
    assert [row.children.count() for row in tops] == [2, 3, 4]
    leaves = Counter(plan.initiatives.values_list("category__code", flat=True))
    assert list(leaves.items()) == [
        ("1-1", 2),
        ("1-2", 3),
        ("2-1", 2),
        ("2-2", 1),
        ("2-3", 3),
        ("3-1", 4),
        ("3-2", 1),
        ("3-3", 1),
        ("3-4", 1),
    ]


def test_higashimatsushima_runs_from_r5_to_r7_without_a_cycle(plan):
    assert (plan.first_year, plan.last_year, plan.cycle) == (2023, 2025, "none")
    assert plan.adopted_on.isoformat() == "2024-01-17"
    assert plan.adopted_printed == "発行日 令和6年1月17日"
    assert plan.headquarters == "東松島市DX推進本部"
    assert (plan.municipality.code, plan.municipality.prefecture) == ("042145", "宮城県")


def test_higashimatsushima_says_what_the_document_does_not_contain(plan):
    assert plan.not_stated == ["schedule", "indicators", "milestones", "departments"]
    for model in (ScheduleBar, Milestone, Indicator, Responsibility):
        assert not model.objects.filter(initiative__plan=plan).exists()
    assert set(plan.initiatives.values_list("departments_printed", flat=True)) == {"no"}
    assert not plan.initiatives.exclude(situation="", direction="", page="").exists()


def test_higashimatsushima_has_four_goals_and_a_catchphrase(plan):
    goals = plan.statements.filter(kind="goal").values_list("text", flat=True)
    assert list(goals) == [
        "「待たない」「行かなくていい」「手軽な」行政サービスの提供を実現します。",
        "誰もが最善な方法で行政サービスが受けられる環境を実現します。",
        "「必要な」「安心な」「正確な」情報を届ける・受け取るを実現します。",
        "「効率よく」「無駄のない」市役所を実現します。",
    ]
    assert statement(plan, "catchphrase").text == "まるっとつながる ひがしまつしま"
    assert statement(plan, "definition", "dx").text.startswith("本市におけるDXの定義は、")


def test_higashimatsushima_names_its_roles_as_printed(plan):
    roles = plan.statements.filter(kind="role").values_list("title", "text")
    assert list(roles)[:3] == [
        ("本部長", "副市長"),
        ("副本部長", "教育長"),
        ("本部長", "部課長級職員"),
    ]
    assert any("本部員の誤記と思われる" in note for note in plan.notes)


def test_higashimatsushima_names_its_upper_plans(plan):
    related = plan.statements.filter(kind="related_plan").exclude(key="place")
    assert list(related.values_list("title", flat=True)) == [
        "東松島市第2次総合計画後期基本計画",
        "東松島市DX推進計画基本方針",
        "東松島市第2次情報化計画",
        "東松島市第3次行政改革大綱",
    ]


def test_higashimatsushima_keeps_the_doubled_paragraph_once(plan):
    paragraph = "また、市長及び推進本部へ専門的な知見から"

    assert document().count(paragraph) == 2
    assert statement(plan, "structure").text.count(paragraph) == 1


def test_higashimatsushima_finds_a_misprint_by_its_right_spelling(plan):
    row = plan.initiatives.get(code="2-1-1")

    assert row.title == "デジタルデバインド(情報格差)対策"
    assert row.aliases == ["デジタルデバイド(情報格差)対策"]


def test_higashimatsushima_has_one_section_the_issuer(plan):
    rows = Department.objects.filter(municipality=plan.municipality)
    assert [(row.name, row.is_secretariat) for row in rows] == [("デジタル推進課", True)]


def test_higashimatsushima_links_are_readings_of_the_first_six_terms(plan):
    rows = TermLink.objects.filter(initiative__plan=plan).order_by("initiative__order")
    assert [(row.initiative.code, row.term.code, row.origin) for row in rows] == [
        ("1-1-1", "mynumber", "reading"),
        ("1-2-1", "online", "reading"),
        ("3-1-1", "standardization", "reading"),
        ("3-1-2", "security", "reading"),
        ("3-2-1", "ai-rpa", "reading"),
    ]
    assert Framework.objects.get(key="miyagi-joho-policy").municipality is None


def test_higashimatsushima_every_text_stands_in_the_document(plan):
    text = printed.stripped(document())

    found = [*printed.lines(plan), *printed.framework_words("miyagi-joho-policy")]

    assert len(found) > 80
    assert [line for line in found if printed.stripped(line) not in text] == []


def test_higashimatsushima_nothing_of_the_document_is_missing(plan):
    """All but the headings of chapters, figures and the table, whose cells are the tree."""
    held = printed.stripped("".join(printed.lines(plan)))
    parts = [
        part
        for line in document().split("\n")
        for part in re.split(r"\t|取組方針\d |^\(\d\)|[①-⑨]", line)
        if part.strip()
    ]

    assert [part.strip() for part in parts if printed.stripped(part) not in held] == [
        "東松島市DX推進計画【概要版】",
        "第1章 計画策定の趣旨",
        "東松島市DX推進計画の位置づけ",
        "東松島市DX推進計画と関連計画期間",
        "第2章 DXにおける動向",
        "第4章 課題と取組事項",
        "DXによる実現目標",
    ]


def test_higashimatsushima_dumped_is_the_file_and_changes_nothing(plan, loaded):
    text = re.sub(r"(?m)^#.*\n", "", loaded.decode())

    dumped = dumping.dump_yaml(plan)

    assert dumped == text
    assert planfiles.load(dumped).is_unchanged
