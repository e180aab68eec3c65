"""The policy of December 2021, counted and compared with its text, and what the plan after it made of it."""

import re
from collections import Counter
from collections.abc import Iterator
from datetime import date

import pytest
from django.db import transaction

from exchange.planfile.dumping import dump_yaml
from initiatives.models import (
    Category,
    CategoryPolicy,
    GlossaryTerm,
    InitiativeItem,
    ItemList,
    Plan,
    PlanStatement,
    Succession,
    TermLink,
)
from organizations.models import Department
from tests.exchange import planfiles

FIXTURES = planfiles.ROOT / "fixtures"
POLICY = FIXTURES / "ishinomaki-dx-policy.yaml"
# The documents' texts lie beside the project, not in it.
SEEDS = planfiles.ROOT.parent / "shared" / "seeds"


@pytest.fixture(scope="module")
def loaded(django_db_setup, django_db_blocker) -> Iterator[None]:
    """Load the policy and the plan after it once for all tests of this file; thrown away at the end."""
    with django_db_blocker.unblock(), transaction.atomic():
        planfiles.load_ishinomaki()
        yield
        transaction.set_rollback(True)


@pytest.fixture
def policy(loaded, db) -> Plan:
    return Plan.objects.get(slug="ishinomaki-dx-policy")


def stripped(text: str) -> str:
    return re.sub(r"\s+", "", text)


def seed_text() -> str:
    """The text of the document without the marks of its transcription: bold, tags, hyphens of lists."""
    found = sorted(SEEDS.glob("002_*.txt"))
    if not found:
        pytest.skip(f"the document's text is not beside the project ({SEEDS.name}/002_*.txt)")
    text = re.sub(r"\*\*|</?(?:p|ul)\b[^>]*>", "", found[0].read_text(encoding="utf-8"))
    return re.sub(r"(?m)^ ?- ", "", text)


def test_policy_is_a_policy_of_five_years_without_initiatives(policy):
    assert (policy.kind, policy.first_year, policy.last_year) == ("policy", 2021, 2025)
    assert (policy.adopted_on, policy.adopted_precision) == (date(2021, 12, 1), "month")
    assert (policy.adopted_printed, policy.cycle) == ("令和3年12月", "none")
    assert policy.initiatives.count() == 0
    assert policy.not_stated == ["schedule", "indicators", "milestones"]


def test_policy_has_10_categories_under_two_headings(policy):
    rows = policy.categories.values_list("code", "label", "page")
    assert list(rows) == [
        ("A", "A", "17"),
        ("A-1", "A-①", "18"),
        ("A-2", "A-②", "20"),
        ("A-3", "A-③", "23"),
        ("A-4", "A-④", "25"),
        ("A-5", "A-⑤", "26"),
        ("B", "B", "27"),
        ("B-1", "B-①", "28"),
        ("B-2", "B-②", "30"),
        ("B-3", "B-③", "32"),
        ("B-4", "B-④", "33"),
        ("B-5", "B-⑤", "41"),
    ]
    assert policy.categories.exclude(background="").count() == 10


def test_policy_names_30_groups_of_sections(policy):
    rows = CategoryPolicy.objects.filter(category__plan=policy)
    assert rows.count() == 30
    assert Counter(rows.values_list("category__code", flat=True)) == {
        "A-1": 4,
        "A-2": 4,
        "A-3": 3,
        "A-4": 1,
        "A-5": 2,
        "B-1": 4,
        "B-2": 4,
        "B-3": 2,
        "B-4": 3,
        "B-5": 3,
    }
    assert sum(len(row.points) for row in rows) == 19
    assert all(bool(row.text) != bool(row.points) for row in rows)


def test_policy_of_one_group_holds_its_points_and_sections(policy):
    row = CategoryPolicy.objects.get(category__plan=policy, code="B-4-b")

    assert (row.label, row.departments_printed, row.page) == ("イ", "人事課", "33～40")
    assert [section.name for section in row.departments.all()] == ["人事課"]
    assert row.points == [
        "① ICT 総合推進課と連携したデジタル人材の確保に向けた要件等の検討と確保策の実施に取り組みます。",
        "② ICT 総合推進課と連携したデジタル分野における各種リテラシー向上につながる研修の実施に取り組みます。",
        "③ デジタル庁等、関係機関への派遣や人事ローテーションを活かしたデジタル人材の育成に取り組みます。",
    ]


def test_policy_leaves_the_sections_of_the_guideline_unknown(policy):
    row = CategoryPolicy.objects.get(category__plan=policy, code="A-3-a")

    assert (row.departments_printed, row.departments.count()) == ("見直し指針の対象課", 0)


