"""A real spreadsheet program prints the workbook: page counts, and no text is cut."""

import os
import re
import shutil
import subprocess
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import openpyxl
import pytest
from openpyxl.styles import Alignment

from exchange.planbook import more_sheets, writing
from exchange.revision import comparison, editions
from exchange.revision import paper as comparison_paper
from exchange.workbook import book, measure
from exchange.workbook import proposal as proposal_book
from exchange.workbook.styles import font
from meetings import paper
from tests.exchange import documents, planbooks, test_proposal_workbook, trees

OFFICE = shutil.which("soffice") or shutil.which("libreoffice")
MISSING = (
    "LibreOffice or pdftotext is not installed (apt-get install libreoffice-calc poppler-utils)"
)
pytestmark = [
    pytest.mark.office,
    pytest.mark.skipif(not (OFFICE and shutil.which("pdftotext")), reason=MISSING),
]
# A fixed-pitch Japanese font stands in for BIZ UDゴシック, whose widths the papers are counted in.
FONTS = """<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd"><fontconfig>
<include ignore_missing="yes">/etc/fonts/fonts.conf</include>
<match target="pattern"><test name="family"><string>BIZ UDゴシック</string></test>
<edit name="family" mode="assign" binding="strong"><string>Noto Sans Mono CJK JP</string></edit></match>
<match target="pattern"><test name="family"><string>BIZ UDPゴシック</string></test>
<edit name="family" mode="assign" binding="strong"><string>Noto Sans CJK JP</string></edit></match>
<match target="pattern"><test name="family"><string>BIZ UD明朝 Medium</string></test>
<edit name="family" mode="assign" binding="strong"><string>Noto Sans Mono CJK JP</string></edit></match>
</fontconfig>"""


@pytest.fixture(scope="module")
def office(tmp_path_factory):
    """Return a function that converts a workbook with a profile of its own."""
    home = tmp_path_factory.mktemp("office")
    (home / "fonts.conf").write_text(FONTS, encoding="utf-8")
    environment = {**os.environ, "FONTCONFIG_FILE": str(home / "fonts.conf")}

    def convert(content: bytes, kind: str) -> Path:
        source = home / f"papers-{len(list(home.iterdir()))}.xlsx"
        source.write_bytes(content)
        target = home / f"{source.stem}-out"
        profile = f"-env:UserInstallation={(home / 'profile').as_uri()}"
        command = [OFFICE, profile, "--headless", "--convert-to", kind, "--outdir", target, source]
        subprocess.run(command, check=True, capture_output=True, timeout=240, env=environment)
        return target / f"{source.stem}.{kind}"

    return convert


def pages_of(pdf: Path) -> list[str]:
    """The text of every page without any white space, in the order in which cells were drawn."""
    run = subprocess.run(["pdftotext", "-raw", pdf, "-"], check=True, capture_output=True)
    return [re.sub(r"\s", "", page) for page in run.stdout.decode().split("\f")][:-1]


@pytest.fixture(scope="module")
def source():
    return trees.source(23, indicators=6)


@pytest.fixture(scope="module")
def printed(office, source):
    sheets = tuple(name for name in book.SHEETS if name != book.FORMS)
    return pages_of(office(book.render(source, sheets), "pdf"))


def test_page_counts_are_those_of_the_papers(printed):
    """A plan of Ishinomaki's size: one sheet of paper each, the long lists on two sides."""
    papers = [re.search("資料１－([１-７])", page)[1] for page in printed]

    assert {number: papers.count(number) for number in "１３４５６７"} == {
        "１": 1,
        "３": 2,
        "４": 1,
        "５": 1,
        "６": 1,
        "７": 2,
    }


def test_pages_are_numbered_to_the_last(printed):
    assert [f"{number}／{len(printed)}" in page for number, page in enumerate(printed, 1)] == [
        True
    ] * len(printed)


def test_every_text_of_the_tree_is_on_paper(printed, source):
    everything = "".join(printed)
    lines = source.portfolio.lines
    texts = [
        t for x in lines for t in (x.title, x.result, x.issue, x.next_action, x.goal, x.request)
    ]
    texts += [t for x in source.portfolio.delays for t in (x.reason, x.recovery)]
    texts += [t for k in source.portfolio.kpis for t in (k.name, k.sentence, k.progress_formula)]
    texts += [bar.text for row in source.rows for bar in row.bars]

    assert [text for text in texts if re.sub(r"\s", "", text) not in everything] == []


def test_numbers_never_print_as_hashes(printed):
    assert [number for number, page in enumerate(printed, 1) if "###" in page] == []


def test_forms_are_one_page_each(office, source):
    lines = list(source.portfolio.lines[:6])
    few = replace(
        source,
        portfolio=trees.portfolio(lines, source.portfolio.kpis),
        rows=tuple(row for row in source.rows if row.pk in {line.pk for line in lines}),
    )
    pages = pages_of(office(book.render(few, (book.VALUES, book.FORMS)), "pdf"))
    forms = [page for page in pages if "取組事項個票" in page]

    assert len(forms) == 6
    for page, line in zip(forms, few.portfolio.lines, strict=True):
        texts = (line.title, line.result, line.reason, few.promise(line.pk).situation)
        assert all(re.sub(r"\s", "", text) in page for text in texts)


