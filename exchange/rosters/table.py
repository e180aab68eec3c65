"""From the bytes of an Excel or CSV file to rows of checked values, each problem with its row and column."""

import csv
import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from io import StringIO
from typing import Any

from openpyxl.utils import get_column_letter

from exchange import uploads
from exchange.rosters.columns import Column, Kind
from exchange.uploads import UploadError
from fiscal import typed

MAXIMUM_BYTES = uploads.MEGABYTE
MAXIMUM_ROWS = 5_000
HEADING_WITHIN = 10
CODES = "文字コードが読めません。UTF-8かShift_JIS（CP932）で保存し直してください。"
CONTROL = re.compile(r"[\x00-\x1f\x7f]")
ENDS = (b"\xff\xfe", b"\xfe\xff")
DAY_FORMS = "R8.4.1、令和８年４月１日、2026/4/1 のように書いてください。"

Value = str | date


@dataclass(frozen=True)
class Problem:
    """One thing to mend: the row of the file (0: the whole file), the column, the message."""

    row: int
    column: str
    message: str

    @property
    def place(self) -> str:
        """３行目「役割」."""
        return f"{self.row}行目{self.column}" if self.row else "ファイル"


@dataclass(frozen=True)
class Row:
    """A row with a value for every column of the file; an empty cell is an empty text."""

    number: int
    values: Mapping[str, Value]

    def text(self, heading: str) -> str:
        """The text of a column; nothing where the file has no such column."""
        return str(self.values.get(heading, ""))

    def day(self, heading: str) -> date | None:
        """The day of a column."""
        value = self.values.get(heading)
        return value if isinstance(value, date) else None


@dataclass(frozen=True)
class Table:
    """A list as somebody filled it in. ``headings``: the place of each known column in the file."""

    headings: Mapping[str, str]
    rows: tuple[Row, ...]
    problems: tuple[Problem, ...]
    ignored: tuple[str, ...]

    def problem(self, row: Row, heading: str, message: str) -> Problem:
        """A problem at a place of the file."""
        return Problem(row.number, self.headings.get(heading, ""), message)


@dataclass(frozen=True)
class _Cell:
    """A value and what kind Excel says it is."""

    value: Any
    data_type: str = "s"


Line = tuple[int, tuple[Any, ...]]


def read(raw: bytes, kind: Kind) -> Table:
    """Return the rows of a file.

    Raises:
        UploadError: it is no list at all.
    """
    lines = _sheet(raw, kind) if uploads.is_workbook(raw) else _text(raw)
    before = []
    for number, cells in lines:
        known, problems, ignored = _headings(number, cells, kind)
        if known:
            return _body(lines, known, problems, ignored)
        before.append(number)
        if len(before) >= HEADING_WITHIN:
            break
    wanted = "、".join(column.heading for column in kind.columns if column.is_required)
    raise UploadError(
        f"見出しの行（{wanted}）が見つかりません。ひな形の見出しのまま使ってください。"
    )


def _sheet(raw: bytes, kind: Kind) -> Iterator[Line]:
    book = uploads.open_workbook(raw)
    sheet = book[kind.sheet] if kind.sheet in book.sheetnames else book.worksheets[0]
    return uploads.written_rows(sheet, maximum=MAXIMUM_ROWS)


def _text(raw: bytes) -> Iterator[Line]:
    text = _decoded(raw)
    first = text.partition("\n")[0]
    delimiter = "\t" if "\t" in first and "," not in first else ","
    reader = csv.reader(StringIO(text, newline=""), delimiter=delimiter, strict=True)
    try:
        for count, cells in enumerate(reader):
            if count > MAXIMUM_ROWS:
                raise UploadError(f"行が多すぎます。{MAXIMUM_ROWS:,}行までにしてください。")
            if any(cell.strip() for cell in cells):
                yield reader.line_num, tuple(_Cell(cell) for cell in cells)
    except csv.Error as error:
        raise UploadError(
            f'{reader.line_num}行目がCSVとして読めません。引用符（"）の閉じ忘れを確かめてください。'
        ) from error


def _decoded(raw: bytes) -> str:
    for codec in ("utf-16",) if raw.startswith(ENDS) else ("utf-8-sig", "cp932"):
        try:
            return raw.decode(codec)
        except UnicodeDecodeError:
            continue
    raise UploadError(CODES)


def _headings(
    number: int, cells: Iterable[Any], kind: Kind
) -> tuple[dict[int, Column], list[Problem], list[str]]:
    """The columns of a row of headings; none where it is another row."""
    names = kind.by_heading
    known: dict[int, Column] = {}
    problems, ignored = [], []
    for place, cell in enumerate(cells):
        written = re.sub(
            r"[\s※＊*◎]|必須|任意", "", unicodedata.normalize("NFKC", str(cell.value or ""))
        )
        column = names.get(written)
        if column is None:
            ignored += [written] if written else []
        elif column in known.values():
            problems.append(
                Problem(number, _place(place, column), "同じ見出しの列が２つあります。")
            )
        else:
            known[place] = column
    required = [column for column in kind.columns if column.is_required]
    if not any(column in known.values() for column in required):
        return {}, [], []
    problems += [
        Problem(number, "", f"「{column.heading}」の列がありません。")
        for column in required
        if column not in known.values()
    ]
    return known, problems, ignored


def _body(
    lines: Iterable[Line], known: dict[int, Column], problems: list[Problem], ignored: list[str]
) -> Table:
    rows = []
    for number, cells in lines:
        values: dict[str, Value] = {}
        here = {place: cells[place] if place < len(cells) else _Cell("") for place in known}
        if not any(str(cell.value or "").strip() for cell in here.values()):
            continue
        for place, column in known.items():
            value, wrong = _value(here[place], column)
            values[column.heading] = value
            if wrong:
                problems.append(Problem(number, _place(place, column), wrong))
        rows.append(Row(number, values))
    headings = {column.heading: _place(place, column) for place, column in known.items()}
    if not rows and not problems:
        raise UploadError("見出しの下に、１行も書かれていません。")
    return Table(headings, tuple(rows), tuple(problems), tuple(ignored))


def _place(place: int, column: Column) -> str:
    return f" {get_column_letter(place + 1)}列「{column.heading}」"


def _value(cell: Any, column: Column) -> tuple[Value, str]:
    """The value of a cell, and what is wrong with it."""
    value, kind = cell.value, getattr(cell, "data_type", "s")
    if kind == "f":
        return "", "数式が入っています。値として貼り付けてください。"
    if kind == "e":
        return "", f"エラー値（{value}）が入っています。"
    if isinstance(value, bool):
        return "", "TRUE・FALSEは使えません。"
    if isinstance(value, datetime | date):
        day = value.date() if isinstance(value, datetime) else value
        return (day, "") if column.is_day else (day.isoformat(), "")
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return _written(str("" if value is None else value).strip(), column)


def _written(text: str, column: Column) -> tuple[Value, str]:
    if not text:
        return "", "入力してください。" if column.is_required else ""
    if CONTROL.search(text):
        return "", "改行や制御文字は使えません。"
    if column.is_day:
        day = typed.day(text)
        return (day, "") if day else ("", f"「{_short(text)}」は日付として読めません。{DAY_FORMS}")
    if len(text) > column.length:
        return "", f"{column.length}文字以内にしてください（{len(text)}文字）。"
    if column.choices and text not in column.choices:
        words = "、".join(column.choices)
        return (
            "",
            f"「{text}」という{column.heading}はありません。{words}のどれかを書いてください。",
        )
    return text, ""


def _short(text: str) -> str:
    limit = 20
    return text if len(text) <= limit else f"{text[:limit]}…"
