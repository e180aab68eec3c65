"""From the bytes of a returned 調査票 to the answers in its rows. Asks no database."""

import re
import unicodedata
import warnings
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from openpyxl.utils import get_column_letter, range_boundaries

from exchange import uploads
from exchange.planbook import cells as plan_cells
from exchange.planbook import headings
from exchange.planbook import reading as plan_reading
from exchange.planbook.drafts import Findings
from exchange.planbook.spots import Column as Place
from exchange.planbook.spots import Spot
from exchange.planfile.problems import Place as Whereabouts
from exchange.planfile.problems import PlanFileError, Problem
from exchange.planfile.values import Mistake
from exchange.sheets import cells
from exchange.sheets.columns import GUIDE, KEY, VERSION, Column, Page
from exchange.sheets.lines import Line, elsewhere
from exchange.sheets.vocabulary import Vocabulary

NUMBER = re.compile(r"CS-[A-Z0-9]{2,8}-[0-9]{6}-[0-9A-Za-z]+-[0-9]+")
GUIDE_ROWS, HEAD_ROWS = 60, 20
FOOTNOTE = "※"
KEEP_SHEETS = "このシートがありません。調査票のシートは消さず、名前を変えないでください。"
NO_NUMBER = "「記入要領」のシートに帳票番号がありません。発行された調査票のファイルを、そのまま登録してください。"


class SheetFileError(PlanFileError):
    """A 調査票 that cannot be taken; ``problems`` holds all that was found, nothing was written."""


@dataclass(frozen=True)
class Answer:
    """A row of the file: the line it belongs to, what stands in its fields, and where."""

    line: Line
    values: Mapping[str, str]
    spots: Mapping[str, Spot]


def refusal(name: str, message: str, spot: int = 0) -> SheetFileError:
    """The error of a file with one thing to say."""
    return SheetFileError(name, [Problem(Whereabouts(spot), message)])


@contextmanager
def opened(raw: bytes, name: str) -> Iterator[Any]:
    """Open a file for reading.

    Raises:
        SheetFileError: it is no workbook that can be read.
    """
    try:
        book = uploads.open_workbook(raw)
    except uploads.UploadError as error:
        raise refusal(name, str(error)) from error
    try:
        yield book
    finally:
        book.close()


def number_in(book: Any, name: str) -> str:
    """Return the 帳票番号 of a file.

    Raises:
        SheetFileError: there is none, or more than one.
    """
    sheet = _by_title(book).get(headings.plain(GUIDE))
    found: set[str] = set()
    if sheet is not None:
        try:
            for row, line in uploads.written_rows(sheet):
                if row > GUIDE_ROWS:
                    break
                texts = (str(cell.value) for cell in line if isinstance(cell.value, str))
                found |= {hit for text in texts for hit in NUMBER.findall(_half(text))}
        except uploads.UploadError as error:
            raise refusal(name, str(error)) from error
    if len(found) != 1:
        raise refusal(name, NO_NUMBER)
    return found.pop()


def answers_in(
    book: Any, pages: Sequence[Page], issued: Iterable[Line], words: Vocabulary, findings: Findings
) -> list[Answer]:
    """Return the answers of every row that was handed out; what is wrong is noted with its place."""
    titles = _by_title(book)
    by_page: dict[str, dict[str, Line]] = {page.name: {} for page in pages}
    for line in issued:
        by_page[line.page][line.key] = line
    found: list[Answer] = []
    for number, page in enumerate(pages, 2):
        place = Place(page.tab, number)
        sheet = titles.get(headings.plain(page.tab))
        if sheet is None:
            findings.mistake(Spot.at(place), KEEP_SHEETS)
            continue
        reader = _PageReader(page, place, by_page[page.name], words, findings)
        with warnings.catch_warnings():
            warnings.simplefilter(
                "ignore"
            )  # openpyxl warns of impossible days; they are refused by cell
            try:
                reader.take(sheet)
            except uploads.UploadError as error:
                findings.mistake(Spot.at(place), str(error))
        found += reader.answers
    return found


def _by_title(book: Any) -> dict[str, Any]:
    return {headings.plain(sheet.title): sheet for sheet in reversed(book.worksheets)}


def _half(text: str) -> str:
    return unicodedata.normalize("NFKC", text)


