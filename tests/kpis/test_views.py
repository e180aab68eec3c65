"""The pages of indicators: who may see them, what they say, and that they cost the same for one and three."""

from datetime import date
from decimal import Decimal

import pytest
from django.urls import reverse

from fiscal.calendar import Quarter
from kpis import actions
from kpis.models import Indicator
from tests import factories
from tests.conftest import CAST

LIST_QUERIES, SHOW_QUERIES = 15, 21
SEES = {
    "clerk": 200,
    "head": 200,
    "secretary": 200,
    "executive": 200,
    "viewer": 200,
    "administrator": 200,
    "neighbour": 200,
    "outsider": 404,
    "anonymous": 302,
}
VALUES = {
    (2025, 1): "77.5",
    (2025, 2): "78.0",
    (2025, 3): "78.3",
    (2025, 4): "78.8",
    (2026, 1): "79.2",
    (2026, 2): "79.4",
}


@pytest.fixture
def indicator(initiative):
    return factories.indicator(initiative=initiative)


@pytest.fixture
def measured(indicator, clerk):
    for at, value in VALUES.items():
        enter(indicator, Quarter(*at), value, clerk)
    return indicator


def enter(indicator, quarter, value, by, reason=""):
    return actions.record(
        indicator=indicator,
        quarter=quarter,
        as_of=quarter.end,
        value=None if value is None else Decimal(value),
        not_measured_reason=reason,
        by=by,
    )


def listed(plan) -> str:
    return reverse("kpis:indicator-list", args=[plan.slug])


def text(response) -> str:
    return response.content.decode()


@pytest.mark.parametrize("name", CAST)
def test_indicator_list_opens_for_the_city_hall(as_, plan, indicator, name):
    assert as_(name).get(listed(plan)).status_code == SEES[name]


@pytest.mark.parametrize("name", CAST)
def test_indicator_show_opens_for_the_city_hall(as_, indicator, name):
    assert as_(name).get(indicator.get_absolute_url()).status_code == SEES[name]


def test_pages_refuse_a_person_without_a_post(as_, plan, indicator, clerk):
    clerk.posts.update(valid_to=date(2026, 3, 31))

    assert as_("clerk").get(listed(plan)).status_code == 403
    assert as_("clerk").get(indicator.get_absolute_url()).status_code == 403


@pytest.mark.parametrize("method", ["post", "put", "delete"])
def test_pages_are_for_reading(as_, plan, indicator, method):
    client = as_("secretary")

    assert getattr(client, method)(listed(plan)).status_code == 405
    assert getattr(client, method)(indicator.get_absolute_url()).status_code == 405


def test_indicator_show_of_an_unknown_one_is_404(as_, indicator):
    assert as_("clerk").get(reverse("kpis:indicator-show", args=[999999])).status_code == 404


def test_indicator_show_leads_with_numbers_and_a_sentence(as_, measured):
    page = text(as_("viewer").get(measured.get_absolute_url()))

    assert (
        "このままの伸びでは、令和９年度末は81.5％。目標まで3.5ポイント足りません。"
        "届くには、四半期ごとに0.93ポイントの伸びが要ります（今は0.35ポイント）。" in page
    )
    for number in ("79.4", "＋0.2", "81.0", "85.0"):
        assert f'<span class="num">{number}<span class="unit">' in page
    assert "令和８年９月末（速報）" in page
    assert "やや遅れ" in page


def test_indicator_show_explains_its_arithmetic(as_, measured):
    page = text(as_("viewer").get(measured.get_absolute_url()))

    assert "（今期 79.4 − 基準 74.2）÷（目安 80.95 − 基準 74.2）＝ 5.2 ÷ 6.75 ＝ 77％" in page
    assert "（今期 79.4 − 基準 74.2）÷（目標 85.0 − 基準 74.2）＝ 5.2 ÷ 10.8 ＝ 48％" in page
    assert "110％以上 計画以上、80％以上 計画どおり、50％以上 やや遅れ、50％未満 遅れ" in page
    assert "直近５回の値（令和７年度 第２四半期～令和８年度 第２四半期）" in page


