"""What people do to a workbook in Excel: understood, or refused with its place."""

from datetime import date
from decimal import Decimal
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

import openpyxl
import pytest
from openpyxl.cell.cell import MergedCell

from exchange.planbook import loading
from exchange.planfile.problems import PlanFileError
from tests.exchange import planbooks
from tests.exchange.planbooks import cell, changed, find, mistakes, read

NEEDED = "必須です。値を書いてください。"
SHEETS_STAY = "このシートがありません。様式のシートは消さず、名前を変えないでください。"


def first(sheet: str, heading: str, value: object) -> bytes:
    return cell(sheet, find(sheet, heading), value)


@pytest.mark.parametrize(
    "written",
    [
        2026,
        2026.0,
        "2026",
        "２０２６",
        "2026年度",
        "R8",
        "Ｒ８",
        "r8",
        "令和8",
        "令和８年度",
        "令和 8 年",
        8,
        "８",
    ],
)
def test_years_are_understood_however_they_are_typed(written):
    assert read(first("計画", "開始年度", written))["plan"]["first_year"] == 2026


def test_first_year_of_an_era_is_understood():
    raw = first("計画", "工程表の開始年度", "令和元年度")

    assert read(raw)["plan"]["schedule_first_year"] == 2019


@pytest.mark.parametrize("written", [8, "８"])
def test_bare_year_is_understood_and_said(written):
    raw = first("計画", "開始年度", written)

    assert planbooks.guesses(raw) == [
        f"シート「計画」10行目 B列「開始年度」：「{written}」を令和８年度（2026年度）と読みました。"
    ]


@pytest.mark.parametrize("written", ["令和X年", "R", "来年度", "20260", "0", "令和1000年", "1.5"])
def test_years_that_are_none_are_refused(written):
    assert mistakes(first("計画", "開始年度", written)) == [
        (
            "計画",
            "10",
            "B　開始年度",
            f"「{written}」は年度として読めません。2025、R7、令和７ のどれかのように書いてください。",
        )
    ]


def test_year_beyond_all_plans_is_refused():
    assert mistakes(first("計画", "終了年度", 3000))[0][3] == (
        "「3000」は年度として読めません。西暦４桁で書いてください（例：2025 ＝ 令和７年度）。"
    )


def test_year_that_became_a_date_is_refused():
    assert mistakes(first("計画", "開始年度", date(2026, 4, 1)))[0][2:] == (
        "B　開始年度",
        "日付になっています。年度だけを書いてください（例：2025、R7）。",
    )


@pytest.mark.parametrize(
    "written",
    [
        date(2026, 4, 1),
        "2026-04-01",
        "2026/4/1",
        "R8.4.1",
        "令和８年４月１日",
        "２０２６年４月１日",
    ],
)
def test_days_are_understood_however_they_are_typed(written):
    raw = first("担当", "開始日", written)

    assert read(raw)["initiatives"][0]["responsibilities"][0]["valid_from"] == date(2026, 4, 1)


@pytest.mark.parametrize("written", ["2026-02-30", "令和８年度", "４月１日", "2026-04"])
def test_days_that_are_none_are_refused(written):
    assert mistakes(first("担当", "開始日", written))[0][3] == (
        f"「{written}」は日付として読めません。2025-04-01、R7.4.1 のどちらかのように書いてください。"
    )


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        (2026, "2026"),
        ("令和８年３月", "2026-03"),
        ("R8.3", "2026-03"),
        ("2026/3/31", "2026-03-31"),
        (date(2026, 3, 31), "2026-03-31"),
    ],
)
def test_moments_are_understood_as_far_as_they_go(written, meant):
    assert read(first("計画", "策定の時期", written))["plan"]["adopted"] == meant


@pytest.mark.parametrize("written", ["令和８年度", "３月", "2026-13", "春"])
def test_moments_that_are_none_are_refused(written):
    assert "は時期として読めません" in mistakes(first("計画", "策定の時期", written))[0][3]


def test_text_that_became_a_date_is_refused():
    assert mistakes(first("取組事項", "取組事項名", date(2026, 1, 1)))[0] == (
        "取組事項",
        "2",
        "D　取組事項名",
        "日付や時刻になっています。セルの書式を「文字列」にして、書き直してください。",
    )


@pytest.mark.parametrize("written", ["準備", "prepare", " 準備　"])
def test_choices_are_understood_by_word_and_by_code(written):
    assert read(first("工程", "種別", written))["initiatives"][0]["bars"][0]["kind"] == "prepare"


