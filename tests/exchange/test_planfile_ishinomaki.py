"""The real plan, counted and compared with the text of the document."""

import re
from collections import Counter
from collections.abc import Iterator
from decimal import Decimal

import pytest
from django.db import transaction

from initiatives.models import (
    Initiative,
    InitiativeItem,
    Milestone,
    Plan,
    Responsibility,
    ScheduleBar,
    TermLink,
)
from kpis.models import Indicator
from organizations.models import Department
from tests.exchange import planfiles

# The document's text lies beside the project, not in it.
SEEDS = planfiles.ROOT.parent / "shared" / "seeds"
NUMBER_OF_PRINTED_PAGES = 44


@pytest.fixture(scope="module")
def loaded(django_db_setup, django_db_blocker) -> Iterator[None]:
    """Load the plan once for all tests of this file, inside a transaction that is thrown away."""
    with django_db_blocker.unblock(), transaction.atomic():
        planfiles.load_ishinomaki()
        yield
        transaction.set_rollback(True)


@pytest.fixture
def ishinomaki(loaded, db) -> Plan:
    return Plan.objects.get(slug="ishinomaki-dx-plan")


def stripped(text: str) -> str:
    return re.sub(r"\s+", "", text)


def seed_text() -> str:
    """The text of the document as it was read from its pages."""
    found = sorted(SEEDS.glob("001_*.txt"))
    if not found:
        pytest.skip(f"the document's text is not beside the project ({SEEDS.name}/001_*.txt)")
    return found[0].read_text(encoding="utf-8")


def test_ishinomaki_has_30_initiatives_of_which_7_were_finished(ishinomaki):
    assert Initiative.objects.count() == 30
    assert Initiative.objects.active().count() == 23
    assert list(Initiative.objects.finished_before_plan().values_list("code", flat=True)) == [
        "A-1-3",
        "A-2-5",
        "A-3-1",
        "B-3-8",
        "B-3-9",
        "B-3-10",
        "B-4-4",
    ]


def test_ishinomaki_has_10_categories_with_background_under_two_fields(ishinomaki):
    categories = ishinomaki.categories
    assert [row.label for row in categories.filter(parent=None)] == ["A", "B"]
    assert categories.exclude(background="").count() == 10
    assert categories.exclude(parent=None).count() == 10


def test_ishinomaki_has_17_milestones_and_6_indicators(ishinomaki):
    assert Milestone.objects.count() == 17
    assert Indicator.objects.count() == 6
    assert not Initiative.objects.active().filter(milestones=None, indicators=None).exists()


def test_ishinomaki_lists_hold_57_and_26_procedures_15_data_sets_and_the_seal_tables(ishinomaki):
    counts = [
        (row.initiative.code, row.items.count())
        for row in ishinomaki.initiatives.get(code="A-2-1").item_lists.all()
    ]
    assert counts == [("A-2-1", 57), ("A-2-1", 3), ("A-2-1", 3), ("A-2-1", 20)]
    assert InitiativeItem.objects.filter(list__initiative__code="A-5-1").count() == 15
    seals = InitiativeItem.objects.filter(list__initiative__code="A-3-1")
    assert [(row.name, row.value, row.share) for row in seals.order_by("list", "number")] == [
        ("令和５年度までに廃止済", 2477, Decimal("90.8")),
        ("令和６年度までに廃止済", 149, Decimal("5.5")),
        ("廃止不可", 102, Decimal("3.7")),
        ("令和５年度までに廃止済", 250, Decimal("68.9")),
        ("令和６年度までに廃止済", 85, Decimal("23.4")),
        ("令和７年度末", 0, Decimal(0)),
        ("廃止不可", 28, Decimal("7.7")),
    ]


def test_ishinomaki_statements_cover_the_document(ishinomaki):
    counts = Counter(ishinomaki.statements.values_list("kind", flat=True))
    assert counts == {
        "vision": 2,
        "background": 4,
        "survey": 2,
        "related_plan": 1,
        "purpose": 2,
        "period": 2,
        "policy": 5,
        "principle": 12,
        "feature": 6,
        "structure": 10,
        "management": 2,
        "viewpoint": 2,
        "stage": 4,
        "closing": 2,
    }
    stages = ishinomaki.statements.filter(kind="stage")
    assert [row.key for row in stages] == ["plan", "do", "check", "act"]