def test_indicator_show_puts_every_number_of_the_chart_in_the_table(as_, measured):
    response = as_("viewer").get(measured.get_absolute_url())

    assert [(r.label, r.value, r.path, r.progress, r.state) for r in response.context["rows"]] == [
        ("R5 年度末", "74.2", "―", "―", "基準"),
        ("R7 第１", "77.5", "77.6", "98％", "速報"),
        ("R7 第２", "78.0", "78.3", "94％", "速報"),
        ("R7 第３", "78.3", "78.9", "87％", "速報"),
        ("R7 第４", "78.8", "79.6", "85％", "速報"),
        ("R8 第１", "79.2", "80.3", "82％", "速報"),
        ("R8 第２", "79.4", "81.0", "77％", "速報"),
        ("R9 年度末", "81.5", "85.0", "―", "推計と目標"),
    ]
    data = {t["name"]: t["y"] for t in response.context["figure"]["data"]}
    assert data["実績"] == [74.2, 77.5, 78.0, 78.3, 78.8, 79.2, 79.4]


def test_indicator_show_of_a_yearly_total_tables_estimate_and_target(as_, initiative, clerk):
    row = factories.indicator(
        initiative=initiative,
        target="250",
        unit="人",
        decimals=0,
        aggregation="annual",
        baseline_value=Decimal(82),
        maximum=None,
    )
    for at, value in {(2025, 2): "71", (2025, 4): "164", (2026, 2): "96"}.items():
        enter(row, Quarter(*at), value, clerk)

    rows = as_("viewer").get(row.get_absolute_url()).context["rows"]

    assert [(r.label, r.value, r.path, r.state) for r in rows[-2:]] == [
        ("R8 年度末", "222", "208", "推計"),
        ("R9 年度末", "―", "250", "目標"),
    ]


def test_indicator_show_draws_with_scripts_of_its_own_host_only(as_, measured):
    response = as_("viewer").get(measured.get_absolute_url())
    page = text(response)

    assert page.index("ui/charts.js") < page.index("plotly/plotly.min.js")
    assert 'role="group"' in page
    assert 'data-chart="indicator-figure"' in page
    assert '<script id="indicator-figure" type="application/json">' in page
    assert page.count('<svg class="chart"') == 2
    assert " style=" not in page
    assert "'unsafe" not in response.headers["Content-Security-Policy"]


def test_indicator_show_without_values_says_so(as_, initiative):
    empty = factories.indicator(initiative=initiative, baseline_year=None, baseline_value=None)

    response = as_("viewer").get(empty.get_absolute_url())

    page = text(response)
    assert page.count("まだ値がありません") == 4
    assert "plotly" not in page
    assert '<svg class="chart"' not in page
    assert "まだ入力はありません。" in page
    assert [figure.number for figure in response.context["numbers"]] == [
        "まだ値がありません",
        "―",
        "なし",
        "85.0",
    ]


def test_indicator_show_tells_unmeasured_from_zero(as_, indicator, clerk):
    enter(indicator, Quarter(2026, 2), None, clerk, "調査の年ではない")

    response = as_("viewer").get(indicator.get_absolute_url())

    assert response.context["numbers"][0].number == "今期は測定なし"
    assert [(r.value, r.state, r.note) for r in response.context["rows"]][1] == (
        "測定なし",
        "測定なし",
        "調査の年ではない",
    )


def test_indicator_show_marks_what_has_to_be_verified(as_, indicator):
    Indicator.objects.filter(pk=indicator.pk).update(
        to_verify="７％増は比率かポイントか",
        page="32",
        definition="住民基本台帳から",
        finalised="翌月上旬",
        tolerance=Decimal("0.5"),
        next_measured_year=2027,
    )

    rules = dict(as_("viewer").get(indicator.get_absolute_url()).context["rules"])

    assert (rules["要確認"], rules["計画書の頁"], rules["値の求め方"]) == (
        "７％増は比率かポイントか",
        "32",
        "住民基本台帳から",
    )
    assert (rules["数値の確定"], rules["許容差"], rules["測定の周期"]) == (
        "翌月上旬",
        "±0.5％",
        "四半期ごと。次回は令和９年度",
    )