def by_section(policy: Plan, code: str) -> dict[str, int]:
    rows = InitiativeItem.objects.filter(list__category__plan=policy, list__category__code=code)
    return dict(Counter(rows.values_list("department__name", flat=True)))


def test_policy_lists_28_procedures_and_20_systems_by_section(policy):
    assert ItemList.objects.filter(category__plan=policy).count() == 2
    assert by_section(policy, "A-2") == {
        "資産税課": 1,
        "市民課": 1,
        "健康推進課": 1,
        "介護保険課": 11,
        "子育て支援課": 11,
        "子ども保育課": 3,
    }
    assert by_section(policy, "B-2") == {
        "市民税課": 3,
        "資産税課": 1,
        "市民課": 4,
        "健康推進課": 1,
        "保険年金課": 3,
        "介護保険課": 1,
        "障害福祉課": 1,
        "保護課": 1,
        "子育て支援課": 2,
        "子ども保育課": 1,
        "教育総務課": 1,
        "選挙管理委員会事務局": 1,
    }


def test_policy_statements_cover_the_document(policy):
    counts = Counter(policy.statements.values_list("kind", flat=True))
    assert counts == {
        "foreword": 3,
        "trend": 11,
        "related_plan": 6,
        "current": 3,
        "survey": 7,
        "purpose": 1,
        "definition": 1,
        "policy": 4,
        "principle": 12,
        "period": 1,
        "structure": 1,
        "role": 4,
        "feature": 1,
    }


def test_policy_holds_the_facts_of_the_survey(policy):
    rows = dict(PlanStatement.objects.filter(plan=policy, kind="survey").values_list("key", "text"))
    assert rows["method"].split("\n")[1:] == [
        "・標本数 2,700人",
        "・抽出方法 令和3年5月31日現在の住民基本台帳から各地区、年齢及び男女別の人口比率に基づき無作為抽出",
        "・配布回収 郵送",
        "・調査期間 令和3年7月9日～7月30日",
    ]
    assert rows["return"] == "・配布数 2,700件\n・回収数 1,158件（回収率42.9%）"
    assert len([line for line in rows["questions"].split("\n") if line.startswith("・")]) == 4
    assert len([line for line in rows["answers"].split("\n") if line.startswith("・")]) == 9


def test_policy_is_read_against_the_laws_its_tables_name(policy):
    links = TermLink.objects.filter(category__plan=policy)
    assert set(links.values_list("origin", flat=True)) == {"document"}
    found = [
        (row.category.code, row.term.code)
        for row in links.select_related("category", "term").order_by("category__order")
    ]
    assert Counter(code for code, _ in found) == {
        "A-1": 4,
        "A-2": 2,
        "A-3": 2,
        "A-4": 2,
        "A-5": 2,
        "B-1": 3,
        "B-2": 3,
        "B-3": 2,
        "B-4": 2,
        "B-5": 2,
    }
    priorities = links.filter(term__framework__key="juten-1").order_by("category__order")
    assert [(row.category.code, row.term.code) for row in priorities] == [
        ("A-2", "online"),
        ("A-4", "mynumber"),
        ("B-1", "ai-rpa"),
        ("B-2", "standardization"),
        ("B-3", "telework"),
        ("B-5", "security"),
    ]
    law = links.filter(term__framework__key="kanmin-data").order_by("category__order")
    assert [row.term.code for row in law] == [
        "14",
        "10",
        "10",
        "13",
        "11",
        "15",
        "15",
        "15",
        "17",
        "15",
    ]


def test_policy_sections_that_were_renamed_have_ended(policy):
    rows = Department.objects.filter(municipality=policy.municipality).exclude(valid_to=None)
    assert {
        row.name: (row.valid_to, [section.name for section in row.successors.all()]) for row in rows
    } == {
        "ICT総合推進課": (date(2024, 3, 31), ["ＤＸ推進課"]),
        "介護保険課": (date(2025, 3, 31), ["介護福祉課"]),
    }


def printed_texts(policy: Plan) -> list[str]:
    """Every paragraph that claims to be the document's own."""
    texts = [policy.title, policy.adopted_printed]
    texts += [row for pair in policy.statements.values_list("title", "text") for row in pair]
    texts += [row for pair in policy.categories.values_list("title", "background") for row in pair]
    for row in CategoryPolicy.objects.filter(category__plan=policy):
        texts += [row.heading, row.label + row.departments_printed, row.text, *row.points]
    texts += ItemList.objects.filter(category__plan=policy).values_list("title", flat=True)
    items = InitiativeItem.objects.filter(list__category__plan=policy)
    texts += items.values_list("name", flat=True)
    texts += TermLink.objects.filter(category__plan=policy).values_list("note", flat=True)
    texts += GlossaryTerm.objects.filter(plan=policy).values_list("definition", flat=True)
    return [line for text in texts for line in text.split("\n") if line]


