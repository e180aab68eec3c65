"""The numbers and texts of the workbook are those of the tree, cell by cell."""

from dataclasses import replace
from decimal import Decimal
from io import BytesIO

import openpyxl
import pytest

from exchange.workbook import book, figures
from exchange.workbook.source import OWN_SHEETS_LIMIT, Occasion
from exchange.workbook.words import departments
from fiscal.calendar import Quarter
from progress.judgement import Judgement, Level
from tests.exchange import trees


@pytest.fixture(scope="module")
def source():
    return trees.source(20, indicators=3)


@pytest.fixture(scope="module")
def papers(source):
    return openpyxl.load_workbook(BytesIO(book.render(source)))


def rows_of(sheet, first_column=1):
    """Every row as its values from a column on, without what merging leaves empty."""
    return [
        [cell for cell in row[first_column - 1 :] if cell is not None]
        for row in sheet.iter_rows(values_only=True)
    ]


def find_row(sheet, text, column=1):
    return next(
        cell.row for cell in sheet[openpyxl.utils.get_column_letter(column)] if cell.value == text
    )


def test_sheets_stand_in_the_order_of_the_papers(papers, source):
    codes = [line.code for line in (*source.portfolio.lines, *source.finished_before())]
    forms = [f"個票_{code}" for code in codes]

    assert papers.sheetnames == [*book.SHEETS[:-4], *forms]


def test_sheets_can_be_chosen(source):
    papers = openpyxl.load_workbook(BytesIO(book.render(source, ("遅れ・要協議", "総括表"))))

    assert papers.sheetnames == ["総括表", "遅れ・要協議"]
    assert papers["遅れ・要協議"]["H1"].value == "資料１－２"


def test_overview_total_row_shows_the_counts_and_their_change(papers, source):
    sheet = papers["総括表"]
    row = find_row(sheet, "合　　計")
    pairs = [sheet.cell(row, 5 + place).value for place in range(14)]

    assert pairs == [n for c in source.portfolio.counts for n in (c.number, c.change)]
    assert sheet.cell(row, 3).value == source.portfolio.active + source.portfolio.finished
    assert sheet.cell(row, 4).value == source.portfolio.finished


def test_overview_cards_show_the_same_numbers(papers, source):
    sheet, counts = papers["総括表"], source.portfolio.counts
    row = find_row(sheet, "「計画どおり」以上の割合") + 1

    assert [sheet.cell(row, 5 + 2 * place).value for place in range(7)] == [
        c.number for c in counts
    ]
    assert sheet.cell(row, 1).value == pytest.approx(figures.share(counts).value)
    assert sheet.cell(row, 1).number_format == "0.0%"


def test_overview_shows_every_category_with_its_counts(papers, source):
    sheet = papers["総括表"]
    for category in source.portfolio.categories:
        name = (
            f"{category.label} {category.title}　小計" if category.has_children else category.label
        )
        row = find_row(sheet, name)
        shown = [sheet.cell(row, 5 + 2 * place).value for place in range(7)]

        assert shown == [count.number for count in category.counts]
        assert sheet.cell(row, 3).value == category.total + category.finished


def test_overview_leads_with_the_sentence_of_the_dashboard(papers, source):
    assert papers["総括表"]["A5"].value.split("\n")[0] == source.portfolio.sentence


def test_listing_shows_every_line_whole(papers, source):
    sheet = papers["取組状況一覧"]
    for line in source.portfolio.lines:
        row = find_row(sheet, line.code)
        values = [sheet.cell(row, column).value for column in range(1, 13)]

        assert values[1] == line.title
        assert values[3:5] == [line.goal, line.implementation or None]
        assert values[5].split(" ", 1)[1] == line.previous.word
        assert values[6].split(" ", 1)[1] == line.mark.word
        assert values[8] == (line.judged.told if line.judged else "－")
        assert values[9] == (line.result or "（未提出）")
        assert values[10:] == [line.issue or None, line.next_action or None]


def test_listing_shows_what_was_finished_before_the_plan(papers, source):
    sheet = papers["取組状況一覧"]
    row = source.finished_before()[0]

    assert sheet.cell(find_row(sheet, row.code), 6).value == "済（R6）"
    assert len(source.finished_before()) == trees.FINISHED


def test_delays_show_reason_outlook_and_request(papers, source):
    sheet = papers["遅れ・要協議"]
    codes = [cell.value for cell in sheet["A"] if cell.row > 7 and cell.value]
    asked = [line.request for line in source.portfolio.requests]

    assert [code for code in codes if "-" in code] == [x.code for x in source.portfolio.delays]
    assert [
        sheet.cell(r, 3).value
        for r in range(8, sheet.max_row)
        if sheet.cell(r, 1).value == "協議いただきたい事項"
    ] == asked
    for line in source.portfolio.delays:
        row = find_row(sheet, line.code)
        assert [sheet.cell(row, column).value for column in (6, 7, 8)] == [
            line.reason,
            line.next_action,
            line.recovery,
        ]