SAMPLES = (
    "出張申請会を８回実施し（申請312件）、保有率は９月末で81.3％となった。更新時期を迎える方への案内はがきを送付した。",
    "LINE公式アカウントの友だち件数が24,100件となった（６月末比＋1,150件）。",
    "ﾏｲﾅﾝﾊﾞｰｶｰﾄﾞを利用したｵﾝﾗｲﾝ申請を促進するためのｲﾝｾﾝﾃｨﾌﾞの導入",
    "①対象手続の選定\n②BPRの検討・実施準備\n③導入システム選定④検討結果による導入",
    "短い文。",
    "（資料に記載なし）",
)
HEAD = comparison_paper.Head(
    plan="見本市ＤＸ推進計画",
    subject="見本市ＤＸ推進計画 新旧対照表（改定案）",
    day="施行日 令和８年11月１日（案）",
    office="担当課：情報政策課",
    old="旧（現行）",
    new="新（改定案）",
    municipality="見本市",
    is_demo=False,
    is_draft=True,
)
WIDTHS = (14.0, 28.0, 45.0, 76.0, 154.0)


def test_lines_are_counted_as_a_layout_engine_breaks_them(office):
    """Every text stands alone on a page, in a row high enough; the lines drawn are read from the page."""
    cases = [(width, text) for width in WIDTHS for text in SAMPLES]
    workbook = openpyxl.Workbook()
    workbook._named_styles["Normal"].font = font(10.5)
    del workbook["Sheet"]
    for width, text in cases:
        sheet = workbook.create_sheet()
        sheet.append([text])
        sheet["A1"].font, sheet["A1"].alignment = font(9), Alignment(wrap_text=True)
        sheet.column_dimensions["A"].width = measure.column_width(width)
        sheet.row_dimensions[1].height = 400
    stream = BytesIO()
    workbook.save(stream)
    pdf = office(stream.getvalue(), "pdf")
    raw = subprocess.run(["pdftotext", "-raw", pdf, "-"], check=True, capture_output=True)
    made = [len(page.split()) for page in raw.stdout.decode().split("\f")[:-1]]
    counted = [measure.line_count(text, width, 9) for width, text in cases]

    assert len(made) == len(cases)
    assert [
        (case, lines, number)
        for case, lines, number in zip(cases, counted, made, strict=True)
        if not number <= lines <= number + 2
    ] == []
    assert max(made) > 10


original = test_proposal_workbook.original


def test_proposal_prints_on_two_pages_with_every_line(office, original):
    printed = paper.build(original)
    pages = pages_of(office(proposal_book.render(printed, creator="石巻市"), "pdf"))
    lines = [line.text for heading in printed.headings for line in heading.lines]

    assert [f"－{number}／2－" in page for number, page in enumerate(pages, 1)] == [True, True]
    assert "①件名" in pages[0]
    assert "⑨その他" in pages[1]
    everything = "".join(pages)
    assert [text for text in lines if re.sub(r"\s", "", text) not in everything] == []


@pytest.mark.parametrize("path", planbooks.PLANS, ids=lambda path: path.stem)
def test_plan_workbook_saved_by_another_program_says_the_same(office, path):
    entry = planbooks.entry_of(path)
    written = writing.render(planbooks.said(planbooks.plain(entry)), title=path.stem)

    saved = office(written, "xlsx").read_bytes()

    assert saved != written
    assert planbooks.plain(planbooks.read(saved)) == planbooks.plain(entry)


def test_plan_workbook_prints_every_sheet_with_its_headings(office):
    pages = pages_of(office(planbooks.book(), "pdf"))

    for sheet in more_sheets.ALL:
        heading = re.sub(r"\s", "", sheet.columns[0].heading)
        assert [page for page in pages if sheet.title in page and heading in page] != [], (
            sheet.title
        )
    assert [page for page in pages if "###" in page] == []


def test_comparison_paper_prints_every_text_below_its_headings(office):
    old = documents.small()
    new = {**old, "initiatives": [], "plan": {**old["plan"], "last_year": 2029}}
    for number in range(12):
        entry = {**old["initiatives"][0], "code": f"N-{number}", "direction": "長い方向性。" * 40}
        new["initiatives"].append(entry)
    table = editions.table(comparison.rows(old, new), lambda row: f"理由{row.spot.path[1]}")

    pages = pages_of(office(comparison_paper.render(HEAD, table), "pdf"))

    everything = "".join(pages)
    lines = [line for section in table.sections for line in section.lines]
    texts = [text for line in lines for text in (line.place, line.row.before, line.row.after)]
    assert [text for text in texts if re.sub(r"\s", "", text) not in everything] == []
    assert len(pages) > 2
    assert [
        ("番号箇所旧（現行）" in page, f"{n}／{len(pages)}" in page)
        for n, page in enumerate(pages, 1)
    ] == [(True, True)] * len(pages)
