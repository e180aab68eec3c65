"""Searching the words of all plans."""

import pytest
from django.urls import reverse

from initiatives.models import ItemList, PlanStatement
from tests import factories

QUERIES = 17


def ask(client, **query):
    return client.get(reverse("reports:passage-search"), query)


def found(response) -> list[tuple[str, str]]:
    return [(row.passage.kind, row.passage.title) for row in response.context["answers"]]


@pytest.fixture
def world(plan):
    """One of everything that can be found."""
    top = factories.category(plan=plan, code="A", label="A", title="利便性の向上")
    category = factories.category(
        plan=plan,
        code="A-1",
        label="A-①",
        title="窓口",
        parent=top,
        background="背景のことば一",
        page="12",
    )
    row = factories.initiative(
        plan=plan,
        category=category,
        title="窓口ＤＸの導入",
        aliases=["別名のことば二"],
        number=1,
        page="18",
    )
    row.situation, row.direction = "クラウドサービス注３利用の現状", "方向のことば三"
    row.save()
    factories.bar(initiative=row, text="工程のことば四")
    factories.milestone(initiative=row, text="目標のことば五")
    factories.indicator(initiative=row, name="指標のことば六")
    listed = ItemList.objects.create(initiative=row, order=1, title="57手続", page="19")
    listed.items.create(number=1, name="項目のことば七")
    PlanStatement.objects.create(plan=plan, kind="vision", text="ビジョンのことば八", order=1)
    factories.term(plan=plan, term="ＩＣＴ", definition="用語のことば九", number=3)
    policy = factories.plan(municipality=plan.municipality, title="ＤＸ推進方針", kind="policy")
    heading = factories.category(plan=policy, code="A-1", label="A-①", title="窓口の方針")
    factories.policy(category=heading, points=["① 方針のことば十"])
    return plan


@pytest.mark.parametrize(
    ("query", "kind", "title"),
    [
        ("ことば一", "分類", "A-① 窓口"),
        ("ことば二", "取組事項", "A-①-1 窓口ＤＸの導入"),
        ("ことば三", "取組事項", "A-①-1 窓口ＤＸの導入"),
        ("ことば四", "取組事項", "A-①-1 窓口ＤＸの導入"),
        ("ことば五", "取組事項", "A-①-1 窓口ＤＸの導入"),
        ("ことば六", "取組事項", "A-①-1 窓口ＤＸの導入"),
        ("ことば七", "個別項目", "57手続"),
        ("ことば八", "計画の記述", "ビジョン"),
        ("ことば九", "用語", "ＩＣＴ"),
        ("ことば十", "取組方針", "ア ICT総合推進課・行政経営課"),
        ("ｺﾄﾊﾞ 十", "取組方針", "ア ICT総合推進課・行政経営課"),
        ("くらうどさーびす利用", "取組事項", "A-①-1 窓口ＤＸの導入"),
        ("サービス注 3利用", "取組事項", "A-①-1 窓口ＤＸの導入"),
        ("dx 導入", "取組事項", "A-①-1 窓口ＤＸの導入"),
        ("注 ３", "用語", "ＩＣＴ"),
    ],
)
def test_every_text_is_found_in_any_width(as_, world, query, kind, title):
    assert found(ask(as_("viewer"), q=query)) == [(kind, title)]


def test_answers_say_where_they_stand(as_, world):
    (answer,) = ask(as_("viewer"), q="方向のことば三").context["answers"]

    assert (answer.passage.where, answer.passage.page) == ("A 利便性の向上 ＞ A-① 窓口", "18")
    assert answer.excerpt == (("方向のことば三", True),)
    page = ask(as_("viewer"), q="方向のことば三").text
    assert "<mark>方向のことば三</mark>" in page
    assert f"{world.title} ＞ A 利便性の向上 ＞ A-① 窓口 ＞ 18ページ" in page


def test_titles_come_before_texts_and_plans_in_force_before_others(as_, world):
    assert found(ask(as_("viewer"), q="窓口"))[:3] == [
        ("分類", "A-① 窓口"),
        ("取組事項", "A-①-1 窓口ＤＸの導入"),
        ("分類", "A-① 窓口の方針"),
    ]


def test_one_plan_can_be_chosen(as_, world):
    client = as_("viewer")

    assert found(ask(client, q="窓口の方針", plan=world.slug)) == []
    assert len(found(ask(client, q="窓口の方針"))) == 1
    assert 'role="alert"' in ask(client, q="窓口", plan="nowhere").text


def test_other_cities_are_not_searched(as_, world):
    assert found(ask(as_("outsider"), q="窓口")) == []


def test_nothing_is_asked_before_a_word_is_typed(as_, world):
    assert found(ask(as_("viewer"))) == []
    assert "見つかりませんでした" in ask(as_("viewer"), q="どこにもない").text


def test_what_was_typed_is_escaped(as_, world):
    factories.initiative(plan=world, title="<b>太字</b>の取組")

    page = ask(as_("viewer"), q="<b>太字").text

    assert "<b>太字" not in page
    assert "<mark>&lt;b&gt;太字</mark>&lt;/b&gt;の取組" in page


def test_long_texts_are_cut_around_the_word(as_, plan):
    row = factories.initiative(plan=plan)
    row.situation = "前" * 100 + "目印" + "後" * 200
    row.save()

    (answer,) = ask(as_("viewer"), q="目印").context["answers"]

    assert answer.excerpt == (
        ("…", False),
        ("前" * 30, False),
        ("目印", True),
        ("後" * 90, False),
        ("…", False),
    )


@pytest.mark.parametrize("count", [1, 3])
def test_search_asks_the_same_number_of_queries(as_, plan, count, django_assert_num_queries):
    for number in range(count):
        row = factories.initiative(plan=plan, title="窓口")
        factories.bar(initiative=row)
        factories.policy(category=row.category)
        ItemList.objects.create(initiative=row, order=number, title="一覧").items.create(
            number=1, name="手続"
        )
    client = as_("viewer")
    ask(client, q="窓口")

    with django_assert_num_queries(QUERIES):
        ask(client, q="窓口")


def test_a_section_is_found_by_the_name_it_had_in_a_list(as_, plan, department):
    row = factories.initiative(plan=plan)
    listed = factories.item_list(initiative=row, title="28手続")
    factories.item(item_list=listed, name="要介護認定の申請", department=department)

    assert found(ask(as_("viewer"), q="市民課")) == [("個別項目", "28手続")]


@pytest.mark.parametrize("word", ["スケージュール", "スケジュール", "ｽｹｼﾞｭｰﾙ"])
def test_a_misprint_is_found_as_printed_and_as_meant(as_, plan, word):
    plan.misprints = ["スケージュール → スケジュール"]
    plan.save()
    factories.initiative(plan=plan, title="標準化", number=1, aliases=["大幅なスケージュール遅延"])

    assert found(ask(as_("viewer"), q=word)) == [("取組事項", "A-①-1 標準化")]
