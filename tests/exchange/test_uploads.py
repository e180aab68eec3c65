"""What people and others send instead of a workbook."""

from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from exchange import uploads
from exchange.uploads import UploadError


def workbook(*rows: tuple) -> bytes:
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    return saved(book)


def saved(book: openpyxl.Workbook) -> bytes:
    stream = BytesIO()
    book.save(stream)
    return stream.getvalue()


def archive(**parts: bytes) -> bytes:
    """A zip archive; ``__`` in a name stands for a slash."""
    stream = BytesIO()
    with ZipFile(stream, "w", ZIP_DEFLATED) as target:
        for name, content in parts.items():
            target.writestr(name.replace("__", "/"), content)
    return stream.getvalue()


def with_part(raw: bytes, name: str, content: bytes) -> bytes:
    """The workbook with one part replaced or added."""
    stream = BytesIO()
    with ZipFile(BytesIO(raw)) as source, ZipFile(stream, "w", ZIP_DEFLATED) as target:
        for part in source.namelist():
            if part != name:
                target.writestr(part, source.read(part))
        target.writestr(name, content)
    return stream.getvalue()


def rows_of(raw: bytes, **options: int) -> list[tuple]:
    sheet = uploads.open_workbook(raw).worksheets[0]
    return [
        (number, *(cell.value for cell in cells))
        for number, cells in uploads.written_rows(sheet, **options)
    ]


def test_workbook_opens_with_the_numbers_of_its_written_rows():
    assert rows_of(workbook(("課", "並び"), (), ("市民課", 1))) == [
        (1, "課", "並び"),
        (3, "市民課", 1),
    ]


def test_formula_stays_a_formula():
    sheet = uploads.open_workbook(workbook(("=1+1",))).worksheets[0]
    _, cells = next(uploads.written_rows(sheet))

    assert (cells[0].value, cells[0].data_type) == ("=1+1", "f")


GOOD = workbook(("課",))
ENCRYPTED = uploads.OLD_EXCEL + b"\0" * 600 + uploads.ENCRYPTED_STREAM
MACRO_TYPES = (
    b'<Types><Override ContentType="application/vnd.ms-excel.sheet.macroEnabled.main+xml"/></Types>'
)


@pytest.mark.parametrize(
    ("raw", "message"),
    [
        (b"", uploads.EMPTY),
        (b"code,name\n1,a\n", uploads.NO_EXCEL),
        (b"PK\x03\x04 and no more", uploads.BROKEN),
        (GOOD[: len(GOOD) // 2], uploads.BROKEN),
        (uploads.OLD_EXCEL + b"\0" * 600, uploads.OLD),
        (ENCRYPTED, uploads.LOCKED),
        (archive(word__document=b"<a/>"), uploads.NO_EXCEL),
        (archive(xl__workbook=b""), uploads.NO_EXCEL),
        (with_part(GOOD, "xl/workbook.bin", b""), uploads.BINARY),
        (with_part(GOOD, "xl/vbaProject.bin", b"code"), uploads.MACRO),
        (with_part(GOOD, uploads.CONTENT_TYPES, MACRO_TYPES), uploads.MACRO),
        (with_part(GOOD, uploads.BOOK, b"<broken"), uploads.BROKEN),
        (with_part(GOOD, "xl/media/image1.png", b"\0" * (61 * uploads.MEGABYTE)), uploads.BLOATED),
        (archive(**{f"part{n}": b"" for n in range(1001)}), uploads.BLOATED),
    ],
    ids=[
        "empty",
        "text",
        "stump",
        "half",
        "xls",
        "password",
        "docx",
        "other-zip",
        "xlsb",
        "macro",
        "macro-type",
        "broken-book",
        "bomb",
        "thousand-parts",
    ],
)
def test_file_is_refused_with(raw, message):
    with pytest.raises(UploadError) as refusal:
        uploads.open_workbook(raw)

    assert str(refusal.value) == message


def test_sheet_that_breaks_off_is_refused():
    sheet = b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData><row r="1">'

    with pytest.raises(UploadError) as refusal:
        rows_of(with_part(GOOD, "xl/worksheets/sheet1.xml", sheet))

    assert str(refusal.value) == uploads.BROKEN


def test_entity_in_a_sheet_is_refused():
    laugh = b'<!DOCTYPE a [<!ENTITY b "c">]><worksheet>&b;</worksheet>'

    with pytest.raises(UploadError) as refusal:
        rows_of(with_part(GOOD, "xl/worksheets/sheet1.xml", laugh))

    assert str(refusal.value) == uploads.BROKEN


def test_value_far_below_is_refused():
    book = openpyxl.Workbook()
    book.active["A1"] = "課"
    book.active["A900000"] = "遠い行"

    with pytest.raises(UploadError) as refusal:
        rows_of(saved(book))

    assert str(refusal.value) == (
        "シート「Sheet」の900000行目に、離れて書かれた値があります。消してください。"
    )


def test_row_with_a_number_no_workbook_has_is_refused():
    stream = BytesIO()
    with ZipFile(BytesIO(workbook(("課",)))) as source, ZipFile(stream, "w") as target:
        for name in source.namelist():
            content = source.read(name)
            if name == "xl/worksheets/sheet1.xml":
                content = content.replace(b'r="1"', b'r="99999999"').replace(b"A1", b"A99999999")
            target.writestr(name, content)

    with pytest.raises(UploadError) as refusal:
        rows_of(stream.getvalue())

    assert str(refusal.value) == uploads.BROKEN


def test_blank_rows_below_are_no_rows():
    book = openpyxl.Workbook()
    book.active["A1"] = "課"
    for number in range(2, 50_000):
        book.active.cell(number, 1, "")

    assert rows_of(saved(book)) == [(1, "課")]


def test_too_many_rows_are_refused():
    with pytest.raises(UploadError) as refusal:
        rows_of(workbook(*[("課",)] * 4), maximum=3)

    assert str(refusal.value) == "シート「Sheet」の行が多すぎます。3行までにしてください。"


def test_received_file_has_bounds():
    with pytest.raises(UploadError) as large:
        uploads.received(SimpleUploadedFile("a.xlsx", b"x" * 2048), maximum=1024)
    with pytest.raises(UploadError) as empty:
        uploads.received(SimpleUploadedFile("a.xlsx", b""))

    assert str(large.value).startswith("ファイルが大きすぎます（0.0MB）。")
    assert str(empty.value) == uploads.EMPTY
    assert uploads.received(SimpleUploadedFile("a.xlsx", b"abc")) == b"abc"
