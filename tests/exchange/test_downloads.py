"""資料の出力: who gets the workbook, of what, and that its numbers are the dashboard's."""

import logging
from io import BytesIO
from urllib.parse import unquote

import openpyxl
import pytest
from django.urls import reverse

from exchange import papers
from exchange.access import Papers
from exchange.workbook.book import SHEETS
from reports import portfolio
from tests import factories
from tests.conftest import CAST, TODAY

DOORS = dict.fromkeys(CAST, 200) | {"administrator": 403, "outsider": 404, "anonymous": 302}


def list_url(plan):
    return reverse("exchange:download-list", args=[plan.slug])


def file_url(plan, query=""):
    return reverse("exchange:hq-download", args=[plan.slug]) + query


@pytest.fixture
def reported(plan, period, department):
    """Three initiatives: one late, one on track with an indicator, one not reported."""
    late, good, missing = (factories.initiative(plan=plan, lead=department) for _ in range(3))
    before = factories.period(plan=plan, quarter=1)
    for initiative, tone, earlier in ((late, "late", "slip"), (good, "ontrack", "ontrack")):
        factories.report(
            initiative=initiative, period=before, department=department, tone=earlier, reason="前"
        )
        factories.report(
            initiative=initiative,
            period=period,
            department=department,
            tone=tone,
            reason="部品が届かないため。",
            request="期限の見直し" if tone == "late" else "",
        )
    indicator = factories.indicator(initiative=good)
    factories.measurement(indicator=indicator)
    factories.measurement(indicator=indicator, quarter=2, value="79.4")
    return late, good, missing


def load(response):
    return openpyxl.load_workbook(BytesIO(response.content))


@pytest.mark.parametrize("name", CAST)
def test_download_list_opens_for_those_who_may_export(as_, name, plan, period):
    assert as_(name).get(list_url(plan)).status_code == DOORS[name]


@pytest.mark.parametrize("name", CAST)
def test_hq_download_opens_for_those_who_may_export(as_, name, plan, period):
    assert as_(name).get(file_url(plan)).status_code == DOORS[name]


@pytest.mark.parametrize("url", [list_url, file_url])
def test_downloads_are_read_only(as_, plan, period, url):
    assert as_("secretary").post(url(plan)).status_code == 405


def test_download_list_offers_periods_meetings_and_sheets(as_, plan, period):
    meeting = factories.meeting(municipality=plan.municipality, number=2)
    page = as_("clerk").get(list_url(plan)).content.decode()

    assert '<option value="2026-2">令和８年度 第２四半期</option>' in page
    assert f'<option value="{meeting.pk}">令和８年度 第２回 石巻市ＤＸ推進本部</option>' in page
    assert page.count('name="sheets"') == len(SHEETS)


def test_download_list_proposes_the_meeting_of_the_newest_period(as_, plan, period):
    factories.meeting(municipality=plan.municipality)
    meeting = factories.meeting(municipality=plan.municipality, period=period, number=2)
    page = as_("clerk").get(list_url(plan)).content.decode()

    assert f'<option value="{meeting.pk}" selected>' in page


def test_download_list_without_a_period_says_what_to_do(as_, plan):
    page = as_("clerk").get(list_url(plan)).content.decode()

    assert "まだ報告期が始まっていないため" in page
    assert '<form method="get"' not in page


def test_download_list_of_a_policy_leads_to_the_plan_after_it(as_, plan):
    plan.kind = "policy"
    plan.save()

    page = as_("clerk").get(list_url(plan)).text

    assert "方針に報告期はないため" in page
    assert "まだ報告期が始まっていないため" not in page


@pytest.mark.parametrize("count", [1, 3])
def test_download_list_queries_do_not_grow(
    as_, plan, period, clerk, count, django_assert_num_queries
):
    for _ in range(count):
        factories.meeting(municipality=plan.municipality, period=period)
    client = as_("clerk")
    client.get(list_url(plan))

    with django_assert_num_queries(LIST_QUERIES):
        client.get(list_url(plan))


LIST_QUERIES = 11


def test_file_has_a_japanese_name_and_is_not_kept(as_, plan, period):
    response = as_("clerk").get(file_url(plan))
    name = unquote(response["Content-Disposition"].split("utf-8''")[1])

    assert name == "令和８年度第２四半期_推進本部資料.xlsx"
    assert response["Content-Disposition"].startswith("attachment")
    assert response["Content-Type"].endswith("spreadsheetml.sheet")
    assert response["Cache-Control"] == "private, no-store"


