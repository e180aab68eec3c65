"""Uploaded bytes become a workbook that is safe to read, or one Japanese sentence that says why not.

Looking into a file must never cost more than the file is worth: size, number of parts and unpacked size are read
from the archive's own directory before anything is unpacked, and sheets are streamed row by row.
"""

import warnings
import zlib
from collections.abc import Iterator
from io import BytesIO
from typing import Any
from zipfile import BadZipFile, ZipFile

import openpyxl
from django.core.files.uploadedfile import UploadedFile

MEGABYTE = 1024 * 1024
MAXIMUM_BYTES = 10 * MEGABYTE
MAXIMUM_UNPACKED = 60 * MEGABYTE
MAXIMUM_PARTS = 1_000
MAXIMUM_ROWS = 20_000
# What stands below so many blank rows was put there by mistake, or is not meant to be seen.
MAXIMUM_BLANK = 2_000
# A row of a broken file can claim any number, and all rows before it are walked through.
LAST_ROW = 1_048_576

OLD_EXCEL = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
ENCRYPTED_STREAM = "EncryptedPackage".encode("utf-16-le")
ZIP = b"PK\x03\x04"
CONTENT_TYPES, BOOK = "[Content_Types].xml", "xl/workbook.xml"

EMPTY = "ファイルが空です。"
NO_EXCEL = "Excelのファイル（.xlsx）ではありません。Excelで「Excelブック（.xlsx）」として保存してください。"
OLD = "古い形式のExcelファイル（.xls）です。Excelで「Excelブック（.xlsx）」として保存し直してください。"
BINARY = "バイナリ形式のExcelファイル（.xlsb）です。Excelで「Excelブック（.xlsx）」として保存し直してください。"
LOCKED = "パスワードが掛かっているため読めません。パスワードを外して保存し直してください。"
MACRO = "マクロを含むファイルは受け取れません。「Excelブック（.xlsx）」として保存し直してください。"
BLOATED = "ファイルの中身が大きすぎます。記入していない行や画像を消して保存し直してください。"
BROKEN = "ファイルが壊れていて読めません。Excelで開き、保存し直してください。"
# What zipfile says of an archive that is not whole.
DAMAGE = (BadZipFile, zlib.error, NotImplementedError, OSError, ValueError, KeyError)


class UploadError(Exception):
    """A file that cannot be taken; the message is Japanese and meant for the person."""


def received(file: "UploadedFile[Any]", *, maximum: int = MAXIMUM_BYTES) -> bytes:
    """Return the bytes of an uploaded file.

    Raises:
        UploadError: it is larger than anything people fill in, or empty.
    """
    size = file.size or 0
    if size > maximum:
        raise UploadError(
            f"ファイルが大きすぎます（{size / MEGABYTE:.1f}MB）。{maximum // MEGABYTE}MBまでにしてください。"
        )
    if not size:
        raise UploadError(EMPTY)
    raw: bytes = file.read()
    return raw


def is_workbook(raw: bytes) -> bool:
    """Whether the bytes begin as a workbook of any age does: then they are no text."""
    return raw.startswith((ZIP, OLD_EXCEL))


def open_workbook(raw: bytes, *, read_only: bool = True) -> Any:
    """Return the workbook, streaming its sheets; formulas stay formulas, so that a reader can refuse them.

    Raises:
        UploadError: no .xlsx file, or one that is locked, macro-enabled, bloated or broken.
    """
    inspect(raw)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # openpyxl warns of what it leaves out: we only read cells
        try:
            return openpyxl.load_workbook(BytesIO(raw), read_only=read_only, keep_links=False)
        except Exception as error:  # openpyxl raises whatever its parts raise
            raise UploadError(BROKEN) from error


def inspect(raw: bytes) -> None:
    """Look at the outside of a file and at the directory of its archive.

    Raises:
        UploadError: it cannot be read, or should not be.
    """
    if not raw:
        raise UploadError(EMPTY)
    if raw.startswith(OLD_EXCEL):
        raise UploadError(LOCKED if ENCRYPTED_STREAM in raw else OLD)
    if not raw.startswith(ZIP):
        raise UploadError(NO_EXCEL)
    try:
        with ZipFile(BytesIO(raw)) as archive:
            _inspect_parts(archive)
    except DAMAGE as error:
        raise UploadError(BROKEN) from error


def _inspect_parts(archive: ZipFile) -> None:
    # zipfile unpacks no more of a part than its directory says, so a lying directory gains nothing.
    parts = archive.infolist()
    names = {part.filename for part in parts}
    if len(parts) > MAXIMUM_PARTS or sum(part.file_size for part in parts) > MAXIMUM_UNPACKED:
        raise UploadError(BLOATED)
    if any(part.flag_bits & 1 for part in parts):
        raise UploadError(LOCKED)
    if any(name.lower().endswith("vbaproject.bin") for name in names):
        raise UploadError(MACRO)
    if "xl/workbook.bin" in names:
        raise UploadError(BINARY)
    if not {CONTENT_TYPES, BOOK} <= names:
        raise UploadError(NO_EXCEL)
    if b"macroEnabled" in archive.read(CONTENT_TYPES):
        raise UploadError(MACRO)


def written_rows(
    sheet: Any, *, maximum: int = MAXIMUM_ROWS
) -> Iterator[tuple[int, tuple[Any, ...]]]:
    """Yield the rows in which something stands, with their numbers; the cells keep value and type.

    Raises:
        UploadError: more rows than ``maximum``, a value far below all others, or a sheet that breaks off.
    """
    count = last = 0
    void: tuple[Any, ...] | None = None
    for number, cells in enumerate(_rows(sheet), 1):
        if number > LAST_ROW:
            raise UploadError(BROKEN)
        if cells is void:  # openpyxl gives the same row for every one that is missing
            continue
        if all(cell.value is None or cell.value == "" for cell in cells):
            void = cells
            continue
        if number - last > MAXIMUM_BLANK:
            raise UploadError(
                f"シート「{sheet.title}」の{number}行目に、離れて書かれた値があります。消してください。"
            )
        count, last = count + 1, number
        if count > maximum:
            raise UploadError(
                f"シート「{sheet.title}」の行が多すぎます。{maximum:,}行までにしてください。"
            )
        yield number, cells


def _rows(sheet: Any) -> Iterator[tuple[Any, ...]]:
    if hasattr(sheet, "reset_dimensions"):
        sheet.reset_dimensions()  # what a file says about its own size is not always true
    try:
        yield from sheet.iter_rows()
    except Exception as error:  # openpyxl reads on while we go: the same as when opening
        raise UploadError(BROKEN) from error