def test_indicator_show_of_a_period_leaves_later_values_out(as_, measured):
    response = as_("viewer").get(measured.get_absolute_url(), {"period": "2025-4"})

    assert response.context["numbers"][0].number == "78.8"


def test_indicator_show_tells_the_history_of_values(as_, indicator, clerk, secretary):
    enter(indicator, Quarter(2026, 2), "79.4", clerk)
    actions.finalise(initiative=indicator.initiative, quarter=Quarter(2026, 2), by=secretary)

    page = text(as_("viewer").get(indicator.get_absolute_url()))

    assert "<del>79.4％（速報）</del>" in page
    assert "<ins>79.4％（確定）</ins>" in page
    assert "事務 局子" in page


def test_indicator_show_names_the_reporting_section(as_, indicator):
    assert as_("viewer").get(indicator.get_absolute_url()).context["reporter"] == "市民課"


def test_indicator_show_without_reporting_section(as_, plan, viewer):
    orphan = factories.indicator(initiative=factories.initiative(plan=plan))

    assert "報告する課" not in text(as_("viewer").get(orphan.get_absolute_url()))


def test_indicator_list_shows_value_path_progress_and_mark(as_, plan, measured):
    item = as_("viewer").get(listed(plan)).context["items"][0]

    assert (item.value, item.change, item.path, item.progress, item.target, item.word) == (
        "79.4％",
        "＋0.2",
        "81.0",
        "77％",
        "85.0％",
        "やや遅れ",
    )


def test_indicator_list_has_words_where_there_is_no_number(as_, plan, initiative, clerk):
    reached = factories.indicator(initiative=initiative)
    skipped = factories.indicator(initiative=initiative, baseline_year=None, baseline_value=None)
    factories.indicator(initiative=initiative, to_verify="目標年度")
    enter(reached, Quarter(2026, 2), "86.0", clerk)
    enter(skipped, Quarter(2026, 2), None, clerk, "集計中")

    response = as_("viewer").get(listed(plan))

    assert [(i.value, i.state, i.word) for i in response.context["items"]] == [
        ("86.0％", "目標達成", "計画以上"),
        ("測定なし", "", ""),
        ("まだ値がありません", "", ""),
    ]
    assert "要確認：目標年度" in text(response)


def test_indicator_list_of_a_plan_without_indicators(as_, plan, viewer):
    page = text(as_("viewer").get(listed(plan)))

    assert "この計画には指標がありません。" in page
    assert "月末現在" not in page


def test_indicator_list_of_a_document_without_indicators_says_so(as_, plan):
    plan.not_stated = ["indicators"]
    plan.save()

    page = text(as_("viewer").get(listed(plan)))

    assert f"<b>資料に記載なし</b>：{plan.title}には指標がありません。" in page


def test_indicator_list_shows_thirty_on_a_page(as_, plan, initiative, viewer):
    for order in range(1, 32):
        factories.indicator(initiative=initiative, order=order)

    first = as_("viewer").get(listed(plan))
    second = as_("viewer").get(listed(plan), {"page": "2"})

    assert (len(first.context["items"]), len(second.context["items"])) == (30, 1)
    assert "31件のうち 1～30件目" in text(first)


@pytest.mark.parametrize("count", [1, 3])
def test_indicator_list_queries_do_not_grow(as_, plan, viewer, count, django_assert_num_queries):
    for _ in range(count):
        row = factories.indicator(initiative=factories.initiative(plan=plan))
        factories.measurement(indicator=row)
    client = as_("viewer")

    with django_assert_num_queries(LIST_QUERIES):
        assert len(client.get(listed(plan)).context["items"]) == count


@pytest.mark.parametrize("count", [1, 3])
def test_indicator_show_queries_do_not_grow(as_, plan, viewer, count, django_assert_num_queries):
    for _ in range(count):
        row = factories.indicator(initiative=factories.initiative(plan=plan))
        for quarter in range(1, count + 1):
            factories.measurement(indicator=row, quarter=quarter)
    client = as_("viewer")

    with django_assert_num_queries(SHOW_QUERIES):
        assert len(client.get(row.get_absolute_url()).context["items"]) == count