class _PageReader:
    def __init__(
        self,
        page: Page,
        place: Place,
        issued: Mapping[str, Line],
        words: Vocabulary,
        findings: Findings,
    ) -> None:
        self.page, self.place, self.issued = page, place, issued
        self.words, self.findings = words, findings
        self.columns: dict[str, tuple[int, Column, Place]] = {}
        self.answers: list[Answer] = []
        self.seen: dict[str, int] = {}

    def take(self, sheet: Any) -> None:
        head = 0
        for row, line in uploads.written_rows(sheet):
            if head:
                self.row(row, line)
            elif self.heads(row, line):
                head = row
                if not self.is_whole(sheet, head):
                    return
            elif row >= HEAD_ROWS:
                break
        if not head:
            words = "見出しの行がありません（「行キー」の列が見つかりません）。"
            self.findings.mistake(Spot.at(self.place), words)
            return
        for key, one in self.issued.items():
            if key not in self.seen:
                words = f"「{key}」（{one.name}）の行がありません。行は消さず、行キーを変えないでください。"
                self.findings.mistake(Spot.at(self.place), words)

    def heads(self, row: int, line: Sequence[Any]) -> bool:
        """Whether a row holds the headings; then which column is which."""
        known = {headings.plain(column.heading): column for column in self.page.columns}
        texts = [(number, text) for number, text in headings.written(line)]
        if headings.plain(self.page.column(KEY).heading) not in [
            headings.plain(text) for _, text in texts
        ]:
            return False
        for number, text in texts:
            column = known.get(headings.plain(text))
            if column is None:
                continue
            letter = get_column_letter(number)
            here = Place(self.place.sheet, self.place.sheet_number, number, letter, column.label)
            if column.name in self.columns:
                words = f"「{column.label}」の見出しが２つあります。"
                self.findings.mistake(Spot.at(here, row), words)
            self.columns.setdefault(column.name, (number, column, here))
        return True

    def is_whole(self, sheet: Any, head: int) -> bool:
        """Whether every field has its heading and no cell below the headings is merged."""
        before = len(self.findings.problems)
        for name in (KEY, VERSION, *(column.name for column in self.page.fields)):
            if name not in self.columns:
                label = self.page.column(name).label
                words = f"「{label}」の見出しがありません。見出しは消さず、変えないでください。"
                self.findings.mistake(Spot.at(self.place, head), words)
        for address in plan_reading.merged(sheet):
            if range_boundaries(address)[3] > head:
                words = f"セル {address} が結合されています。結合を解除し、それぞれのセルに書いてください。"
                self.findings.mistake(Spot.at(self.place), words)
        return len(self.findings.problems) == before

    def row(self, number: int, line: Sequence[Any]) -> None:
        """Read one row below the headings."""
        key = self.key(number, line)
        if key is None:
            return
        if key in self.seen:
            words = f"「{key}」の行が２つあります（{self.seen[key]}行目と同じです）。"
            self.findings.mistake(self.spot(KEY, number), words)
            return
        self.seen[key] = number
        issued = self.issued[key]
        if not self.is_same_version(number, line, issued):
            return
        spots = {column.name: self.spot(column.name, number) for column in self.page.fields}
        if not issued.values:
            self.elsewhere(line, issued, spots)
            return
        values = {}
        for column in self.page.fields:
            try:
                values[column.name] = cells.read(self.cell(column.name, line), column, self.words)
            except Mistake as mistake:
                self.findings.mistake(spots[column.name], str(mistake))
        # A field that could not be read counts as unchanged: the file is refused anyway.
        self.answers.append(Answer(issued, {**issued.values, **values}, spots))

    def key(self, number: int, line: Sequence[Any]) -> str | None:
        """The key of a row, if it is one of ours."""
        try:
            key = _half(cells.plain_text(self.cell(KEY, line)))
        except Mistake as mistake:
            self.findings.mistake(self.spot(KEY, number), str(mistake))
            return None
        if key.startswith(FOOTNOTE):
            return None
        if key in self.issued:
            return key
        if key:
            shown = plan_cells.shown(key)
            words = f"「{shown}」という行キーは、この調査票にありません。行を足さず、行キーを変えないでください。"
            self.findings.mistake(self.spot(KEY, number), words)
        elif any(self.cell(one.name, line).value not in (None, "") for one in self.page.fields):
            self.findings.mistake(
                self.spot(KEY, number), "行キーがない行に、記入があります。消してください。"
            )
        return None

    def is_same_version(self, number: int, line: Sequence[Any], issued: Line) -> bool:
        """Whether the row is of this sheet and no other's."""
        cell = self.cell(VERSION, line)
        try:
            text = _half(cells.plain_text(cell))
        except Mistake as mistake:
            self.findings.mistake(self.spot(VERSION, number), str(mistake))
            return False
        if text == str(issued.version):
            return True
        words = (
            f"版が、発行したとき（{issued.version}）と違います。"
            "ほかの調査票の行を写していないか確かめ、元の版に戻してください。"
        )
        self.findings.mistake(self.spot(VERSION, number), words)
        return False

    def elsewhere(self, line: Sequence[Any], issued: Line, spots: Mapping[str, Spot]) -> None:
        """A row that another section fills in must stand as it was."""
        for column in self.page.fields:
            value = self.cell(column.name, line).value
            text = "" if value is None else _squeezed(str(value))
            if text not in ("", _squeezed(elsewhere(column.name))):
                self.findings.mistake(spots[column.name], issued.lock)

    def cell(self, name: str, line: Sequence[Any]) -> Any:
        number = self.columns[name][0]
        return line[number - 1] if number <= len(line) else plan_cells.BLANK

    def spot(self, name: str, row: int) -> Spot:
        return Spot.at(self.columns[name][2], row)


def _squeezed(text: str) -> str:
    return "".join(_half(text).split())
