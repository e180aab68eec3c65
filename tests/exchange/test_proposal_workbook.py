"""The workbook of a 提案書: the layout of the original, cell by cell."""

import logging
from io import BytesIO
from urllib.parse import unquote

import openpyxl
import pytest
from django.urls import reverse

from exchange.proposalfile import loading
from exchange.workbook import proposal as workbook
from meetings import paper
from meetings.paper import HEADINGS, Heading, Line, Paper
from tests import factories
from tests.exchange.test_proposal_file import FIXTURE

URL = "exchange:proposal-download"


def read(content: bytes):
    return openpyxl.load_workbook(BytesIO(content)).active


@pytest.fixture
def original(municipality):
    """The proposal of December 2021."""
    factories.plan(municipality=municipality, slug="ishinomaki-dx-policy")
    factories.department(municipality=municipality, name="ICT総合推進課")
    return loading.load(raw=FIXTURE.read_bytes(), name="提案書.yaml", by=None).proposal


@pytest.fixture
def sheet(original):
    return read(workbook.render(paper.build(original), creator="石巻市"))


def test_head_stands_as_in_the_original(sheet):
    cells = {place: sheet[place].value for place in ("A1", "D1", "B3", "B4")}

    assert cells == {
        "A1": "令和３年度 第２回石巻市情報化推進本部提案",
        "D1": "審　議",
        "B3": "提　出　日：令和３年１２月６日",
        "B4": "担当部・課：復興政策部ＩＣＴ総合推進課〔内線４２６２〕",
    }
    assert sheet["D1"].border.top.style == sheet["D1"].border.left.style == "medium"
    assert {str(area) for area in sheet.merged_cells.ranges} >= {"A1:C1", "B3:D3", "B4:D4"}


def test_every_line_of_the_paper_has_a_row_below_its_heading(sheet, original):
    rows = [sheet.cell(row, 1).value or "" for row in range(6, sheet.max_row + 1)]
    expected = []
    for heading in paper.build(original).headings:
        expected += [f"{heading.number} {heading.title}"]
        expected += [line.text for line in heading.lines] or [""]

    assert rows == expected


def test_headings_are_filled_and_boxed(sheet):
    titles = tuple(f"{number} {title}" for number, title in HEADINGS.items())
    found = [cell for cell in sheet["A"] if cell.value in titles]

    assert [cell.value for cell in found] == list(titles)
    assert {cell.fill.fgColor.rgb[-6:] for cell in found} == {"F2F2F2"}
    assert {(cell.border.top.style, cell.border.bottom.style) for cell in found} == {
        ("medium", "hair")
    }
    assert {cell.font.name for cell in sheet["A"][5:]} == {"BIZ UD明朝 Medium"}


def test_page_is_a4_upright_and_breaks_close_the_frame(sheet):
    after = [mark.id for mark in sheet.row_breaks.brk]
    setup, margins = sheet.page_setup, sheet.page_margins

    assert (setup.paperSize, setup.orientation, setup.fitToWidth, setup.fitToHeight) == (
        9,
        "portrait",
        1,
        0,
    )
    assert [round(mm * 25.4) for mm in (margins.left, margins.right, margins.top)] == [23, 19, 18]
    assert sheet.oddFooter.center.text == "－ &P／&N －"
    assert len(after) == 1
    assert sheet.cell(after[0], 1).border.bottom.style == "medium"
    assert sheet.cell(after[0] + 1, 1).border.top.style == "medium"
    assert sheet.cell(after[0] + 1, 1).value == "４　ＤＸ推進の基本的な考え方"


def test_headings_never_end_a_page():
    lines = tuple(Line(f"本文{at}") for at in range(200))
    headings = tuple(Heading(number, title, lines) for number, title in HEADINGS.items())
    sheet = read(workbook.render(Paper("表題", "審　議", "", "", headings, (), False), creator=""))
    last = {sheet.cell(mark.id, 1).value for mark in sheet.row_breaks.brk}

    assert len(sheet.row_breaks.brk) > 30
    assert not last & {f"{number} {title}" for number, title in HEADINGS.items()}


def test_endless_paragraph_goes_over_several_rows():
    text = "長" * 9000
    headings = (Heading("①", "件名", (Line(text),)),)
    sheet = read(workbook.render(Paper("表題", "審　議", "", "", headings, (), False), creator=""))
    rows = [sheet.cell(row, 1).value for row in range(7, sheet.max_row + 1)]

    assert "".join(rows) == text
    assert max(sheet.row_dimensions[row].height for row in range(6, sheet.max_row + 1)) <= 408.75
    assert sheet.cell(sheet.max_row, 1).border.bottom.style == "medium"


def test_text_like_a_formula_stays_text():
    headings = (Heading("①", "件名", (Line("=1+1"),)),)
    cell = read(workbook.render(Paper("表題", "", "", "", headings, (), False), creator=""))["A7"]

    assert (cell.value, cell.data_type) == ("=1+1", "s")


def test_download_has_a_japanese_name_is_not_kept_and_is_logged(as_, original, clerk, caplog):
    with caplog.at_level(logging.INFO, logger="exchange.proposal_views"):
        response = as_("clerk").get(reverse(URL, args=[original.pk]))

    name = unquote(response["Content-Disposition"].split("utf-8''")[1])
    assert name == "令和３年度第２回石巻市情報化推進本部提案書.xlsx"
    assert response["Cache-Control"] == "private, no-store"
    assert read(response.content)["D1"].value == "審　議"
    assert [record.getMessage() for record in caplog.records if "proposal" in record.name] == [
        f"proposal taken out: proposal={original.pk} user={clerk.pk}"
    ]


def test_draft_is_taken_out_by_the_office_only(as_, municipality, office):
    meeting = factories.meeting(municipality=municipality)
    draft = factories.proposal(meeting=meeting, state="draft")
    address = reverse(URL, args=[draft.pk])

    assert [as_(name).get(address).status_code for name in ("clerk", "secretary")] == [404, 200]