def test_policy_every_text_stands_in_the_document(policy):
    document = stripped(seed_text())

    texts = printed_texts(policy)

    assert len(texts) > 350
    assert [text for text in texts if stripped(text) not in document] == []


def test_policy_no_paragraph_of_the_document_is_missing(policy):
    """Every long line after the table of contents, tables aside, is in the database."""
    held = stripped("".join(printed_texts(policy)))
    body = seed_text().split("1 はじめに")[1]
    prose = [
        stripped(re.sub(r"^[AB①-⑤] ", "", line))
        for line in body.split("\n")
        if len(line) > 25 and "\t" not in line and "〒" not in line and "URL" not in line
    ]

    assert len(prose) > 200
    assert [line for line in prose if line not in held] == []


def test_policy_notes_explain_the_misprints_that_are_kept(policy):
    row = InitiativeItem.objects.get(list__category__plan=policy, name__startswith="居住")

    assert row.name == "居住（介護予防）サービス計画作成（変更）依頼の届出"
    assert row.note == "「居住」は原文のまま（石巻市ＤＸ推進計画 p.19では「居宅」）"
    kept = CategoryPolicy.objects.get(category__plan=policy, code="A-1-2a")
    assert kept.text == "市民サービスの利便性向上のために EBPM の実践に取り組めます。"


def test_plan_follows_the_policy_category_by_category(policy):
    plan = Plan.objects.get(slug="ishinomaki-dx-plan")
    rows = Succession.objects.filter(category__plan=plan)

    assert plan.predecessor == policy
    assert [(row.from_category.code, row.category.code) for row in rows.order_by("pk")] == [
        (code, code) for code in Category.objects.filter(plan=plan).values_list("code", flat=True)
    ]
    renamed = rows.exclude(kind="continued").order_by("category__order")
    assert [
        (row.from_category.title, row.category.title, row.kind, row.origin) for row in renamed
    ] == [
        ("行政手続のオンライン化", "自治体フロントヤード改革の推進", "renamed", "document"),
        (
            "マイナンバーカードの普及促進",
            "マイナンバーカードの普及促進・利用の推進",
            "renamed",
            "document",
        ),
    ]


def test_plan_initiatives_descend_from_the_groups_of_the_policy(policy):
    rows = Succession.objects.filter(initiative__plan__slug="ishinomaki-dx-plan")
    found = Counter(
        (row.initiative.code, row.from_policy.code if row.from_policy else row.from_category.code)
        for row in rows.select_related("initiative", "from_policy", "from_category")
    )
    assert set(rows.values_list("origin", flat=True)) == {"reading"}
    assert not rows.filter(note="").exists()
    assert sorted(found) == [
        ("A-2-1", "A-2-a"),
        ("A-2-3", "A-1"),
        ("A-2-5", "A-2-c"),
        ("A-3-1", "A-3-a"),
        ("A-4-1", "A-4-a"),
        ("A-5-1", "A-5-a"),
        ("A-5-1", "A-5-b"),
        ("B-1-1", "B-1-1a"),
        ("B-1-1", "B-1-1b"),
        ("B-2-1", "B-2-a"),
        ("B-2-1", "B-2-b"),
        ("B-3-10", "B-3-a"),
        ("B-3-3", "B-3-a"),
        ("B-3-4", "B-3-a"),
        ("B-3-5", "B-3-b"),
        ("B-3-8", "B-3-a"),
        ("B-3-9", "B-3-a"),
        ("B-4-1", "B-4-a"),
        ("B-4-1", "B-4-b"),
        ("B-4-1", "B-4-c"),
        ("B-4-3", "B-4-b"),
        ("B-5-1", "B-5-2a"),
    ]


@pytest.mark.parametrize("slug", ["ishinomaki-dx-policy", "ishinomaki-dx-plan"])
def test_policy_and_plan_come_back_from_their_dumps_unchanged(loaded, db, slug):
    plan = Plan.objects.get(slug=slug)

    assert planfiles.load(dump_yaml(plan)).is_unchanged
    assert planfiles.load((FIXTURES / f"{slug}.yaml").read_bytes()).is_unchanged