def test_delays_show_both_judgements_where_they_part(papers, source):
    assert "見立てが分かれ" not in str(rows_of(papers["遅れ・要協議"]))

    low = Judgement(Level.LOW, "日程が立っていない。", Quarter(2026, 2), Level.MIDDLE, is_new=True)
    line = replace(source.portfolio.lines[0], own=trees.ONTRACK, judged=low)
    portfolio = replace(source.portfolio, divergences=(line,), divergences_total=1)
    other = book.render(replace(source, portfolio=portfolio), ("遅れ・要協議",))
    sheet = openpyxl.load_workbook(BytesIO(other))["遅れ・要協議"]
    rows = rows_of(sheet)
    place = rows.index(["担当課の評価と事務局の見立てが分かれている取組事項"])

    assert rows[place + 2] == [
        line.code,
        line.title,
        departments(line),
        line.goal,
        "○ 計画どおり",
        "低 ↓\n（R8 第２四半期から）",
        "日程が立っていない。",
    ]
    assert "見立てが分かれる取組 １件" in str(rows[4])


def test_changes_sort_by_direction(papers, source):
    moves = figures.changes(source.portfolio)
    codes = [
        c.value for c in papers["前回からの変化"]["A"] if c.value and c.value[:2] in ("A-", "B-")
    ]
    expected = [*moves.risen, *moves.fallen, *moves.other, *moves.completed]

    assert codes == [line.code for line in expected] + [
        k.initiative_code for k in source.portfolio.kpis
    ]
    assert (len(moves.risen), len(moves.fallen), len(moves.other), len(moves.completed)) == (
        4,
        4,
        4,
        2,
    )


def test_indicators_are_numbers_with_their_format(papers, source):
    sheet = papers["ＫＰＩ一覧"]
    measured, not_measured, yearly = (sheet[find_row(sheet, number)] for number in (1, 2, 3))

    assert [measured[at].value for at in (7, 9, 11, 12, 13)] == [74.2, 85.0, 80.7, 81.3, 80.95]
    assert measured[12].number_format == "#,##0.0"
    assert (measured[14].value, measured[14].number_format) == (1.0519, "0.0%")
    assert not_measured[12].value == "測定なし"
    assert not_measured[18].value == "今期は測定なし：調査の年ではない"
    assert (yearly[12].value, yearly[12].number_format) == (121, "#,##0")


def test_values_sheet_holds_every_point(papers, source):
    sheet = papers["ＫＰＩの数値"]
    heads = {sheet.cell(6, column).value: column for column in range(3, sheet.max_column + 1)}
    kpi = source.portfolio.kpis[0]

    assert sheet.cell(7, heads["R8.9末"]).value == 81.3
    assert sheet.cell(8, heads["R9末"]).value == 85.0
    assert [c.value for c in sheet[7][2:] if c.value is not None] == [
        74.2,
        *(float(point.value) for point in kpi.points),
    ]


def test_values_of_a_running_year_stand_apart_from_whole_years(papers):
    sheet = papers["ＫＰＩの数値"]
    rows = {
        row[1].value: [c.value for c in row[2:] if c.value is not None]
        for row in sheet.iter_rows(min_row=7)
        if row[1].value
    }

    assert rows["スマホ教室等利用者数（人）　実績"] == [82, 118, 168]
    assert rows["スマホ教室等利用者数（人）　年度途中"] == [49, 121]


def test_timetable_shows_bars_and_marks(papers, source):
    sheet = papers["工程表"]
    line, row = source.portfolio.lines[1], source.rows[1]
    first = find_row(sheet, line.code)
    texts = [c.value for c in sheet[first] if c.value]
    marks = [c.value for c in sheet[first + 1] if c.value]

    assert [
        f"【検】{row.bars[0].text}",
        f"【準】{row.bars[1].text}＊",
        f"【実】{row.bars[2].text}",
    ] == texts[3:6]
    assert marks == ["○", "○", "○", "○", "○", "◎"]
    assert sheet.cell(first + 1, 4 + 21).value == "◎"


def test_timetable_ends_what_was_finished_with_a_black_box(papers, source):
    sheet = papers["工程表"]
    row = find_row(sheet, source.finished_before()[0].code)

    assert sheet.cell(row, 4 + 15).value == "完"


def test_form_of_what_was_finished_before_the_plan_owes_no_report(papers, source):
    row = source.finished_before()[0]
    sheet = papers[f"個票_{row.code}"]

    assert (
        sheet.cell(find_row(sheet, "実施状況"), 2).value
        == "完了（計画の策定前に完了。以後の報告なし）"
    )
    assert "今期の実績" not in [cell.value for cell in sheet["A"]]


