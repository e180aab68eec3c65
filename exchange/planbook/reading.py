"""From the bytes of a plan workbook to the entries of a plan. Asks no database."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from exchange import uploads
from exchange.planbook import cells, headings, rows
from exchange.planbook.drafts import Draft, Findings
from exchange.planbook.layout import Sheet
from exchange.planbook.more_sheets import ALL
from exchange.planbook.sheets import CODES, GUIDE
from exchange.planbook.spots import Column, Spot
from exchange.planfile import check, document, reading, records
from exchange.planfile.problems import PlanFileError, Problem
from exchange.planfile.reading import Entry

MERGED = re.compile(rb'<(?:\w+:)?mergeCell\s[^>]*?ref="([A-Z0-9:$]+)"')
CHUNK, OVERLAP = 1 << 20, 200
MERGED_CELLS = "セル {} が結合されています。結合を解除し、それぞれのセルに書いてください。"
ITEM, VALUE = "項目", "値"
VALUE_COLUMN = 2


@dataclass(frozen=True)
class Book:
    """A file that holds a plan, and how doubtful things in it were understood; ``name`` is that of the file."""

    name: str
    entry: Entry
    guesses: tuple[Problem, ...] = ()
    has_sheets: bool = True


def read(raw: bytes, *, name: str) -> Book:
    """Return the checked entries of a plan workbook.

    Raises:
        PlanFileError: with every problem found, each with its sheet, row and column.
    """
    root, findings = tree(raw, name=name)
    entry, problems = reading.read(root, records.PLAN_FILE)
    # A value that could not be read says nothing; that it is required need not be said as well.
    found = [problem for problem in problems if not _is_told(problem, findings)]
    problems = [*findings.problems, *found] or check.check(entry)
    if problems:
        raise PlanFileError(name, problems)
    return Book(name, entry, tuple(findings.guesses))


def _is_told(problem: Problem, findings: Findings) -> bool:
    line = problem.place.line
    # Without a spot it is about a list whose whole sheet could not be read.
    return findings.is_mistaken(line) or (bool(findings.problems) and not isinstance(line, Spot))


def tree(raw: bytes, *, name: str) -> tuple[document.Mapping, Findings]:
    """Return the nodes of a plan workbook and what was noticed on the way.

    Raises:
        PlanFileError: it is no workbook that can be read.
    """
    try:
        book = uploads.open_workbook(raw)
    except uploads.UploadError as error:
        raise PlanFileError(name, [Problem(message=str(error), place=rows.NOWHERE)]) from error
    try:
        reader = _Reader()
        reader.take(book)
        return reader.root.node, reader.findings
    finally:
        book.close()


class _Reader:
    def __init__(self) -> None:
        self.findings = Findings()
        self.known = rows.Known()
        self.root = Draft(Spot.at(Column(ALL[0].title, 1), 1))

    def take(self, book: Any) -> None:
        """Read every sheet of the template; say which are missing and which were not read."""
        present = {headings.plain(sheet.title): sheet for sheet in book.worksheets}
        for number, sheet in enumerate(ALL, 1):
            place = Column(sheet.title, number)
            found = present.pop(headings.plain(sheet.title), None)
            if found is None:
                message = "このシートがありません。様式のシートは消さず、名前を変えないでください。"
                self.findings.mistake(Spot.at(place), message)
                self.known.unread |= sheet.lists
            else:
                self.sheet(sheet, place, found)
        for title, other in present.items():
            if title not in (GUIDE, CODES):
                place = Column(other.title, len(ALL) + 1)
                self.findings.guess(Spot.at(place), "様式にないシートなので、読みません。")

    def sheet(self, sheet: Sheet, place: Column, found: Any) -> None:
        before = len(self.findings.problems)
        try:
            for address in merged(found):
                self.findings.mistake(Spot.at(place), MERGED_CELLS.format(address))
            if len(self.findings.problems) == before:
                self.form(sheet, place, found) if sheet.is_form else self.table(sheet, place, found)
        except uploads.UploadError as error:
            self.findings.mistake(Spot.at(place), str(error))
        if len(self.findings.problems) > before and not sheet.is_form:
            self.known.unread |= sheet.lists

    def table(self, sheet: Sheet, place: Column, found: Any) -> None:
        written = uploads.written_rows(found)
        number, row = next(written, (0, ()))
        if number != 1:
            self.findings.mistake(Spot.at(place), "１行目に見出しがありません。")
            return
        columns = headings.read(sheet, place, row, self.findings)
        if columns is None:
            self.known.unread |= sheet.lists
            return
        taker = rows.SheetRows(
            sheet, place, columns, root=self.root, known=self.known, findings=self.findings
        )
        for block in sheet.blocks:
            if len(block.names) == 1:
                self.root.below(block.names[0], Spot.at(place))
        for number, row in written:
            taker.take(number, row)

    def form(self, sheet: Sheet, place: Column, found: Any) -> None:
        """Read the sheet whose headings stand below each other."""
        known = {headings.plain(column.heading): column for column in sheet.columns}
        seen: set[str] = set()
        for number, row in self.lines(place, found):
            text = str(row[0].value)
            here = Column(place.sheet, place.sheet_number, VALUE_COLUMN, "B", text)
            column = known.get(headings.plain(text))
            item = Column(place.sheet, place.sheet_number, 1, "A", ITEM)
            if column is None:
                message = headings.unknown(text, list(known))
                self.findings.mistake(Spot.at(item, number), message)
            elif column.heading in seen:
                message = f"「{column.heading}」の行が２つあります。"
                self.findings.mistake(Spot.at(item, number), message)
            else:
                seen.add(column.heading)
                spot = Spot.at(here, number)
                cell = row[1] if len(row) > 1 else cells.BLANK
                self.put(column.keys[0], rows.value(cell, column, spot, self.findings), spot)
        for column in sheet.columns:
            if column.heading not in seen:
                message = f"「{column.heading}」の行がありません。様式の行は消さないでください。古い様式なら、新しい様式に書き写してください。"
                self.findings.mistake(Spot.at(place), message)

    def lines(self, place: Column, found: Any) -> Iterator[tuple[int, Any]]:
        """Yield the rows of a form that have an item; the first must say 項目 and 値."""
        for number, row in uploads.written_rows(found):
            texts = [headings.plain(str(cell.value or "")) for cell in row[:VALUE_COLUMN]]
            if number == 1:
                if texts != [ITEM, VALUE]:
                    message = "１行目の見出しは「項目」「値」「説明」にしてください。"
                    self.findings.mistake(Spot.at(place, 1), message)
            elif texts[0]:
                yield number, row
            elif "".join(texts):
                message = "項目のない行に値があります。消してください。"
                self.findings.mistake(Spot.at(place, number), message)

    def put(self, key: str, node: document.Node, spot: Spot) -> None:
        """Set a value of the file itself or of one of its groups."""
        group, _, last = key.rpartition(".")
        target = self.root.groups.setdefault(group, Draft(spot)) if group else self.root
        target.values[last] = node


def merged(sheet: Any) -> list[str]:
    """Return the addresses of merged cells, which a streamed sheet does not tell by itself.

    Raises:
        UploadError: the sheet breaks off.
    """
    try:
        return list(_merged(sheet))
    except uploads.DAMAGE as error:
        raise uploads.UploadError(uploads.BROKEN) from error


def _merged(sheet: Any) -> Iterator[str]:
    rest = b""
    with sheet.parent._archive.open(sheet._worksheet_path) as part:
        while chunk := part.read(CHUNK):
            text = rest + chunk
            matches = list(MERGED.finditer(text))
            yield from (match[1].decode() for match in matches)
            # What a chunk cuts in two is looked at again, but nothing twice.
            rest = text[max(matches[-1].end() if matches else 0, len(text) - OVERLAP) :]
