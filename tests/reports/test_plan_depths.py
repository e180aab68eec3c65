"""The plan page of plans of other kinds: other depths, other words, a 方針, and what a document does not contain."""

from datetime import date

import pytest

from initiatives.models import Framework, PlanStatement, Term
from tests import factories


def show(as_, plan):
    return as_("viewer").get(plan.get_absolute_url())


def lay(plan, *levels):
    """A branch of categories, each below the one before."""
    parent = None
    for number, title in enumerate(levels, 1):
        code = "-".join(["1"] * number)
        parent = factories.category(
            plan=plan, code=code, label=f"({number})", title=title, parent=parent
        )
    return parent


@pytest.mark.parametrize(
    ("levels", "part", "group"),
    [
        (["視点"], "分野ごとの取組み", "視点"),
        (["取組方針", "取組内容"], "(1)　取組方針", "取組内容"),
        (["柱", "施策", "細施策"], "(1)　柱", "(2) 施策 ＞ 細施策"),
    ],
)
def test_tree_of_any_depth_is_arranged(as_, plan, levels, part, group):
    plan.initiative_word = "取組み"
    plan.save()
    factories.initiative(plan=plan, category=lay(plan, *levels), title="行政手続のオンライン化")

    page = show(as_, plan)

    (found,) = page.context["parts"]
    assert (found.heading, [row.title for row in found.groups]) == (part, [group])
    assert '<h2 id="find">取組みを探す</h2>' in page.text
    assert "１の取組み" in page.text


def test_what_the_document_lacks_is_said_once_and_no_empty_column_stands(as_, plan, department):
    plan.not_stated = ["schedule", "indicators", "milestones", "departments"]
    plan.save()
    row = factories.initiative(plan=plan, departments_printed="no")
    row.responsibilities.create(department=department, role="lead", origin="office")
    factories.initiative(plan=plan, departments_printed="no")

    page = show(as_, plan).text

    assert "<b>資料に記載なし</b>：工程表、指標、目標事項、担当課。" in page
    assert page.count("資料に記載なし") == 1
    assert "目標事項・目標値（期限）" not in page
    assert '<th scope="col">報告する課</th>' in page
    assert "<td>市民課</td>" in page
    assert '<span class="sub">割当て前</span>' in page
    assert "0％" not in page


def test_repeated_initiative_is_marked_and_not_counted(as_, plan):
    first = factories.initiative(plan=plan, title="元の取組")
    factories.initiative(plan=plan, title="元の取組（再掲）", repeat_of=first)
    factories.initiative(
        plan=plan, title="あとからの取組", valid_from=date(2026, 7, 1), valid_to=date(2027, 3, 31)
    )

    page = show(as_, plan)

    assert (page.context["total"], page.context["repeated"]) == (2, 1)
    assert f'<a href="{first.get_absolute_url()}">再掲</a>（集計では数えません）' in page.text
    assert "令和８年７月１日の改定で追加、令和９年４月１日の改定で廃止" in page.text
    assert "（ほかに再掲 １件）" in page.text


def test_plan_opens_with_its_catchphrase_and_its_goals(as_, plan):
    for order, (kind, text) in enumerate(
        [
            ("policy", "方針の文"),
            ("catchphrase", "つながる東松島"),
            ("goal", "待たない行政"),
            ("goal", "無駄のない市役所"),
        ]
    ):
        PlanStatement.objects.create(plan=plan, kind=kind, text=text, order=order)

    page = show(as_, plan)

    opening = page.context["opening"]
    assert (opening.creed_word, opening.creed) == ("キャッチフレーズ", "つながる東松島")
    assert [goal.text for goal in opening.goals] == ["待たない行政", "無駄のない市役所"]
    assert "<li>待たない行政</li><li>無駄のない市役所</li>" in page.text


def test_steps_and_revisions_stand_on_the_plan_and_its_chapters(as_, plan):
    plan.steps.create(number=1, label="第１ステップ", title="準備", first_year=2025, last_year=2026)
    plan.steps.create(number=2, label="第２ステップ", title="いつか")
    plan.revisions.create(
        number=1,
        title="計画期間の変更",
        in_force_printed="令和８年 3 月",
        reason="遅延が発生",
        earlier="従前の終期は資料に記載なし",
    )

    for page in (show(as_, plan), as_("viewer").get(f"{plan.get_absolute_url()}chapters/")):
        assert [(s.before, s.width, s.after) for s in page.context["course"].steps] == [
            (0, 2, 1),
            (3, 0, 0),
        ]
        assert "いつか（時期の記載なし）" in page.text
        assert '<th scope="row" class="w">令和８年 3 月</th><td>計画期間の変更</td>' in page.text
        assert "<td>遅延が発生</td><td>従前の終期は資料に記載なし</td>" in page.text