@pytest.mark.parametrize(
    ("written", "meant"), [("○", True), ("△", False), ("はい", None), (True, True)]
)
def test_signs_of_certainty(written, meant):
    raw = first("工程", "確度", written)
    if meant is None:
        assert mistakes(raw)[0][3] == "「はい」は使えません。次のどれかを選んでください：○、△"
    else:
        assert read(raw)["initiatives"][0]["bars"][0]["certain"] is meant


def indicator(**written: object) -> bytes:
    """The example with these values in the first row about an indicator."""

    def write(book):
        sheet = book["目標・指標"]
        heads = {one.value: one.column for one in sheet[1]}
        row = next(r for r in range(2, 30) if sheet.cell(r, heads["種類"]).value == "指標")
        for heading, value in written.items():
            sheet.cell(row, heads[heading]).value = value

    return changed(write)


@pytest.mark.parametrize("written", [12.5, "12.5", "１２．５", "12.50"])
def test_numbers_are_understood(written):
    found = read(indicator(基準値=written))["initiatives"][0]["indicators"][0]

    assert found["baseline_value"] == Decimal("12.5")


def test_number_with_commas_is_understood():
    found = read(indicator(目標値="1,234"))["initiatives"][0]["indicators"][0]

    assert found["targets"][0]["value"] == 1234


def test_sum_of_tenths_is_what_excel_shows():
    found = read(indicator(基準値=0.1 + 0.2))["initiatives"][0]["indicators"][0]

    assert found["baseline_value"] == Decimal("0.3")


def test_percentage_cell_is_refused():
    def write(book):
        sheet = book["目標・指標"]
        place = next(one for one in sheet[1] if one.value == "許容差").column
        row = next(r for r in range(2, 30) if sheet.cell(r, 2).value == "指標")
        sheet.cell(row, place).value = 0.15
        sheet.cell(row, place).number_format = "0%"

    assert mistakes(changed(write))[0][3] == (
        "％の書式のセルです。書式を「標準」にして、数だけを書いてください（15％は 15）。"
    )


def test_value_in_a_column_of_another_kind_of_row_is_refused():
    assert mistakes(indicator(期限年度=2026))[0][3] == (
        "「指標」の行では使わない列です。空欄にしてください。"
    )


@pytest.mark.parametrize("written", ["しるし", None])
def test_kind_of_a_row_is_needed(written):
    found = mistakes(cell("目標・指標", "B2", written))

    assert found[0][:3] == ("目標・指標", "2", "B　種類")
    assert found[0][3].endswith("次のどれかを選んでください：目標事項、指標")


def test_second_target_stands_in_the_next_row():
    def write(book):
        sheet = book["目標・指標"]
        heads = {one.value: one.column for one in sheet[1]}
        row = next(r for r in range(2, 30) if sheet.cell(r, heads["種類"]).value == "指標")
        for heading in ("取組コード", "種類", "指標コード"):
            sheet.cell(40, heads[heading]).value = sheet.cell(row, heads[heading]).value
        sheet.cell(40, heads["目標年度"]).value = "R8"
        sheet.cell(40, heads["目標値"]).value = 5

    before = read(planbooks.book())["initiatives"][0]["indicators"]
    after = read(changed(write))["initiatives"][0]["indicators"]

    assert len(after) == len(before)
    assert [one["year"] for one in after[0]["targets"]] == [
        *(one["year"] for one in before[0]["targets"]),
        2026,
    ]


def test_second_row_that_contradicts_the_first_is_refused():
    def write(book):
        sheet = book["個別項目"]
        heads = {one.value: one.column for one in sheet[1]}
        sheet.cell(3, heads["一覧の備考"]).value = "別の備考"
        sheet.cell(2, heads["一覧の備考"]).value = "備考"

    assert mistakes(changed(write))[0][3] == (
        "2行目と違う値です。同じ値にするか、空欄にしてください。"
    )


@pytest.mark.parametrize(
    ("written", "message"),
    [
        ("Z-9", "「Z-9」は、シート「取組事項」にありません。"),
        (None, "取組コードを書いてください。"),
    ],
)
def test_row_without_its_initiative_is_refused(written, message):
    assert mistakes(cell("工程", "A2", written)) == [("工程", "2", "A　取組コード", message)]


def test_full_width_code_finds_its_initiative():
    assert mistakes(cell("工程", "A2", "Ａ-1-1")) == []
    assert mistakes(first("取組事項", "分類コード", "Ａ－１")) == []
    assert mistakes(first("分類", "コード", "Ａ")) == []