@pytest.mark.parametrize(
    ("code", "printed"),
    [("A-1-1", "no"), ("A-1-2", "no"), ("A-2-1", "no"), ("A-2-5", "unclear"), ("A-3-1", "unclear")],
)
def test_ishinomaki_keeps_an_unprinted_department_unknown(ishinomaki, code, printed):
    row = Initiative.objects.get(code=code)

    assert row.departments_printed == printed
    assert list(row.responsibilities.all()) == []


def test_ishinomaki_departments_have_one_secretariat_and_four_groups(ishinomaki):
    assert Department.objects.get(is_secretariat=True).name == "ＤＸ推進課"
    groups = Department.objects.filter(kind="group")
    assert {row.name: [member.name for member in row.members.all()] for row in groups} == {
        "各課": [],
        "担当課": [],
        "窓口担当課（市民課等）": ["市民課"],
        "収入債権担当課（納税課等）": ["納税課"],
    }
    assert Department.objects.get(covers_all=True).name == "各課"


def test_ishinomaki_departments_of_an_initiative_stand_in_the_printed_order(ishinomaki):
    rows = Responsibility.objects.filter(initiative__code="B-3-7")
    assert [(row.department.name, row.role) for row in rows] == [
        ("会計課", "lead"),
        ("収入債権担当課（納税課等）", "related"),
        ("ＤＸ推進課", "related"),
        ("行政経営課", "related"),
    ]


def test_ishinomaki_marks_the_three_new_initiatives_of_page_8(ishinomaki):
    new = Initiative.objects.filter(origin="new").values_list("code", flat=True)
    assert list(new) == ["A-2-2", "A-2-4", "B-3-7"]


def test_ishinomaki_indicators_hold_what_is_printed(ishinomaki):
    found = {
        row.code: (
            row.direction,
            row.baseline_year,
            row.baseline_value,
            row.unit,
            [(target.kind, target.year, target.value) for target in row.targets.all()],
        )
        for row in Indicator.objects.all()
    }
    assert found == {
        "line-friends": ("up", 2023, 16401, "件", [("absolute", 2027, 27000)]),
        "inconvenience": ("down", 2024, Decimal("18.8"), "％", [("absolute", 2027, 15)]),
        "digital-notices": ("up", None, None, "通", [("absolute", 2027, 18000)]),
        "smartphone-class": ("up", 2023, 82, "人", [("absolute", 2027, 250)]),
        "card-holding": ("up", 2023, Decimal("74.2"), "％", [("absolute", 2027, 85)]),
        "tool-usage": ("up", None, None, "％", [("yoy", None, 7)]),
    }


def test_ishinomaki_leaves_the_reading_of_seven_percent_to_be_verified(ishinomaki):
    usage = Indicator.objects.get(code="tool-usage")

    assert (usage.year_on_year, usage.first_year_guide) == ("relative", 50)
    assert usage.to_verify == "「７％増」が前年度の値に対する比率か、ポイントかの記載がない"


def test_ishinomaki_does_not_invent_the_next_survey(ishinomaki):
    row = Indicator.objects.get(code="inconvenience")

    assert (row.cycle, row.next_measured_year) == ("survey", None)


def test_ishinomaki_links_printed_by_the_document(ishinomaki):
    rows = TermLink.objects.filter(origin="document", initiative__isnull=False)
    assert {(row.initiative.code, row.term.name) for row in rows} == {
        ("A-2-2", "自治体フロントヤード改革の推進"),
        ("A-2-4", "自治体フロントヤード改革の推進"),
        ("A-4-1", "マイナンバーカードの普及促進・利用の推進"),
        ("A-4-2", "マイナンバーカードの普及促進・利用の推進"),
        ("B-3-7", "公金収納におけるeLTAXの活用"),
        ("B-5-1", "セキュリティ対策の徹底"),
    }


