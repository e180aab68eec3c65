"""A list of 個別項目 in Excel: who gets it, and that it says what the page says."""

from datetime import date
from io import BytesIO
from urllib.parse import unquote

import openpyxl
import pytest
from django.urls import reverse

from tests import factories
from tests.conftest import CAST

DOORS = dict.fromkeys(CAST, 200) | {"administrator": 403, "outsider": 404, "anonymous": 302}
DOWNLOAD_QUERIES = 10


@pytest.fixture
def items(initiative, department, neighbour):
    row = factories.item_list(initiative=initiative, title="オンライン化する手続")
    for number, (name, section, fields) in enumerate(
        (
            ("=住民票の写し", department, {"status": "done", "done_on": date(2026, 9, 30)}),
            ("引越し", department, {"status": "never", "note": "国の手続"}),
            ("公文書開示請求", neighbour.posts.get().department, {"status": "candidate"}),
        ),
        1,
    ):
        factories.item(item_list=row, number=number, name=name, department=section, **fields)
    return row


def url(items, query: str = "") -> str:
    return reverse("exchange:item-download", args=[items.pk]) + query


def texts(response) -> list[list[object]]:
    sheet = openpyxl.load_workbook(BytesIO(response.content))["個別項目"]
    rows = [[cell for cell in row if cell is not None] for row in sheet.values]
    return [row for row in rows if row]


@pytest.mark.parametrize("name", CAST)
def test_list_is_taken_out_by_those_who_may_export(as_, name, items):
    assert as_(name).get(url(items)).status_code == DOORS[name]


def test_paper_says_what_the_page_says(as_, items, initiative):
    response = as_("viewer").get(url(items))

    number = f"A-①-{initiative.number}"
    assert unquote(response["Content-Disposition"]).endswith(f"{number}_オンライン化する手続.xlsx")
    assert texts(response) == [
        [f"石巻市ＤＸ推進計画　{number} {initiative.title}"],
        ["オンライン化する手続"],
        ["完了 １件／全 ２件（ほかに対象外 １件）", "令和８年10月14日現在"],
        ["番号", "名称", "担当課", "状況", "完了の時期", "備考"],
        [1, "=住民票の写し", "市民課", "完了", "令和８年９月30日"],
        [2, "引越し", "市民課", "対象外", "国の手続"],
        [3, "公文書開示請求", "総務課", "検討対象"],
        ["担当課ごとの件数", "件数"],
        ["市民課", "完了 １件／全 １件（ほかに対象外 １件）"],
        ["総務課", "完了 ０件／全 １件"],
        ["計", "完了 １件／全 ２件（ほかに対象外 １件）"],
        ["※「対象外」は「全」に数えない。件数は一覧の全体のもの。"],
    ]


def test_narrowed_list_says_that_it_is(as_, items):
    rows = texts(as_("viewer").get(url(items, "?status=never")))

    assert rows[2] == [
        "完了 １件／全 ２件（ほかに対象外 １件）",
        "絞り込み １件　令和８年10月14日現在",
    ]
    assert [row[1] for row in rows[4:5]] == ["引越し"]


def test_empty_list_says_so(as_, plan):
    empty = factories.item_list(category=factories.category(plan=plan), title="まだない")

    assert texts(as_("viewer").get(url(empty)))[4:] == [
        ["当てはまる項目はありません。"],
        ["※「対象外」は「全」に数えない。件数は一覧の全体のもの。"],
    ]


def test_sheet_is_set_up_for_a4(as_, items):
    response = as_("viewer").get(url(items))
    sheet = openpyxl.load_workbook(BytesIO(response.content))["個別項目"]

    assert (sheet.page_setup.paperSize, sheet.page_setup.orientation) == (9, "landscape")
    assert (sheet.print_title_rows, sheet.freeze_panes) == ("$1:$4", "C5")
    assert sheet.oddFooter.center.text == "&P／&N"


@pytest.mark.parametrize("count", [1, 3])
def test_paper_costs_the_same_for_any_number_of_rows(
    as_, initiative, department, count, django_assert_num_queries
):
    row = factories.item_list(initiative=initiative)
    for _ in range(count):
        factories.item(item_list=row, department=department)
    client = as_("viewer")
    client.get(url(row))

    with django_assert_num_queries(DOWNLOAD_QUERIES):
        client.get(url(row))
