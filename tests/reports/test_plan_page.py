"""The plan page and its other chapters."""

import re

import pytest
from django.urls import reverse

from initiatives.models import Framework, GlossaryTerm, PlanStatement, Term
from tests import factories
from tests.conftest import CAST

PLAN_QUERIES, CHAPTER_QUERIES = 27, 16
STATUS = {"outsider": 404, "anonymous": 302}


def url(plan, name="plan-show") -> str:
    return reverse(f"reports:{name}", args=[plan.slug])


def text(response) -> str:
    return response.content.decode()


def titles(response) -> list[str]:
    return [
        item.title
        for part in response.context["parts"]
        for group in part.groups
        for item in group.items
    ]


@pytest.mark.parametrize("name", CAST)
@pytest.mark.parametrize("page", ["plan-show", "chapter-list"])
def test_plan_show_and_chapter_list_open_for_the_city_hall(as_, plan, period, page, name):
    assert as_(name).get(url(plan, page)).status_code == STATUS.get(name, 200)


@pytest.mark.parametrize("page", ["plan-show", "chapter-list"])
def test_pages_are_for_reading(as_, plan, page):
    assert as_("secretary").post(url(plan, page)).status_code == 405


def test_plan_show_maps_the_newest_marks(as_, story, viewer):
    response = as_("viewer").get(url(story.plan))

    part = response.context["map"][0]
    words = {group.label: group.words for group in part.groups}
    rows = story.rows
    assert [group.label for group in part.groups] == ["A-①", "A-②"]
    assert words["A-①"] == f"{rows['done'].title} 完了、{rows['slips'].title} 遅れ"
    assert words["A-②"].count("未提出") == 1
    assert [mark.word for mark in response.context["key"]] == [
        "完了",
        "計画以上",
        "やや遅れ",
        "遅れ",
        "未提出",
    ]


def test_plan_show_before_the_first_period_says_so(as_, plan, initiative):
    page = text(as_("viewer").get(url(plan)))

    assert "報告期はまだ始まっていません" in page
    assert "報告前" in page


def test_plan_show_prints_goals_sections_and_completion(as_, plan, department, municipality):
    group = factories.department(municipality=municipality, name="各課", kind="group")
    first = factories.initiative(plan=plan, lead=group)
    first.origin = "new"
    first.save()
    factories.milestone(initiative=first, text="窓口の導入", due_printed="令和９年度までに")
    second = factories.initiative(plan=plan, departments_printed="no")
    second.responsibilities.create(department=department, role="lead", origin="office")
    factories.indicator(initiative=second)
    third = factories.initiative(
        plan=plan, departments_printed="unclear", completed_year=2024, page="39"
    )

    page = text(as_("viewer").get(url(plan)))

    assert '窓口の導入<span class="sub nowrap">（令和９年度までに）</span>' in page
    assert '<span class="chip">新規</span>' in page
    assert "保有率（市） 85.0％" in page
    assert "<td>各課</td>" in page
    assert "<td>資料に記載なし<br>" in page
    assert "報告：市民課（割当て）" in page
    assert "令和６年度までに完了（計画書 39ページ）" in page
    assert f'<span class="code">A-①-{third.number}</span>' not in page


@pytest.mark.parametrize(
    "query", ["ﾏｲﾅﾝﾊﾞｰ", "まいなんばー", "マイナンバー カード", "a-①-77", "交付率"]
)
def test_plan_show_finds_words_of_any_width(as_, plan, query):
    wanted = factories.initiative(
        plan=plan,
        title="マイナンバーカードの普及",
        number=77,
        aliases=["マイナンバーカード交付率の向上"],
    )
    factories.initiative(plan=plan, title="窓口ＤＸの導入")

    assert titles(as_("viewer").get(url(plan), {"q": query})) == [wanted.title]


def test_plan_show_narrows_by_branch_and_section(as_, story, office):
    top = story.plan.categories.get(code="A")
    second = story.plan.categories.get(code="A-2")
    lead = story.rows["falls"].responsibilities.create(department=office, role="related")
    client = as_("secretary")

    def found(**query):
        return titles(client.get(url(story.plan), query))

    assert len(found(category=top.pk)) == 7
    assert story.rows["slips"].title not in found(category=second.pk)
    assert found(department=lead.department_id) == [story.rows["falls"].title]
    assert found(q="どこにもない言葉") == []


@pytest.mark.parametrize("query", [{"category": "x"}, {"department": "999999"}, {"q": "あ" * 101}])
def test_plan_show_hides_nothing_for_a_senseless_filter(as_, plan, initiative, query):
    response = as_("viewer").get(url(plan), query)

    assert response.status_code == 200
    assert titles(response) == [initiative.title]
    assert 'role="alert"' in text(response)


