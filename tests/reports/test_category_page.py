"""The page of one category: its 取組方針, laws, lists and line of descent."""

import pytest
from django.urls import reverse

from initiatives.models import Framework, ItemList, Term
from tests import factories
from tests.conftest import CAST

QUERIES = 18
STATUS = {"outsider": 404, "anonymous": 302}


def url(category) -> str:
    return reverse("reports:category-show", args=[category.plan.slug, category.code])


@pytest.fixture
def category(plan):
    top = factories.category(plan=plan, code="A", label="A", title="利便性の向上")
    return factories.category(
        plan=plan,
        code="A-2",
        label="A-②",
        title="行政手続のオンライン化",
        parent=top,
        page="20",
        background="ＩＣＴを使う背景の文。",
    )


@pytest.mark.parametrize("name", CAST)
def test_category_show_opens_for_the_city_hall(as_, category, name):
    assert as_(name).get(url(category)).status_code == STATUS.get(name, 200)


def test_category_show_of_no_category_is_not_found(as_, plan):
    address = reverse("reports:category-show", args=[plan.slug, "Z-9"])

    assert as_("viewer").get(address).status_code == 404


def test_category_show_prints_policies_as_the_document_does(as_, category):
    heading = "(1) 市民サービスの利便性向上に関すること"
    first = factories.policy(category=category, heading=heading, departments_printed="全ての課")
    factories.policy(
        category=category,
        heading=heading,
        label="イ",
        text="",
        points=["① 支援する。", "② 明示する。"],
    )
    factories.policy(category=category, heading="(2) EBPM", label="ア", note="どの課かは記載がない")

    page = as_("viewer").get(url(category))

    found = page.context["page"]
    assert [(h.text, [p.row.label for p in h.policies]) for h in found.headings] == [
        (heading, ["ア", "イ"]),
        ("(2) EBPM", ["ア"]),
    ]
    assert f'id="policy-{first.code}"' in page.text
    assert '<p class="policy__point">② 明示する。</p>' in page.text
    assert "どの課かは記載がない" in page.text


def test_category_show_tells_laws_lists_and_members(as_, category):
    framework = Framework.objects.create(key="law", title="官民データ活用推進基本法")
    term = Term.objects.create(framework=framework, code="10", order=1, name="第10条")
    term.links.create(category=category, origin="document", note="手続における情報通信の技術の利用")
    listed = ItemList.objects.create(category=category, order=1, title="28手続")
    listed.items.create(number=1, name="罹災証明書の発行申請", department_printed="資産税課")
    row = factories.initiative(plan=category.plan, category=category)
    done = factories.initiative(plan=category.plan, category=category, completed_year=2024)
    again = factories.initiative(plan=category.plan, category=category, repeat_of=row)
    factories.term(plan=category.plan)

    page = as_("viewer").get(url(category))

    found = page.context["page"]
    assert found.level == "項目"
    assert [(m.title, m.note) for m in found.members] == [
        (row.title, ""),
        (done.title, "策定までに完了"),
        (again.title, "再掲"),
    ]
    assert [table.rows for table in found.tables] == [(("1", "罹災証明書の発行申請", "資産税課"),)]
    assert "手続における情報通信の技術の利用" in page.text
    assert '<a class="term"' in page.text
    assert 'title="ＩＣＴ：情報通信技術のこと。">ＩＣＴ</a>を使う背景の文。' in page.text


def test_category_above_lists_those_below(as_, category):
    page = as_("viewer").get(url(category.parent)).context["page"]

    assert (page.level, [(row.label, row.url) for row in page.children]) == (
        "分野",
        [("A-②", url(category))],
    )


def test_category_show_tells_its_descent_both_ways(as_, category, plan):
    later = factories.plan(municipality=plan.municipality, title="次の計画")
    renamed = factories.category(plan=later, code="A-2", label="A-②", title="フロントヤード改革")
    factories.succession(category=renamed, from_category=category, note="p.10：名称を変更")
    policy = factories.policy(category=category)
    heir = factories.initiative(plan=later, category=renamed)
    factories.succession(initiative=heir, from_policy=policy, kind="split", origin="reading")

    old, new = as_("viewer").get(url(category)), as_("viewer").get(url(renamed))

    (after,) = old.context["page"].descent.after
    (before,) = new.context["page"].descent.before
    assert (after.plan, after.label, after.title, after.kind, after.origin, after.note) == (
        "次の計画",
        "A-②",
        "フロントヤード改革",
        "名称変更",
        "計画書の記載",
        "p.10：名称を変更",
    )
    assert (before.title, before.url) == ("行政手続のオンライン化", url(category))
    ((heading,),) = [old.context["page"].headings]
    assert [(row.title, row.kind, row.origin) for row in heading.policies[0].after] == [
        (heir.title, "分割", "読み取り（要確認）")
    ]


@pytest.mark.parametrize("count", [1, 3])
def test_category_show_asks_the_same_number_of_queries(
    as_, category, count, django_assert_num_queries
):
    for _ in range(count):
        factories.policy(category=category)
        factories.initiative(plan=category.plan, category=category)
        factories.term(plan=category.plan, term=f"用語{_}")
        listed = ItemList.objects.create(category=category, order=_, title=f"一覧{_}")
        listed.items.create(number=1, name="手続")
    client = as_("viewer")
    client.get(url(category))

    with django_assert_num_queries(QUERIES):
        client.get(url(category))
