import re
from decimal import Decimal

import pytest
from django.urls import reverse

from progress.models import ProgressReport
from reports import portfolio
from reports.dashboard import build_page, more, since, stages
from tests import factories
from tests.conftest import CAST
from tests.reports.story import TODAY
from tests.reports.test_portfolio import fill

SEEN = dict.fromkeys(CAST, 200) | {"outsider": 404, "anonymous": 302}


def address(plan, **query) -> str:
    return reverse("reports:dashboard-show", args=[plan.slug], query=query or None)


def text_of(html: str) -> str:
    return re.sub(r"[ \n]+", " ", re.sub(r"<[^>]+>", " ", html))


@pytest.mark.parametrize("name", CAST)
def test_dashboard_is_for_the_whole_city_hall(as_, story, name):
    assert as_(name).get(address(story.plan)).status_code == SEEN[name]


def test_dashboard_is_not_for_someone_without_a_post(client, story, municipality):
    user = factories.person(story.section, "viewer")
    user.posts.all().delete()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")

    assert client.get(address(story.plan)).status_code == 403


def test_dashboard_takes_no_post(as_, story):
    assert as_("viewer").post(address(story.plan)).status_code == 405


def test_dashboard_shows_the_numbers_of_the_tree(as_, story):
    html = as_("executive").get(address(story.plan)).content.decode()
    text = text_of(html)
    tree = portfolio.build(story.plan, story.now, today=TODAY)

    assert tree.sentence in text
    assert tree.finished_note in text
    for count in tree.counts:
        assert f"{count.mark.word} {count.number} 前期 {count.previous}　" in text, count.mark.word
    assert "遅れ・やや遅れ ２件と、その理由" in text
    assert "２期連続" in text
    assert "今期から" in text
    assert "調達の不調。" in text
    assert "評価が変わった ４件" in text
    assert "補正予算を求める。" in text
    assert "10月14日現在・速報（受理 1／5）" in text


def test_dashboard_shows_where_section_and_office_part(as_, story, secretary):
    def judge(name, **fields):
        factories.confidence(period=story.now, initiative=story.rows[name], by=secretary, **fields)

    judge("falls", level="middle")
    assert 'id="split"' not in as_("viewer").get(address(story.plan)).content.decode()

    judge("asks", level="low", reason="予算の見込みがない。")
    text = text_of(as_("viewer").get(address(story.plan)).content.decode())

    assert "分かれている取組事項 評価 Check １件" in text
    assert "担当課 計画以上 　 事務局 低 （初めての見立て） R8 第２四半期から" in text
    assert "予算の見込みがない。" in text


def test_dashboard_names_the_stages_of_the_plans_cycle(as_, story):
    html = as_("viewer").get(address(story.plan)).content.decode()
    sections = re.findall(r'<h2 id="(\w+)">.*?</h2><p class="stage">(.*?)</p>', html)

    assert sections == [
        ("late", "評価 Check"),
        ("ask", "改善 Act"),
        ("chg", "評価 Check"),
        ("sub", "実行 Do"),
        ("kpi", "評価 Check"),
        ("cat", "評価 Check"),
        ("act", "改善 Act"),
        ("nxt", "計画 Plan"),
        ("bars", "計画 Plan"),
    ]


def test_dashboard_of_a_plan_without_a_cycle_names_no_stages(as_, story):
    story.plan.cycle = "none"
    story.plan.save()

    assert 'class="stage"' not in as_("viewer").get(address(story.plan)).content.decode()


def test_dashboard_shows_the_newest_period_that_has_begun(as_, story):
    factories.period(plan=story.plan, year=2026, quarter=3)
    text = text_of(as_("viewer").get(address(story.plan)).content.decode())

    assert "令和８年度 第２四半期の進捗 速報" in text
    assert "令和８年度 第３四半期" not in text


def test_dashboard_of_a_past_period_is_final(as_, story):
    html = as_("viewer").get(address(story.plan, period="2026-1")).content.decode()

    assert "令和８年度 第１四半期の進捗 確定" in text_of(html)
    assert '<option value="2026-1" selected>' in html
    assert f"{reverse('exchange:hq-download', args=[story.plan.slug])}?period=2026-1" in html


@pytest.mark.parametrize("key", ["2026-3", "2024-1", "2026-5", "x", "2026-2-1", "２０２６-２"])
def test_dashboard_of_an_unknown_period_is_not_found(as_, story, key):
    factories.period(plan=story.plan, year=2026, quarter=3)

    assert as_("viewer").get(address(story.plan, period=key)).status_code == 404


def test_dashboard_before_the_first_period_says_what_to_do(as_, plan):
    office = as_("secretary").get(address(plan)).content.decode()
    section = as_("viewer").get(address(plan)).content.decode()

    assert "まだ報告期が始まっていません" in office
    assert reverse("progress:period-create", args=[plan.slug]) in office
    assert reverse("progress:period-create", args=[plan.slug]) not in section
    assert "報告期は、ＤＸ推進計画の事務局が開きます。" in section