def test_plan_show_escapes_what_was_typed(as_, plan, initiative):
    page = text(as_("viewer").get(url(plan), {"q": "<script>alert(1)</script>"}))

    assert "<script>alert" not in page
    assert "当てはまる取組事項はありません" in page


def test_plan_show_draws_the_overview_in_years(as_, plan, department):
    row = factories.initiative(plan=plan)
    factories.bar(initiative=row, table="overview", text="検討", start_year=2025, end_year=2025)
    factories.bar(initiative=row, table="overview", text="実施", start_year=2026, end_year=None)
    factories.bar(initiative=row, text="個別の工程")

    overview = as_("secretary").get(url(plan)).context["overview"]

    assert [[(c.width, c.text, c.is_guess) for c in line.cells] for line in overview] == [
        [(1, "検討", False), (2, "実施", True)]
    ]


def test_plan_show_keeps_a_flat_tree_in_one_part(as_, plan, viewer):
    for code in ("1", "2"):
        factories.initiative(
            plan=plan,
            category=factories.category(plan=plan, code=code, label=code, title=f"項目{code}"),
        )

    parts = as_("viewer").get(url(plan)).context["parts"]

    assert [(part.title, len(part.groups)) for part in parts] == [("分野ごとの取組事項", 2)]


@pytest.mark.parametrize("count", [1, 3])
def test_plan_show_asks_the_same_number_of_queries(
    as_, plan, period, department, count, django_assert_num_queries
):
    for _ in range(count):
        row = factories.initiative(plan=plan, lead=department)
        factories.bar(initiative=row, table="overview")
        factories.milestone(initiative=row)
        factories.indicator(initiative=row)
        factories.report(initiative=row, period=period, department=department)
    client = as_("clerk")
    client.get(url(plan))

    with django_assert_num_queries(PLAN_QUERIES):
        client.get(url(plan))


def test_plan_show_pages_after_fifty(as_, plan, viewer):
    for _ in range(51):
        factories.initiative(plan=plan)
    client = as_("viewer")

    assert len(titles(client.get(url(plan)))) == 50
    assert len(titles(client.get(url(plan), {"page": "2"}))) == 1
    assert len(client.get(url(plan), {"page": "2"}).context["map"][0].groups[0].items) == 51


def fill_chapters(plan, initiative, count=1):
    PlanStatement.objects.create(plan=plan, kind="policy", text="副次の文", order=1)
    PlanStatement.objects.create(
        plan=plan, kind="policy", key="headline", text="「最適」なサービス", order=2
    )
    PlanStatement.objects.create(
        plan=plan, kind="principle", title="第１条", text="ニーズから出発する", order=3
    )
    for number in range(count):
        framework = Framework.objects.create(
            key=f"national-{number}", title="国の重点取組事項", version="第3.0版"
        )
        term = Term.objects.create(
            framework=framework, code="1", order=1, name="フロントヤード改革"
        )
        term.links.create(initiative=initiative, origin="reading")
        term.links.create(category=initiative.category, origin="document")
        GlossaryTerm.objects.create(
            plan=plan, order=number, term=f"用語{number}", definition="定義の文"
        )


def test_plan_show_begins_with_the_creed(as_, plan, initiative):
    fill_chapters(plan, initiative)

    page = text(as_("viewer").get(url(plan)))

    assert '<p class="creed__word">基本方針</p>「最適」なサービス</blockquote>' in page


def test_chapter_list_tells_everything_else(as_, plan, initiative, outsider):
    fill_chapters(plan, initiative)
    plan.notes = ["p.39は読み取り"]
    plan.save()
    Framework.objects.create(
        key="elsewhere", title="よその計画", municipality=outsider.municipality
    )

    page = text(as_("viewer").get(url(plan, "chapter-list")))

    assert '<span class="code">第１条</span> ニーズから出発する' in page
    assert "国の重点取組事項（第3.0版）" in page
    assert "読み取り（要確認）" in page
    assert "計画書の記載" in page
    assert "用語0" in page
    assert "p.39は読み取り" in page
    assert "よその計画" not in page


@pytest.mark.parametrize("count", [1, 3])
def test_chapter_list_asks_the_same_number_of_queries(
    as_, plan, initiative, count, django_assert_num_queries
):
    fill_chapters(plan, initiative, count)
    client = as_("viewer")
    client.get(url(plan, "chapter-list"))

    with django_assert_num_queries(CHAPTER_QUERIES):
        client.get(url(plan, "chapter-list"))


@pytest.mark.parametrize("page", ["plan-show", "chapter-list", "schedule-show"])
def test_pages_carry_no_inline_style_or_script(as_, plan, initiative, page):
    found = text(as_("viewer").get(url(plan, page)))

    assert re.findall(r"\sstyle=|<style|\son[a-z]+=", found) == []
    assert re.findall(r"<script(?![^>]*\bsrc=)(?![^>]*application/json)", found) == []
