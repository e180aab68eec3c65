"""One entry, every output: the page of the dashboard and the cells of the workbook say the same, on the real plan."""

import re
from io import BytesIO

import openpyxl
import pytest
from django.test import Client
from django.urls import reverse

from organizations.models import User


def text_of(html: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", html)).strip()


def squeeze(text: str) -> str:
    return re.sub(r"\s", "", text)


@pytest.fixture
def client(demo) -> Client:
    client = Client()
    client.force_login(
        User.objects.get(username="executive"), backend="django.contrib.auth.backends.ModelBackend"
    )
    return client


@pytest.fixture
def html(client) -> str:
    return client.get(reverse("reports:dashboard-show", args=["ishinomaki-dx-plan"])).text


@pytest.fixture
def papers(client) -> openpyxl.Workbook:
    response = client.get(reverse("exchange:hq-download", args=["ishinomaki-dx-plan"]))
    return openpyxl.load_workbook(BytesIO(response.content))


def row_of(sheet, text, column=1):
    return next(row for row in range(1, sheet.max_row + 1) if sheet.cell(row, column).value == text)


def test_counts_of_the_page_are_those_of_the_overview(html, papers):
    shown = re.findall(r'counts__n"><a[^>]*>([0-9]+)</a>.*?前期 ([0-9]+)', html, re.DOTALL)[:7]
    sheet = papers["総括表"]
    row = row_of(sheet, "合　　計")

    numbers = [(int(now), int(now) - int(before)) for now, before in shown]
    assert numbers == [
        (sheet.cell(row, 5 + 2 * n).value, sheet.cell(row, 6 + 2 * n).value) for n in range(7)
    ]
    assert [now for now, _ in numbers] == [2, 1, 12, 3, 1, 1, 3]


def test_delays_of_the_page_are_those_of_the_paper_with_their_words(html, papers):
    block = html[html.index('id="late"') :].split("</section>")[0]
    sheet = papers["遅れ・要協議"]
    cells = squeeze(
        "".join(str(cell) for row in sheet.iter_rows(values_only=True) for cell in row if cell)
    )

    titles = re.findall(r"<h3>.*?<a[^>]*>(.*?)</a>", block, re.DOTALL)
    words = re.findall(r"<dd>(.*?)</dd>", block, re.DOTALL)
    assert (len(titles), len(words)) == (4, 8)
    assert [text for text in (*titles, *words) if squeeze(text_of(text)) not in cells] == []


def test_judgements_that_part_are_those_of_the_paper_with_their_reason(html, papers):
    block = html[html.index('id="split"') :].split("</section>")[0]
    sheet = papers["遅れ・要協議"]
    cells = squeeze(
        "".join(str(cell) for row in sheet.iter_rows(values_only=True) for cell in row if cell)
    )
    title, reason = (
        re.findall(pattern, block)[0] for pattern in (r"<a[^>]*>(.*?)</a>", r"<p>([^<]+)</p>")
    )
    row = row_of(papers["取組状況一覧"], "A-2-4")

    assert squeeze("".join(re.findall(r">([^<]*窓口ＤＸの導入)<", block))) in cells
    assert squeeze(text_of(title)) in cells
    assert squeeze(reason) in cells
    assert re.findall(r'class="judged"><b>(.)</b> <span aria-hidden="true">(.)<', block) == [
        ("低", "↓")
    ]
    assert papers["取組状況一覧"].cell(row, 9).value == "低 ↓"


def test_indicator_values_of_the_page_are_those_of_the_paper(html, papers):
    cards = re.findall(r'<article class="kpi">(.*?)</article>', html, re.DOTALL)
    sheet = papers["ＫＰＩ一覧"]

    on_page = {}
    for card in cards:
        name = text_of(re.search(r"<h3>(.*?)</h3>", card, re.DOTALL)[1])
        value = re.search(r'class="num">([0-9.,]+)<', card)
        on_page[name] = float(value[1].replace(",", "")) if value else "測定なし"
    on_paper = {
        sheet.cell(row, 2).value: sheet.cell(row, 13).value
        for row in range(1, sheet.max_row + 1)
        if sheet.cell(row, 1).value in range(1, 7)
    }
    assert on_page == on_paper
    assert len(on_page) == 6


def test_categories_of_the_page_are_those_of_the_overview(html, papers):
    sheet = papers["総括表"]
    table = html[html.index("分類別の件数") :]
    rows = re.findall(
        r'<th scope="row"[^>]*>(.*?)</th>(.*?)</tr>', table[: table.index("</table>")], re.DOTALL
    )

    compared = 0
    for head, cells in rows:
        label = text_of(head).split(" ")[0]
        numbers = [int(n) for n in re.findall(r">([0-9]+)<", cells)]
        if re.fullmatch(r"[AB]-.", label):
            row = row_of(sheet, label)
            assert numbers[:7] == [sheet.cell(row, 5 + 2 * n).value for n in range(7)]
            compared += 1
    assert compared == 10


def test_every_page_and_the_workbook_say_that_the_data_is_fictional(html, papers):
    assert "デモ用の架空データ" in html
    assert [
        s.title for s in papers if "デモ用の架空データ" not in (s.oddFooter.right.text or "")
    ] == []