@pytest.mark.parametrize("both", [True, False])
def test_item_belongs_to_exactly_one(both):
    def write(book):
        sheet = book["個別項目"]
        sheet["A2"], sheet["B2"] = ("A", "A-1-1") if both else (None, None)

    assert mistakes(changed(write))[0] == (
        "個別項目",
        "2",
        "A　分類コード",
        "分類コードと取組コードは、どちらか一方だけを書いてください。",
    )


def test_missing_value_is_named_at_its_cell():
    assert mistakes(first("工程", "工程の文言", None)) == [("工程", "2", "D　工程の文言", NEEDED)]


def test_value_that_could_not_be_read_is_not_also_called_missing():
    assert len(mistakes(first("工程", "種別", "しらべる"))) == 1


def test_too_long_text_is_refused_at_its_cell():
    assert mistakes(first("取組事項", "取組事項名", "長" * 201))[0] == (
        "取組事項",
        "2",
        "D　取組事項名",
        "長すぎます（201字）。200字までにしてください。",
    )


def test_same_code_twice_names_both_places():
    def write(book):
        book["用語"].append(["", *(one.value for one in book["用語"][2][1:])])

    term = planbooks.example()["用語"]["B2"].value

    assert mistakes(changed(write))[0][2:] == (
        "B　用語",
        f"用語「{term}」が重なっています（シート「用語」2行目 B列「用語」にもあります）。",
    )


def test_unknown_section_is_named_with_the_sheet_to_look_at():
    assert mistakes(first("担当", "担当名", "未来課"))[0] == (
        "担当",
        "2",
        "B　担当名",
        "課「未来課」がシート「課」にありません。",
    )


def test_every_problem_is_named_in_the_order_of_the_sheets():
    def write(book):
        book["工程"]["D2"] = None
        book["計画"]["B10"] = "来年"
        book["担当"]["C2"] = "係長"

    assert [one[:2] for one in mistakes(changed(write))] == [
        ("計画", "10"),
        ("担当", "2"),
        ("工程", "2"),
    ]


# What Excel itself does to a sheet.


def test_formula_is_refused_at_its_cell():
    assert mistakes(first("取組事項", "取組事項名", "=A1")) == [
        (
            "取組事項",
            "2",
            "D　取組事項名",
            "数式は使えません。数式をコピーし、「値の貼り付け」で値にしてください。",
        )
    ]


@pytest.mark.parametrize("heading", ["現状・課題", "番号", "分類コード"])
def test_error_value_is_refused_at_its_cell(heading):
    def write(book):
        place = book["取組事項"][find("取組事項", heading)]
        place.value = "#REF!"
        place.data_type = "e"

    assert mistakes(changed(write))[0][3] == "「#REF!」はエラーの値です。正しい値を書いてください。"


def test_formula_as_the_code_of_another_sheet_is_refused_once():
    assert [one[3][:7] for one in mistakes(cell("工程", "A2", "=取組事項!A2"))] == [
        "数式は使えません"[:7]
    ]


def test_merged_cells_are_refused_with_their_address():
    def write(book):
        book["工程"].merge_cells("D2:D3")

    assert mistakes(changed(write)) == [
        (
            "工程",
            "",
            "",
            "セル D2:D3 が結合されています。結合を解除し、それぞれのセルに書いてください。",
        )
    ]


def test_list_of_a_sheet_that_was_not_read_is_not_missed_as_well():
    found = mistakes(changed(lambda book: book["分類"].merge_cells("A2:A3")))

    assert [(row[0], row[3].partition("。")[0]) for row in found] == [
        ("分類", "セル A2:A3 が結合されています")
    ]


@pytest.mark.parametrize("name", ["計画.xlsx", "計画.XLS", "計画.csv"])
def test_text_under_the_name_of_a_workbook_is_no_plan_file(name):
    with pytest.raises(PlanFileError) as refusal:
        loading.read("課,計画\n".encode(), name=name)

    assert [problem.message for problem in refusal.value.problems] == [loading.NO_WORKBOOK]


def test_merged_cells_of_the_guide_do_not_matter():
    book = openpyxl.load_workbook(BytesIO(planbooks.book()))

    assert any(isinstance(one, MergedCell) for row in book["記入要領"] for one in row)
    assert mistakes(planbooks.book()) == []