def test_dashboard_without_initiatives_says_so(as_, plan, period):
    text = text_of(as_("viewer").get(address(plan)).content.decode())

    assert "進めている取組事項はありません。" in text
    assert "この計画には指標がありません。" in text
    assert "遅れ・やや遅れはありません" in text


def test_dashboard_offers_the_papers_only_to_those_who_may_take_them(as_, story):
    download = reverse("exchange:hq-download", args=[story.plan.slug])

    assert download in as_("viewer").get(address(story.plan)).content.decode()
    administrator = as_("administrator").get(address(story.plan)).content.decode()
    assert f'href="{download}' not in administrator


def test_dashboard_leads_the_office_to_what_is_missing(as_, story):
    missing = reverse("progress:missing-list", args=[story.now.pk])

    assert missing in as_("secretary").get(address(story.plan)).content.decode()
    assert missing not in as_("viewer").get(address(story.plan)).content.decode()


def test_dashboard_escapes_what_people_typed(as_, story):
    ProgressReport.objects.filter(period=story.now).update(
        reason="<script>alert(1)</script>", request="<img src=x>"
    )
    initiative = story.rows["slips"]
    initiative.title = "<b>太い</b>"
    initiative.save()
    html = as_("viewer").get(address(story.plan)).content.decode()

    assert "<script>alert" not in html
    assert "<img" not in html
    assert "&lt;b&gt;太い&lt;/b&gt;" in html


def test_dashboard_has_no_inline_style_or_script(as_, story):
    indicator = factories.indicator(initiative=story.rows["asks"])
    factories.measurement(indicator=indicator)
    html = as_("viewer").get(address(story.plan)).content.decode()

    assert re.findall(r"\sstyle=|<style|<script(?![^>]*\bsrc=)|\son\w+=", html) == []


def test_dashboard_tells_unmeasured_from_zero_and_from_nothing_yet(as_, story):
    for name, value in (("slips", "0"), ("falls", None)):
        indicator = factories.indicator(initiative=story.rows[name], name=f"指標 {name}")
        factories.measurement(indicator=indicator, quarter=2, as_of=story.now.as_of, value=value)
    factories.indicator(initiative=story.rows["asks"], name="指標 asks")
    page = build_page(portfolio.build(story.plan, story.now, today=TODAY, limit=12))

    assert [(card.value, card.absent) for card in page.cards] == [
        ("0.0", ""),
        ("", "今期は測定なし"),
        ("", "まだ値がありません"),
    ]


def test_card_has_the_table_of_its_chart(story):
    indicator = factories.indicator(initiative=story.rows["asks"])
    factories.measurement(indicator=indicator, quarter=1, value="79.2")
    factories.measurement(indicator=indicator, quarter=2, as_of=story.now.as_of, value="79.4")
    (card,) = build_page(portfolio.build(story.plan, story.now, today=TODAY, limit=12)).cards

    assert (card.value, card.change) == ("79.4", "＋0.2")
    assert card.kpi.change == Decimal("0.2")
    assert card.rows == (
        ("R5 年度末", "74.2（基準）", "―"),
        ("R8 第１", "79.2", "80.3"),
        ("R8 第２", "79.4", "81.0"),
    )


def test_shortened_lists_say_how_many_are_left_out():
    assert more((1, 2), 14) == "ほか12件（全14件）。"
    assert more((1, 2), 2) == ""


def test_since_is_silent_in_the_first_period(story):
    (first, *_) = portfolio.build(story.plan, story.periods[0], today=TODAY).lines

    assert since(first) == ""


def test_stages_of_another_number_are_not_forced_onto_the_page():
    assert stages(("観察", "判断", "実行")).check == ""


@pytest.mark.parametrize("count", [1, 3, 30])
def test_dashboard_queries_do_not_grow(as_, plan, department, django_assert_num_queries, count):
    fill(plan, department, count)
    client = as_("viewer")

    client.get(address(plan))
    with django_assert_num_queries(26):
        client.get(address(plan))


def test_dashboard_speaks_in_the_words_of_the_plan(as_, plan, period, department):
    plan.initiative_word, plan.cycle = "実施事項", "ooda"
    plan.save()
    factories.initiative(plan=plan, lead=department)

    page = as_("viewer").get(reverse("reports:dashboard-show", args=[plan.slug]))

    assert page.context["page"].tree.sentence == "１の実施事項の報告は、まだ提出されていません。"
    assert "評価サイクルはOODA（各段階の名称は資料に記載なし）" in page.text
    assert re.findall("Plan|Check|PDCA", page.text) == []


def test_dashboard_of_a_policy_says_that_it_has_no_periods(as_, plan):
    plan.kind = "policy"
    plan.save()

    page = as_("secretary").get(reverse("reports:dashboard-show", args=[plan.slug])).text

    assert "方針に報告期はありません" in page
    assert "報告期を開く" not in page
