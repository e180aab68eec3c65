"""個票: everything about one 取組事項."""

import re
from datetime import date

import pytest
from django.urls import reverse

from initiatives.models import Framework, InitiativeItem, ItemList, PlanStatement, Term
from tests import factories
from tests.conftest import CAST

QUERIES = 34
STATUS = {"outsider": 404, "anonymous": 302}


def text(response) -> str:
    return response.content.decode()


def stages(response):
    return response.context["sheet"].course.stages


@pytest.mark.parametrize("name", CAST)
def test_initiative_show_opens_for_the_city_hall(as_, initiative, period, name):
    response = as_(name).get(reverse("reports:initiative-show", args=[initiative.pk]))

    assert response.status_code == STATUS.get(name, 200)


def test_initiative_show_is_for_reading(as_, initiative):
    assert as_("secretary").post(initiative.get_absolute_url()).status_code == 405


def test_initiative_show_before_the_first_period(as_, initiative):
    page = text(as_("viewer").get(initiative.get_absolute_url()))

    assert "報告期はまだ始まっていません" in page
    assert "報告はまだありません。" in page
    assert "指摘事項はありません。" in page
    assert "資料に記載なし" in page


def test_initiative_show_names_the_stages_of_the_plan(as_, plan, initiative, period, department):
    PlanStatement.objects.create(
        plan=plan, kind="stage", key="plan", title="Plan", text="可視化する視点", order=1
    )
    factories.bar(initiative=initiative, text="今年の工程", start_year=2026, end_year=2026)
    factories.bar(initiative=initiative, text="先の工程", start_year=2027, end_year=2027)
    factories.milestone(initiative=initiative, text="導入", due_printed="令和８年度")
    factories.report(
        initiative=initiative,
        period=period,
        department=department,
        tone="slip",
        reason="遅れた理由",
        recovery="取り戻す見通し",
        future="revise",
        request="求めること",
    )

    response = as_("viewer").get(initiative.get_absolute_url())

    shown = stages(response)
    assert [stage.name for stage in shown] == ["計画 Plan", "実行 Do", "評価 Check", "改善 Act"]
    assert [[(entry.label, entry.text) for entry in stage.entries] for stage in shown] == [
        [("令和８年度の工程", "今年の工程"), ("目標", "導入（令和８年度）")],
        [("実施状況", "実施中"), ("今期の実績", "今期の実績の文。")],
        [("理由", "遅れた理由")],
        [
            ("今後の方向性", "見直し"),
            ("今後の取組", "今後の取組の文。"),
            ("見通し", "取り戻す見通し"),
            ("推進本部に求めること", "求めること"),
        ],
    ]
    assert shown[0].viewpoint == "可視化する視点"
    assert shown[2].mark.word == "やや遅れ"


@pytest.mark.parametrize("cycle", ["ooda", "none"])
def test_initiative_show_invents_no_stages(as_, plan, initiative, period, cycle):
    plan.cycle = cycle
    plan.save()

    response = as_("viewer").get(initiative.get_absolute_url())

    assert [(stage.name, stage.heading) for stage in stages(response)] == [
        ("", "現状・課題"),
        ("", "取組の方向性"),
        ("", "取組"),
        ("", "結果"),
    ]
    assert ("各段階の名称は資料に記載がありません" in text(response)) == (cycle == "ooda")
    assert re.findall("Plan|Check|PDCA|観察", text(response)) == []


def test_initiative_show_keeps_a_draft_to_the_section(as_, initiative, period, department):
    factories.report(
        initiative=initiative,
        period=period,
        department=department,
        state="draft",
        result="まだ内緒の文",
    )

    page = text(as_("viewer").get(initiative.get_absolute_url()))

    assert "まだ内緒の文" not in page
    assert '<span class="chip chip--draft">下書き</span>' in page
    assert "未提出" in page