def test_file_shows_the_numbers_of_the_dashboard(as_, plan, period, reported):
    tree = portfolio.build(plan, period, today=TODAY)
    sheet = load(as_("clerk").get(file_url(plan)))["総括表"]
    row = next(c.row for c in sheet["A"] if c.value == "合　　計")
    shown = [sheet.cell(row, 5 + at).value for at in range(2 * len(tree.counts))]

    assert shown == [n for count in tree.counts for n in (count.number, count.change)]
    assert [(c.mark.word, c.number) for c in tree.counts if c.number] == [
        ("計画どおり", 1),
        ("遅れ", 1),
        ("未提出", 1),
    ]
    assert sheet["A5"].value.startswith(tree.sentence)


def test_file_shows_texts_and_values_as_entered(as_, plan, period, reported):
    late, good, missing = reported
    papers = load(as_("clerk").get(file_url(plan)))
    listing, delays, kpis = papers["取組状況一覧"], papers["遅れ・要協議"], papers["ＫＰＩ一覧"]
    rows = {row[0].value: [c.value for c in row] for row in listing.iter_rows(min_row=6)}

    assert rows[late.code][6] == "× 遅れ"
    assert rows[good.code][9] == "今期の実績の文。"
    assert rows[missing.code][9] == "（未提出）"
    assert (delays["A8"].value, delays["F8"].value) == (late.code, "部品が届かないため。")
    assert delays["C9"].value == "期限の見直し"
    assert (kpis["L6"].value, kpis["M6"].value) == (79.2, 79.4)
    assert {f"個票_{row.code}" for row in reported} <= set(papers.sheetnames)


def test_file_for_a_meeting_carries_its_name_number_and_purpose(as_, plan, period):
    meeting = factories.meeting(
        municipality=plan.municipality, number=2, document_number="資料３", purpose="deliberation"
    )
    sheet = load(as_("clerk").get(file_url(plan, f"?meeting={meeting.pk}")))["前回からの変化"]

    assert sheet["A1"].value == "令和８年度 第２回 石巻市ＤＸ推進本部"
    assert sheet["H1"].value == "資料３－２"
    assert sheet["A3"].value.startswith("〔審議〕")


def test_file_holds_the_chosen_sheets_only(as_, plan, period):
    response = as_("clerk").get(file_url(plan, "?sheets=総括表&sheets=工程表"))

    assert load(response).sheetnames == ["総括表", "工程表"]


@pytest.mark.parametrize(
    "query",
    [
        "?period=2026-3",
        "?period=abc",
        "?meeting=0",
        "?meeting=abc",
        "?meeting=９９９９",
        "?meeting=99999999999999999999999",
        "?sheets=秘密",
    ],
)
def test_unknown_choices_are_not_found(as_, plan, period, query):
    assert as_("clerk").get(file_url(plan, query)).status_code == 404


def test_plan_without_a_period_has_no_file(as_, plan):
    assert as_("clerk").get(file_url(plan)).status_code == 404


def test_meeting_of_another_city_is_not_found(as_, plan, period, outsider):
    meeting = factories.meeting(municipality=outsider.municipality)

    assert as_("clerk").get(file_url(plan, f"?meeting={meeting.pk}")).status_code == 404


def test_download_is_logged_with_who_and_what(as_, plan, period, clerk, caplog):
    with caplog.at_level(logging.INFO, logger="exchange.views"):
        as_("clerk").get(file_url(plan))

    assert [
        record.getMessage() for record in caplog.records if record.name == "exchange.views"
    ] == [f"workbook taken out: plan={plan.slug} period=2026-2 meeting=- user={clerk.pk}"]


@pytest.mark.parametrize("count", [1, 3])
def test_reading_queries_do_not_grow(plan, period, department, count, django_assert_num_queries):
    for _ in range(count):
        initiative = factories.initiative(plan=plan, lead=department)
        factories.report(initiative=initiative, period=period, department=department)
        factories.measurement(indicator=factories.indicator(initiative=initiative))

    with django_assert_num_queries(READ_QUERIES):
        papers.read(plan, Papers(period, None, SHEETS), today=TODAY)


READ_QUERIES = 32


def test_the_papers_head_what_the_document_says_as_the_document_does(plan, period):
    plan.situation_word, plan.direction_word = "現状", "方向性"

    source = papers.read(plan, Papers(period, None, SHEETS), today=TODAY)

    assert (source.situation_word, source.direction_word) == ("現状", "方向性")
