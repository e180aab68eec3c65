"""What people type stays text: no formulas, no control characters, no broken files."""

from dataclasses import replace
from io import BytesIO

import openpyxl
import pytest

from exchange.workbook import book
from exchange.workbook.grid import clean
from tests.exchange import trees


def workbook_with(**fields):
    source = trees.source(1, indicators=0)
    line = trees.line(0, 1, **fields)
    source = replace(source, portfolio=trees.portfolio([line], ()))
    return openpyxl.load_workbook(BytesIO(book.render(source)))


@pytest.mark.parametrize("start", ["=", "+", "-", "@"])
def test_text_that_begins_like_a_formula_stays_text(start):
    text = f'{start}HYPERLINK("http://example.jp")'
    cell = workbook_with(result=text)["取組状況一覧"]["J8"]

    assert (cell.value, cell.data_type, cell.quotePrefix) == (text, "s", True)


def test_plain_text_carries_no_quote():
    assert workbook_with(result="通常の文")["取組状況一覧"]["J8"].quotePrefix is False


def test_text_is_escaped_and_keeps_its_spaces_and_lines():
    text = " <b>&amp;\"'</b>\n　二行目  "

    assert workbook_with(result=text)["取組状況一覧"]["J8"].value == text


@pytest.mark.parametrize("bad", ["\x00", "\x0b", "\x1f", "\ufffe", "\uffff", "\r"])
def test_characters_a_workbook_may_not_hold_are_taken_out(bad):
    assert clean(f"前{bad}後") == "前後"
    assert workbook_with(result=f"前{bad}後")["取組状況一覧"]["J8"].value == "前後"


def test_emoji_and_rare_kanji_survive():
    assert workbook_with(result="𠮷野家🙂")["取組状況一覧"]["J8"].value == "𠮷野家🙂"


def test_sheet_names_are_legal_and_unique():
    taken: list[str] = []
    for wanted in (
        "個票_A/1:2*[3]?\\",
        "個票_a/1:2*[3]?\\",
        "個票_" + "長" * 40,
        "個票_" + "長" * 41,
    ):
        taken.append(book.sheet_title(wanted, taken))

    assert taken[0] == "個票_A_1_2__3___"
    assert taken[1] == "個票_a_1_2__3____2"
    assert taken[2] == "個票_" + "長" * 28
    assert taken[3] == "個票_" + "長" * 26 + "_2"


def test_ampersands_in_names_do_not_become_commands():
    source = trees.source(1, indicators=0)
    tree = replace(source.portfolio, head=trees.head(secretariat="Ｒ&Ｄ課"))
    papers = openpyxl.load_workbook(BytesIO(book.render(replace(source, portfolio=tree))))

    assert papers["取組状況一覧"].oddFooter.left.text == "令和８年９月末現在　見本市Ｒ&&Ｄ課"


def test_text_too_high_for_one_row_goes_over_several():
    text = "長い文。" * 600
    sheet = workbook_with(result=text)["取組状況一覧"]
    area = next(str(r) for r in sheet.merged_cells.ranges if str(r).startswith("J8:"))
    last = int(area.split(":J")[1])
    heights = [sheet.row_dimensions[row].height for row in range(8, last + 1)]

    assert sheet["J8"].value == text
    assert max(heights) <= 409
    # 2,400 full-width letters, 21 to a line of 70 mm at 9 pt.
    assert sum(heights) >= 2400 / 21.7 * 9 * 1.25