def test_initiative_show_tells_reports_through_time(as_, story, viewer):
    slips, done = story.rows["slips"], story.rows["done"]

    course = as_("viewer").get(slips.get_absolute_url()).context["sheet"].course
    finished = as_("viewer").get(done.get_absolute_url()).context["sheet"].course

    assert [(r.label, r.mark.word, r.state) for r in course.rounds] == [
        ("R8 第２", "遅れ", "受理済"),
        ("R8 第１", "やや遅れ", "受理済"),
        ("R7 第４", "計画どおり", "受理済"),
    ]
    assert (course.mark.word, course.previous.word) == ("遅れ", "やや遅れ")
    assert [(r.label, r.mark.word) for r in finished.rounds] == [("R7 第４", "完了")]


def test_initiative_show_of_one_complete_before_the_plan(as_, story, viewer):
    page = text(as_("viewer").get(story.rows["early"].get_absolute_url()))

    assert "計画の策定までに完了した取組事項のため、進捗報告はありません。" in page


def test_initiative_show_charts_its_indicator(as_, initiative, period, department):
    indicator = factories.indicator(initiative=initiative, to_verify="増の読み方")
    factories.measurement(indicator=indicator, quarter=1)
    factories.measurement(indicator=indicator, quarter=2, value="79.4", as_of=date(2026, 9, 30))
    factories.report(initiative=initiative, period=period, department=department)

    response = as_("viewer").get(initiative.get_absolute_url())
    page = text(response)

    assert '<span class="num">79.4<span class="unit">％</span></span>' in page
    assert '<svg class="chart"' in page
    assert "要確認：増の読み方" in page
    assert response.context["sheet"].course.rounds[0].values == "79.4％"


def test_initiative_show_without_a_value_draws_no_empty_chart(as_, initiative, period):
    factories.indicator(initiative=initiative, baseline_year=None, baseline_value=None)

    page = text(as_("viewer").get(initiative.get_absolute_url()))

    assert "まだ値がありません" in page
    assert '<svg class="chart"' not in page


def test_initiative_show_tells_where_its_words_come_from(as_, plan, initiative, office):
    initiative.responsibilities.update(certain=False)
    initiative.responsibilities.create(
        department=office, role="lead", origin="office", valid_from=date(2026, 4, 1)
    )
    initiative.aliases, initiative.notes = ["別の表記の名"], ["担当は読み取り"]
    initiative.save()
    factories.bar(initiative=initiative, text="検討", end_year=None)
    framework = Framework.objects.create(key="national", title="国の重点取組事項", version="初版")
    term = Term.objects.create(framework=framework, code="1", order=1, name="テレワーク")
    term.links.create(category=initiative.category, origin="document")

    page = text(as_("viewer").get(initiative.get_absolute_url()))

    assert '市民課 <span class="sub">主担当・計画書（読み取り・要確認）</span>' in page
    assert "事務局の割当て（令和８年４月１日～）" in page
    assert "報告する課 ＤＸ推進課" in page
    assert "別の表記の名" in page
    assert "担当は読み取り" in page
    assert "R7～　検討" in page
    assert "国の重点取組事項（初版）・計画書の記載・A-①として" in page


def test_initiative_show_counts_its_lists(as_, initiative):
    listed = ItemList.objects.create(initiative=initiative, order=1, title="手続", page="19")
    for number, status in enumerate(("done", "done", "candidate"), 1):
        InitiativeItem.objects.create(
            list=listed, number=number, name=f"<b>届出{number}</b>", status=status
        )

    response = as_("viewer").get(initiative.get_absolute_url())

    (table,) = response.context["sheet"].promise.tables
    assert table.counts == "完了 2件、検討対象 1件"
    assert table.headings == ("番号", "名称", "状況")
    assert table.rows[0] == ("1", "<b>届出1</b>", "完了")
    assert "<b>届出" not in text(response)


def test_initiative_show_tells_remarks_with_answers(as_, initiative, executive, clerk):
    factories.remark(initiative=initiative, by=executive, text="土日の開催を検討すること。")

    page = text(as_("clerk").get(initiative.get_absolute_url()))

    assert "土日の開催を検討すること。" in page
    assert "まだ回答がありません。" in page
    assert "対応状況を書く" in page


