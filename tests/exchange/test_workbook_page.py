"""Paper: size, margins, repeated rows, frozen panes, page breaks."""

from io import BytesIO

import openpyxl
import pytest

from exchange.workbook import book, page
from exchange.workbook.grid import Grid, Part
from exchange.workbook.styles import TEXT, Styles
from tests.exchange import trees

A3, A4 = "8", "9"


@pytest.fixture(scope="module")
def papers():
    return openpyxl.load_workbook(BytesIO(book.render(trees.source(27, indicators=3))))


SET_UP = {
    "総括表": (A4, "portrait", 1, None, "A5"),
    "前回からの変化": (A4, "landscape", 0, "$1:$4", "C6"),
    "取組状況一覧": (A3, "landscape", 0, "$1:$5", "C6"),
    "遅れ・要協議": (A4, "landscape", 1, "$1:$7", "C8"),
    "ＫＰＩ一覧": (A3, "landscape", 1, "$1:$5", "C6"),
    "ＫＰＩの数値": (A3, "landscape", 0, "$1:$6", "C7"),
    "工程表": (A3, "landscape", 0, "$7:$8", "D9"),
    "個票_A-1-1": (A4, "portrait", 1, None, "A5"),
}


@pytest.mark.parametrize("name", SET_UP)
def test_sheet_is_set_up_for_its_paper(papers, name):
    sheet = papers[name]
    setup = sheet.page_setup
    found = (
        str(setup.paperSize),
        setup.orientation,
        setup.fitToHeight,
        sheet.print_title_rows,
        sheet.freeze_panes,
    )

    assert found == SET_UP[name]
    assert setup.fitToWidth == 1
    assert sheet.sheet_properties.pageSetUpPr.fitToPage is True
    assert sheet.print_options.horizontalCentered is True
    assert sheet.sheet_view.showGridLines is False


@pytest.mark.parametrize("name", SET_UP)
def test_pages_are_numbered_and_say_that_the_data_is_fictional(papers, name):
    footer = papers[name].oddFooter

    assert footer.center.text == "&P／&N"
    assert footer.left.text == "令和８年９月末現在　見本市ＤＸ推進課"
    assert footer.right.text == "デモ用の架空データ"


@pytest.mark.parametrize("name", SET_UP)
def test_columns_fill_the_width_of_the_paper(papers, name):
    sheet = papers[name]
    columns = openpyxl.utils.column_index_from_string(sheet.print_area.split("$")[3])
    groups = [d for d in sheet.column_dimensions.values() if d.max <= columns]
    width = sum(group.width * (group.max - group.min + 1) for group in groups)
    printable = {A3: 400, A4: 273 if sheet.page_setup.orientation == "landscape" else 178}

    assert width * 7 / 96 * 25.4 == pytest.approx(
        printable[str(sheet.page_setup.paperSize)], abs=0.6
    )


def test_timetable_carries_the_meeting_on_later_pages_only(papers):
    sheet = papers["工程表"]

    assert sheet.HeaderFooter.differentFirst is True
    assert sheet.oddHeader.left.text == "令和８年度 第２回 見本市ＤＸ推進本部"
    assert sheet.oddHeader.right.text == "資料１－７"
    assert sheet.firstHeader.left.text is None
    assert sheet.firstFooter.center.text == "&P／&N"


def test_normal_font_is_the_one_widths_are_counted_in(papers):
    assert papers._fonts[0].name == "BIZ UDゴシック"
    assert papers._fonts[0].sz == 10.5


def test_text_cells_are_framed_and_wrapped(papers):
    cell = papers["取組状況一覧"]["I8"]

    assert cell.border.left.style == cell.border.bottom.style == "thin"
    assert cell.alignment.wrap_text is True
    assert (cell.font.name, cell.font.sz) == ("BIZ UDゴシック", 9)


def test_grades_are_told_by_sign_word_and_frame_before_colour(papers):
    sheet = papers["取組状況一覧"]
    late = next(c for c in sheet["G"] if c.value == "× 遅れ")

    assert late.border.top.style == "medium"
    assert late.font.b is True
    assert late.fill.fgColor.rgb == "00F4B9A0"


def grid_of(*heights, kept=()):
    workbook = openpyxl.Workbook()
    grid = Grid(workbook.active, Styles(workbook), (100.0,))
    for at, height in enumerate(heights, 1):
        grid.add(Part("", TEXT), height=height, keep=at in kept)
    return grid


def test_page_breaks_come_where_the_paper_is_full():
    grid = grid_of(50, 200, 200, 200, 200)

    # A4 landscape holds 524 pt: the head and two rows.
    assert page.break_pages(grid, page.A4_LANDSCAPE, head_rows=1) == [3]


def test_page_breaks_never_part_a_band_from_its_first_row():
    grid = grid_of(50, 200, 200, 60, 200, kept=(5,))

    assert page.break_pages(grid, page.A4_LANDSCAPE, head_rows=1) == [3]


def test_rows_higher_than_a_page_do_not_leave_an_empty_one():
    grid = grid_of(50, 600, 100)

    # 600 pt are two rows, because no row may be higher than 409.
    assert page.break_pages(grid, page.A4_LANDSCAPE, head_rows=1) == [3]


def test_heights_are_whole_pixels():
    assert grid_of(15.5).heights == [15.75]