def test_missing_sheet_is_refused_without_a_flood():
    def write(book):
        del book["取組事項"]

    assert mistakes(changed(write)) == [("取組事項", "", "", SHEETS_STAY)]


def test_renamed_sheet_is_missing_and_the_other_is_said():
    def write(book):
        book["用語"].title = "用語集"

    assert mistakes(changed(write)) == [("用語", "", "", SHEETS_STAY)]


def test_further_sheet_is_not_read_and_that_is_said():
    def write(book):
        book.create_sheet("メモ")["A1"] = "自由"

    assert planbooks.guesses(changed(write)) == [
        "シート「メモ」：様式にないシートなので、読みません。"
    ]


def test_renamed_heading_is_refused_with_what_was_probably_meant():
    assert mistakes(cell("工程", "G1", "終わりの年度")) == [
        (
            "工程",
            "1",
            "",
            "「開始四半期」の見出しがありません。様式の見出しは消さず、変えないでください。",
        ),
        (
            "工程",
            "1",
            "G　終わりの年度",
            "「終わりの年度」という見出しは、このシートにありません。「終了年度」の誤りではありませんか。",
        ),
    ]


def test_missing_heading_is_refused():
    def write(book):
        book["工程"].delete_cols(12)

    assert mistakes(changed(write)) == [
        (
            "工程",
            "1",
            "",
            "「備考」の見出しがありません。様式の見出しは消さず、変えないでください。",
        )
    ]


def test_doubled_heading_is_refused():
    def write(book):
        book["工程"]["M1"] = "備考"

    assert mistakes(changed(write))[0] == (
        "工程",
        "1",
        "M　備考",
        "「備考」の見出しが２つあります。",
    )


def test_heading_that_is_a_formula_is_refused():
    assert "という見出しは、このシートにありません。" in mistakes(cell("工程", "M1", "=L1"))[0][3]


def test_value_without_a_heading_is_refused():
    assert mistakes(cell("工程", "N2", "メモ"))[0][3] == (
        "見出しのない列（N列）に値があります。消してください。"
    )


def test_sheet_without_headings_is_refused():
    def write(book):
        book["用語"].delete_rows(1)
        book["用語"].insert_rows(1)

    assert mistakes(changed(write))[0] == ("用語", "", "", "１行目に見出しがありません。")


def test_columns_may_stand_in_another_order():
    def write(book):
        sheet = book["用語"]
        rows = [[one.value for one in row] for row in sheet.iter_rows()]
        for number, row in enumerate(rows, 1):
            for place, value in enumerate(reversed(row), 1):
                sheet.cell(number, place).value = value

    assert planbooks.plain(read(changed(write))) == planbooks.plain(read(planbooks.book()))


def test_blank_rows_do_not_matter():
    def write(book):
        book["工程"].insert_rows(2, 3)
        book["工程"]["D3"] = "　 "

    assert planbooks.plain(read(changed(write))) == planbooks.plain(read(planbooks.book()))


def test_form_needs_its_headings_and_every_item_once():
    def write(book):
        sheet = book["計画"]
        sheet["B1"] = "内容"
        sheet["A9"] = "種別名"
        sheet["A40"], sheet["B41"] = "計画名", "項目なし"

    assert [one[1:] for one in mistakes(changed(write))] == [
        (
            "",
            "",
            "「種別」の行がありません。様式の行は消さないでください。古い様式なら、新しい様式に書き写してください。",
        ),
        ("1", "", "１行目の見出しは「項目」「値」「説明」にしてください。"),
        (
            "9",
            "A　項目",
            "「種別名」という見出しは、このシートにありません。「種別」の誤りではありませんか。",
        ),
        ("40", "A　項目", "「計画名」の行が２つあります。"),
        ("41", "", "項目のない行に値があります。消してください。"),
    ]


def with_sheet(rows: str) -> bytes:
    """The example with other XML as the rows of 用語, which only a program writes."""
    source = ZipFile(BytesIO(planbooks.book()))
    part = "xl/worksheets/sheet9.xml"
    assert "別の書き方" in source.read(part).decode()
    stream = BytesIO()
    with ZipFile(stream, "w", ZIP_DEFLATED) as target:
        for name in source.namelist():
            text = source.read(name)
            if name == part:
                head, rest = text.split(b"</row>", 1)
                text = head + b"</row>" + rows.encode() + rest[rest.index(b"</sheetData>") :]
            target.writestr(name, text)
    return stream.getvalue()