@pytest.mark.parametrize(
    ("name", "entry", "remark", "assign"),
    [
        ("clerk", "今期の報告を入力する", False, False),
        ("secretary", "今期の報告を見る", True, True),
        ("executive", "", True, False),
        ("viewer", "", False, False),
        ("neighbour", "", False, False),
    ],
)
def test_initiative_show_offers_what_the_person_may_do(
    as_, initiative, period, name, entry, remark, assign
):
    ways = as_(name).get(initiative.get_absolute_url()).context["ways"]

    assert ways.entry_words == entry
    assert (bool(ways.remark), bool(ways.assign)) == (remark, assign)


@pytest.mark.parametrize("name", ["clerk", "secretary"])
def test_initiative_show_leads_only_where_the_doors_open(as_, initiative, period, name):
    client = as_(name)
    ways = client.get(initiative.get_absolute_url()).context["ways"]

    addresses = [address for address in (ways.entry, ways.remark, ways.assign) if address]

    assert [client.get(address).status_code for address in addresses] == [200] * len(addresses)


def test_initiative_show_carries_no_inline_style_or_script(as_, initiative, period):
    page = text(as_("viewer").get(initiative.get_absolute_url()))

    assert re.findall(r"\sstyle=|<style|\son[a-z]+=|<script(?![^>]*\bsrc=)", page) == []


@pytest.mark.parametrize("count", [1, 3])
def test_initiative_show_asks_the_same_number_of_queries(
    as_, plan, initiative, department, executive, count, django_assert_num_queries
):
    listed = ItemList.objects.create(initiative=initiative, order=1, title="手続")
    for number in range(count):
        period = factories.period(
            plan=plan,
            quarter=number + 1,
            as_of=date(2026, 6, 30),
            opens_on=date(2026, 7, 1),
            due_on=date(2026, 7, 16),
            closes_on=date(2026, 12, 31),
        )
        factories.report(initiative=initiative, period=period, department=department)
        indicator = factories.indicator(initiative=initiative)
        factories.measurement(indicator=indicator)
        factories.bar(initiative=initiative)
        factories.milestone(initiative=initiative)
        factories.remark(initiative=initiative, by=executive)
        InitiativeItem.objects.create(list=listed, number=number, name="届出")
    client = as_("clerk")
    client.get(initiative.get_absolute_url())

    with django_assert_num_queries(QUERIES):
        client.get(initiative.get_absolute_url())


def test_initiative_show_uses_the_words_of_the_plan(as_, plan, initiative):
    plan.situation_word, plan.direction_word = "現状", "方向性"
    plan.save()

    page = text(as_("viewer").get(initiative.get_absolute_url()))

    assert "<dt>方向性</dt><dd>●方向性の文。</dd>" in page
    assert "<dt>現状</dt><dd>現状の文。</dd>" in page


def test_initiative_show_sets_the_deadline_beside_the_nation_s(as_, initiative):
    factories.milestone(
        initiative=initiative,
        text="標準化仕様への切替え完了",
        due="month",
        due_year=2027,
        due_month=9,
        national_year=2025,
        support_printed="令和１２年度まで",
    )

    page = text(as_("viewer").get(initiative.get_absolute_url()))

    assert "標準化仕様への切替え完了（令和９年９月まで）" in page
    assert "<dt>計画の期限</dt><dd>令和９年９月まで</dd>" in page
    assert "<dt>国の期限</dt><dd>令和７年度まで</dd>" in page
    assert "<dt>国の支援</dt><dd>令和１２年度まで</dd>" in page


