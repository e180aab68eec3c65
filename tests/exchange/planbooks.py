"""Plan workbooks for the tests: real plans on sheets, and ways to spoil them."""

from collections.abc import Callable
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any

import openpyxl

from exchange.planbook import loading, writing
from exchange.planbook.problem_rows import problem_rows
from exchange.planfile import loading as planfile_loading
from exchange.planfile.problems import PlanFileError
from exchange.planfile.reading import Entry
from tests.exchange import planfiles

FIXTURES = planfiles.ROOT / "fixtures"
PLANS = tuple(sorted([*FIXTURES.glob("*-plan.yaml"), *FIXTURES.glob("*-policy.yaml")]))


def plain(entry: Any) -> Any:
    """The values of an entry and everything below it, wherever they stand."""
    if isinstance(entry, Entry):
        return {key: plain(value) for key, value in entry.values.items()}
    return [plain(value) for value in entry] if isinstance(entry, list) else entry


def said(value: Any) -> Any:
    """The same without what says nothing: the tree that the writing takes."""
    if isinstance(value, dict):
        return {key: said(part) for key, part in value.items() if part not in (None, "", [])}
    return [said(part) for part in value] if isinstance(value, list) else value


def entry_of(path: Path) -> Entry:
    return planfile_loading.read(path.read_bytes(), name=path.name)


@cache
def book(raw: bytes | None = None) -> bytes:
    """The example of the manual on sheets, or any other plan file."""
    entry = planfile_loading.read(raw or planfiles.small().encode(), name="plan.yaml")
    return writing.render(said(plain(entry)), title="見本市ＤＸ推進計画")


@cache
def example() -> Any:
    """The example as openpyxl reads it, to look at."""
    return openpyxl.load_workbook(BytesIO(book()))


def changed(change: Callable[[Any], None], raw: bytes | None = None) -> bytes:
    """The example after somebody worked on it in Excel."""
    opened = openpyxl.load_workbook(BytesIO(raw or book()))
    change(opened)
    return saved(opened)


def saved(opened: Any) -> bytes:
    stream = BytesIO()
    opened.save(stream)
    return stream.getvalue()


def cell(sheet: str, address: str, value: Any) -> bytes:
    """The example with one cell written over."""

    def write(opened: Any) -> None:
        opened[sheet][address] = value

    return changed(write)


def renamed(old: str, new: str) -> Callable[[Any], None]:
    """Write one word over another wherever it is a cell's whole value."""

    def write(opened: Any) -> None:
        for sheet in opened:
            for row in sheet.iter_rows():
                for one in row:
                    if one.value == old:
                        one.value = new

    return write


def without(code: str) -> Callable[[Any], None]:
    """Take an initiative out of every sheet."""

    def write(opened: Any) -> None:
        for sheet in opened:
            rows = [row[0].row for row in sheet.iter_rows() if code in [c.value for c in row[:2]]]
            for row in reversed(rows):
                sheet.delete_rows(row)

    return write


def find(sheet: str, heading: str, row: int = 2) -> str:
    """The address of a row's cell under a heading."""
    opened = example()[sheet]
    if opened["A1"].value == "項目":
        return next(f"B{row[0].row}" for row in opened.iter_rows() if row[0].value == heading)
    return next(f"{c.column_letter}{row}" for c in opened[1] if c.value == heading)


def read(raw: bytes) -> Entry:
    return loading.read(raw, name="plan.xlsx").entry


def guesses(raw: bytes) -> list[str]:
    return [
        f"{one.place.words}：{one.message}" for one in loading.read(raw, name="plan.xlsx").guesses
    ]


def mistakes(raw: bytes) -> list[tuple[str, str, str, str]]:
    """The problems of a workbook: sheet, row, column and message; none when it is taken."""
    try:
        loading.read(raw, name="plan.xlsx")
    except PlanFileError as error:
        return [(r.sheet, r.row, r.column, r.message) for r in problem_rows(error).rows]
    return []