def test_form_shows_what_was_promised_and_reported(papers, source):
    line = source.portfolio.lines[5]
    texts = {v for row in papers[f"個票_{line.code}"].iter_rows(values_only=True) for v in row if v}

    assert {
        line.title,
        line.goal,
        line.result,
        line.reason,
        line.recovery,
        line.issue,
        line.next_action,
        line.request,
        source.promise(line.pk).situation,
        source.promise(line.pk).direction,
        "× 遅れ",
        "△ やや遅れ",
    } <= texts


def test_form_of_an_indicator_has_its_numbers_and_chart(papers, source):
    sheet = papers[f"個票_{source.portfolio.lines[0].code}"]
    values = [v for row in sheet.iter_rows(values_only=True) for v in row if isinstance(v, float)]

    assert values == [74.2, 80.95, 81.3, 1.0519]
    assert len(sheet._charts) == 1


def test_charts_are_native_and_point_at_cells(papers):
    charts = papers["ＫＰＩ一覧"]._charts

    assert len(charts) == 3
    assert charts[0].series[1].val.numRef.f == "'ＫＰＩの数値'!$C$7:$S$7"
    assert len(papers["総括表"]._charts) == 2


def test_trend_chart_of_the_present_quarter_equals_the_counts(papers, source):
    sheet = papers["総括表"]
    left = next(c.column for c in sheet[3] if c.value and "グラフ" in str(c.value))
    row = next(r for r in sheet.iter_rows(min_col=left) if r[0].value == "R8 第２")

    assert [cell.value or 0 for cell in row[1:8]] == [c.number for c in source.portfolio.counts]


def test_no_formula_anywhere(papers):
    kinds = {cell.data_type for sheet in papers for row in sheet.iter_rows() for cell in row}

    assert "f" not in kinds


def test_merged_areas_do_not_overlap(papers):
    for sheet in papers:
        seen = set()
        for area in sheet.merged_cells.ranges:
            cells = set(area.cells)
            assert not seen & cells, (sheet.title, str(area))
            seen |= cells


def test_without_a_meeting_the_head_names_the_period_only():
    source = trees.source(3, occasion=Occasion())
    sheet = openpyxl.load_workbook(BytesIO(book.render(source)))["取組状況一覧"]

    assert sheet["A1"].value == "見本市ＤＸ推進計画　令和８年度 第２四半期"
    assert sheet["K1"].value is None
    assert (
        sheet["A3"].value == "※ 速報（受理前の報告を含む）　※ 進捗の数値・記述はデモ用の架空データ"
    )


def test_with_a_meeting_the_head_names_it(papers):
    sheet = papers["取組状況一覧"]

    assert sheet["A1"].value == "令和８年度 第２回 見本市ＤＸ推進本部"
    assert sheet["L1"].value == "資料１－３"
    assert sheet["A3"].value.startswith("〔報告〕")


def test_large_plans_have_forms_for_delays_only_and_say_so():
    source = trees.source(OWN_SHEETS_LIMIT + 10, indicators=0)
    papers = openpyxl.load_workbook(BytesIO(book.render(source)))
    forms = [name for name in papers.sheetnames if name.startswith("個票")]
    notes = [str(c.value) for c in papers["総括表"]["A"] if str(c.value).startswith("※")]

    assert forms == [f"個票_{line.code}" for line in source.portfolio.delays]
    assert "個票は遅れている14件だけを付けた。" in notes[0]


def test_empty_plan_still_makes_papers():
    source = trees.source(0, indicators=0)
    papers = openpyxl.load_workbook(BytesIO(book.render(source)))

    assert papers.sheetnames == list(book.SHEETS[:-4])
    assert papers["総括表"]["A8"].value == "－"


def test_share_leaves_out_what_says_nothing():
    counts = trees.source(20).portfolio.counts
    now, before = figures.share(counts), figures.share_before(counts)

    # 20 = 2 done, 2 ahead, 8 on track, 2 slipping, 2 late; 2 excluded and 2 missing are left out.
    assert (now.part, now.whole) == (12, 16)
    assert (before.part, before.whole) == (16, 20)
    assert figures.points(counts) == -5.0


def test_first_period_has_nothing_to_compare_with():
    counts = tuple(
        trees.Count(count.mark, count.number, None) for count in trees.source(20).portfolio.counts
    )

    assert figures.share_before(counts) is None
    assert figures.points(counts) is None


def test_numbers_stay_exact():
    line = trees.line(0, 1)
    kpi = trees.kpi(1, line, value=Decimal("1234567.25"), decimals=2)
    source = trees.source(1)
    source = replace(source, portfolio=trees.portfolio([line], (kpi,)))
    sheet = openpyxl.load_workbook(BytesIO(book.render(source)))["ＫＰＩ一覧"]

    assert sheet["M6"].value == 1234567.25
    assert sheet["M6"].number_format == "#,##0.00"