def test_initiative_show_marks_and_explains_the_words_of_the_glossary(as_, plan, initiative):
    word = factories.term(plan=plan, number=3, term="クラウド", definition="<b>の説明")
    factories.term(plan=plan, number=4, term="使わない語")
    initiative.direction = "クラウド注３の<活用>"
    initiative.save()

    response = as_("viewer").get(initiative.get_absolute_url())

    page = text(response)
    assert (
        f'クラウド<a class="note-ref" href="/plans/{plan.slug}/chapters/#term-{word.pk}" '
        'title="クラウド：&lt;b&gt;の説明">注３<span class="vh">（用語 クラウド）</span></a>の&lt;活用&gt;'
    ) in page
    assert [entry.term for entry in response.context["sheet"].words] == ["クラウド"]
    assert "<dd>&lt;b&gt;の説明</dd>" in page


def test_initiative_show_tells_where_it_comes_from(as_, plan, initiative):
    policy_plan = factories.plan(municipality=plan.municipality, title="推進方針", kind="policy")
    heading = factories.category(plan=policy_plan, code="A-5", label="A-⑤", title="オープンデータ")
    policy = factories.policy(category=heading, label="イ", departments_printed="ICT総合推進課")
    factories.succession(initiative=initiative, from_policy=policy, kind="continued", note="読取り")

    response = as_("viewer").get(initiative.get_absolute_url())

    (before,) = response.context["sheet"].descent.before
    assert (before.plan, before.level, before.label, before.title, before.url) == (
        "推進方針",
        "取組方針",
        "A-⑤",
        "イ ICT総合推進課",
        f"/plans/{policy_plan.slug}/categories/A-5/#policy-{policy.code}",
    )
    assert "継続・計画書の記載：読取り" in text(response)


def test_initiative_of_the_former_plan_tells_what_became_of_it(as_, plan, initiative):
    initiative.completed_year = 2024
    initiative.save()
    later = factories.plan(municipality=plan.municipality, title="次の計画")
    heir = factories.initiative(plan=later, category=factories.category(plan=later, code="B"))
    factories.succession(initiative=heir, from_initiative=initiative, kind="merged")
    client = as_("viewer")

    (after,) = client.get(initiative.get_absolute_url()).context["sheet"].descent.after
    (before,) = client.get(heir.get_absolute_url()).context["sheet"].descent.before

    assert (after.plan, after.title, after.kind) == ("次の計画", heir.title, "統合")
    assert (before.title, before.is_finished) == (initiative.title, True)


def test_initiative_without_a_line_of_its_own_shows_its_category_s(as_, plan, initiative):
    older = factories.plan(municipality=plan.municipality, title="推進方針")
    origin = factories.category(plan=older, code="A-1", title="元の分類")
    factories.succession(category=initiative.category, from_category=origin)

    response = as_("viewer").get(initiative.get_absolute_url())

    descent = response.context["sheet"].descent
    assert ([row.title for row in descent.before], descent.of_category) == (
        ["元の分類"],
        str(initiative.category),
    )


def test_initiative_show_tells_of_revisions_and_repetition(as_, plan, initiative):
    again = factories.initiative(
        plan=plan,
        repeat_of=initiative,
        valid_from=date(2026, 7, 1),
        valid_to=date(2027, 3, 31),
    )

    page = text(as_("viewer").get(again.get_absolute_url()))

    assert f'再掲（元は<a href="{initiative.get_absolute_url()}">{initiative.title}</a>' in page
    assert "令和８年７月１日の改定で追加、令和９年４月１日の改定で廃止" in page


def test_schedule_without_years_is_told_as_such(as_, plan, initiative, period):
    factories.bar(initiative=initiative, text="仕様の検討", start_year=None, end_year=None)
    plan.cycle = "none"
    plan.save()

    response = as_("viewer").get(initiative.get_absolute_url())

    (bar,) = response.context["sheet"].promise.bars
    assert (bar.span, bar.is_guess, bar.touches(2026)) == ("時期の記載なし", False, False)
    work = stages(response)[2]
    assert ("時期の記載がない工程", "仕様の検討") in [(e.label, e.text) for e in work.entries]
    assert ("令和８年度の工程", "資料に記載なし") in [(e.label, e.text) for e in work.entries]