def test_policy_shows_its_duties_by_heading_and_what_became_of_them(as_, plan):
    plan.kind = "policy"
    plan.save()
    category = lay(plan, "利便性", "オンライン化")
    heading = "(1) 手続に関すること"
    factories.policy(category=category, heading=heading, label="ア", departments_printed="全ての課")
    factories.policy(category=category, heading=heading, label="イ", departments_printed="総務課")
    framework = Framework.objects.create(key="law", title="官民データ法")
    term = Term.objects.create(framework=framework, code="10", order=1, name="第10条")
    term.links.create(category=category, origin="document")
    later = factories.plan(municipality=plan.municipality, title="次の計画", predecessor=plan)
    heir = factories.category(plan=later, code="A-2", label="A-②", title="フロントヤード改革")
    factories.succession(category=heir, from_category=category)

    page = show(as_, plan)

    (part,) = page.context["policies"]
    (group,) = part.groups
    assert (part.heading, group.title, group.laws) == ("(1)　利便性", "オンライン化", 1)
    assert [(h.text, [(d.label, d.sections) for d in h.duties]) for h in group.headings] == [
        (heading, [("ア", "全ての課"), ("イ", "総務課")])
    ]
    assert [(row.title, row.kind) for row in group.after] == [("フロントヤード改革", "名称変更")]
    assert f'次の計画 <a href="{later.get_absolute_url()}">次の計画</a>' in page.text
    assert "取組事項を探す" not in page.text
    assert "Excel（取組状況一覧）" not in page.text


def test_roles_are_a_table_on_the_page_of_the_chapters(as_, plan):
    PlanStatement.objects.create(plan=plan, kind="role", title="本部長", text="副市長", order=1)
    PlanStatement.objects.create(plan=plan, kind="goal", text="待たない行政", order=2)

    page = as_("viewer").get(f"{plan.get_absolute_url()}chapters/").text

    assert '<tr><th scope="row">本部長</th><td>副市長</td></tr>' in page
    assert '<ol class="articles"><li>待たない行政</li></ol>' in page


def test_notes_in_the_chapters_lead_to_the_glossary(as_, plan):
    word = factories.term(plan=plan, number=1)
    PlanStatement.objects.create(plan=plan, kind="trend", text="近年の注 1の進歩", order=1)

    page = as_("viewer").get(f"{plan.get_absolute_url()}chapters/").text

    assert f'<a class="note-ref" href="/plans/{plan.slug}/chapters/#term-{word.pk}"' in page
    assert f'<dt id="term-{word.pk}"><span class="code">注１</span> ＩＣＴ</dt>' in page


def test_plan_leads_to_the_pages_across_plans(as_, plan):
    way = f"{plan.get_absolute_url()}crosswalk/"
    links = {name: as_(name).get(plan.get_absolute_url()).text for name in ("clerk", "secretary")}

    assert [
        f'<a class="btn btn--line btn--sm" href="{way}">' in page for page in links.values()
    ] == [
        True,
        True,
    ]
    assert ["計画の取込み" in page for page in links.values()] == [False, True]


def test_lists_behind_the_chapters_are_offered_where_there_are_any(as_, plan):
    names = (
        "個別項目（手続・業務など）の一覧",
        "国の重点取組事項・関連計画との対応",
        "用語",
        "注記",
    )
    before = show(as_, plan).text
    row = factories.initiative(plan=plan)
    factories.item_list(initiative=row)
    framework = Framework.objects.create(key="law", title="官民データ法")
    term = Term.objects.create(framework=framework, code="10", order=1, name="第10条")
    term.links.create(initiative=row, origin="document")
    plan.glossary.create(term="ＤＸ", definition="変革", order=1)
    plan.notes = ["誤記は原文のまま"]
    plan.save()

    after = show(as_, plan).text

    assert [f"{name}</a></li>" in before for name in names] == [False] * 4
    assert [f"{name}</a></li>" in after for name in names] == [True] * 4


def test_chapters_leave_out_the_frameworks_a_plan_does_not_answer_to(as_, plan):
    row = factories.initiative(plan=plan)
    for key, title in (("law", "官民データ法"), ("sdgs", "持続可能な開発目標")):
        framework = Framework.objects.create(key=key, title=title)
        framework.terms.create(code="1", order=1, name=f"{title}の１")
        framework.terms.create(code="2", order=2, name=f"{title}の２")
    Term.objects.get(name="官民データ法の２").links.create(initiative=row, origin="document")

    page = as_("viewer").get(f"{plan.get_absolute_url()}chapters/").text

    assert ("官民データ法の２" in page, "持続可能な開発目標" in page) == (True, False)
    assert page.count("対応するものはありません") == 1