def test_ishinomaki_every_initiative_stands_in_both_schedules(ishinomaki):
    tables = Counter(ScheduleBar.objects.values_list("table", flat=True))
    assert set(tables) == {"overview", "detail"}
    for table in tables:
        assert not Initiative.objects.exclude(
            pk__in=ScheduleBar.objects.filter(table=table).values("initiative")
        ).exists()


def test_ishinomaki_keeps_open_ends_open(ishinomaki):
    rows = ScheduleBar.objects.filter(initiative__code="B-1-2", table="detail")
    assert [(row.text, row.start_year, row.end_year, row.certain) for row in rows] == [
        ("学童支援システム運用開始", 2023, None, True),
        ("Wi-Fi環境及びタブレット端末を配置、専用アプリ運用開始", 2022, None, True),
    ]


def test_ishinomaki_keeps_the_words_of_the_document(ishinomaki):
    line = Initiative.objects.get(code="A-1-2")
    assert line.title == "LINE公式アカウントの活用の推進"
    assert line.aliases == ["LIINE公式アカウントの活用の推進"]
    assert "タイムリーに届けられるようなりました。" in line.situation
    assert Initiative.objects.get(code="A-4-2").title == (
        "ﾏｲﾅﾝﾊﾞｰｶｰﾄﾞを利用したｵﾝﾗｲﾝ申請を促進するためのｲﾝｾﾝﾃｨﾌﾞの導入"
    )
    assert ishinomaki.categories.get(code="B-2").background == (
        "地方公共団体情報システムの標準化に関する法律では、政令で定める標準化対象事務の処理に係る情報システムについて、"
        "地方公共団体は標準化を実施する責務を有するとされています。\n"
        "また、国による全国的なクラウド活用の環境整備の状況を踏まえ、当該環境においてクラウドを活用し、"
        "情報システムを利用するよう努めることとされています。"
    )


def printed_texts(plan: Plan) -> list[str]:
    """Every paragraph that claims to be the document's own."""
    texts = [row for pair in plan.statements.values_list("title", "text") for row in pair]
    texts += [
        row
        for trio in plan.categories.values_list("title", "short_title", "background")
        for row in trio
    ]
    for row in plan.initiatives.all():
        texts += [row.title, *row.aliases, row.situation, row.direction]
    texts += ScheduleBar.objects.values_list("text", flat=True)
    texts += [
        part for pair in Milestone.objects.values_list("text", "due_printed") for part in pair
    ]
    texts += Indicator.objects.values_list("name", flat=True)
    items = InitiativeItem.objects.filter(list__initiative__plan=plan)
    texts += items.values_list("name", flat=True)
    texts += items.values_list("department_printed", flat=True)
    texts += plan.glossary.values_list("definition", flat=True)
    return [line for text in texts for line in text.split("\n") if line]


def test_ishinomaki_every_text_stands_in_the_document(ishinomaki):
    document = stripped(seed_text())

    texts = printed_texts(ishinomaki)

    assert len(texts) > 500
    assert [text for text in texts if stripped(text) not in document] == []


def test_ishinomaki_no_paragraph_of_the_document_is_missing(ishinomaki):
    """Every long line of the document, which is always prose, is in the database."""
    held = stripped("".join(printed_texts(ishinomaki)))
    for name, text in ishinomaki.municipality.frameworks.values_list("terms__name", "terms__text"):
        held += stripped(name + text)
    prose = [
        stripped(line)
        for line in seed_text().split("\n")
        if len(line) > 40
        and re.search(r"[。、].*[ぁ-ん]", line)
        and not re.match(r"[\d①-⑮※・●]", line)
    ]

    assert len(prose) > 100
    assert [line for line in prose if line not in held] == []


def test_ishinomaki_pages_are_those_of_the_document(ishinomaki):
    pages = {*ishinomaki.initiatives.values_list("page", flat=True)}
    pages |= {*ishinomaki.statements.values_list("page", flat=True)}
    assert all(1 <= int(page) <= NUMBER_OF_PRINTED_PAGES for page in pages)