def test_ten_megabytes_of_blank_rows_are_read_quickly():
    blank = "".join(
        f'<row r="{number}"><c r="A{number}" s="1"/></row>' for number in range(2, 250_000)
    )

    assert len(blank) > 10_000_000
    assert list(read(with_sheet(blank))["glossary"]) == []


def test_value_far_below_all_others_is_refused():
    row = '<row r="900000"><c r="B900000" t="inlineStr"><is><t>用語</t></is></c></row>'

    assert mistakes(with_sheet(row)) == [
        (
            "用語",
            "",
            "",
            "シート「用語」の900000行目に、離れて書かれた値があります。消してください。",
        )
    ]


def test_too_many_rows_are_refused():
    rows = "".join(
        f'<row r="{n}"><c r="B{n}" t="inlineStr"><is><t>語{n}</t></is></c></row>'
        for n in range(2, 20_010)
    )

    assert mistakes(with_sheet(rows))[0][3].endswith("行が多すぎます。20,000行までにしてください。")


def test_hidden_rows_and_sheets_are_read_like_others():
    def write(book):
        book["用語"].sheet_state = "hidden"
        book["工程"].row_dimensions[2].hidden = True

    assert planbooks.plain(read(changed(write))) == planbooks.plain(read(planbooks.book()))


OLD = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


@pytest.mark.parametrize(
    ("raw", "message"),
    [
        (OLD + b"0" * 600, "古い形式のExcelファイル（.xls）です。"),
        (OLD + "EncryptedPackage".encode("utf-16-le"), "パスワードが掛かっているため読めません。"),
        (b"PK\x03\x04broken", "ファイルが壊れていて読めません。"),
    ],
)
def test_file_that_is_no_workbook_is_refused(raw, message):
    found = mistakes(raw)

    assert [one[:3] for one in found] == [("", "", "")]
    assert found[0][3].startswith(message)


def repacked(**parts: bytes) -> bytes:
    source = ZipFile(BytesIO(planbooks.book()))
    stream = BytesIO()
    with ZipFile(stream, "w", ZIP_DEFLATED) as target:
        for name in source.namelist():
            target.writestr(name, source.read(name))
        for name, content in parts.items():
            target.writestr(name.replace("__", "/"), content)
    return stream.getvalue()


def damaged(part: str, raw: bytes) -> bytes:
    """A workbook with one of the last bytes of a part's packed content turned over."""
    with ZipFile(BytesIO(raw)) as source:
        info = source.getinfo(part)
    turned = bytearray(raw)
    turned[info.header_offset + 30 + len(part) + info.compress_size - 6] ^= 0xFF
    return bytes(turned)


DAMAGED = "ファイルが壊れていて読めません。Excelで開き、保存し直してください。"


@pytest.mark.parametrize("part", ["[Content_Types].xml", "xl/workbook.xml"])
def test_damaged_archive_is_refused(part):
    assert mistakes(damaged(part, repacked())) == [("", "", "", DAMAGED)]


def test_damaged_end_of_a_long_sheet_is_refused():
    rows = "".join(f'<row r="{n}"><c r="B{n}"><v>{n * n}</v></c></row>' for n in range(2, 19_000))

    assert mistakes(damaged("xl/worksheets/sheet9.xml", with_sheet(rows))) == [
        ("用語", "", "", DAMAGED)
    ]


def test_workbook_without_styles_is_read():
    source = ZipFile(BytesIO(planbooks.book()))
    styles = source.read("xl/styles.xml")
    bare = styles[: styles.index(b"<cellXfs")] + styles[styles.index(b"</cellXfs>") + 10 :]

    raw = with_part("xl/styles.xml", bare)

    assert read(raw)["initiatives"][0]["indicators"][0]["code"]


def with_part(part: str, content: bytes) -> bytes:
    source = ZipFile(BytesIO(planbooks.book()))
    stream = BytesIO()
    with ZipFile(stream, "w", ZIP_DEFLATED) as target:
        for name in source.namelist():
            target.writestr(name, content if name == part else source.read(name))
    return stream.getvalue()


def test_macros_are_refused():
    assert mistakes(repacked(**{"xl__vbaProject.bin": b"x"}))[0][3].startswith(
        "マクロを含むファイル"
    )


def test_zip_bomb_is_refused_before_it_is_unpacked():
    raw = repacked(**{"xl__media__image.bin": b"0" * 70_000_000})

    assert len(raw) < 1_000_000
    assert mistakes(raw)[0][3].startswith("ファイルの中身が大きすぎます。")
