"""A real spreadsheet program opens the 調査票, prints it, and gives it back unchanged."""

import re
import shutil
from datetime import date

import pytest

from initiatives.models import InitiativeItem, ItemList
from tests import factories
from tests.exchange import sheetfiles
from tests.exchange.sheetfiles import PROGRESS
from tests.exchange.test_workbook_office import MISSING, OFFICE, office, pages_of

pytestmark = [
    pytest.mark.office,
    pytest.mark.django_db,
    pytest.mark.skipif(not (OFFICE and shutil.which("pdftotext")), reason=MISSING),
]
__all__ = ["office"]


@pytest.fixture
def sheet(plan, initiative, period, department, clerk):
    factories.indicator(initiative=initiative)
    factories.report(
        initiative=initiative,
        period=period,
        department=department,
        state="draft",
        implementation="done",
        completed_on=date(2026, 9, 30),
        result="=１行目は式ではない\n２行目　空白　　あり",
        issue="課題の文。" * 60,
    )
    listed = ItemList.objects.create(initiative=initiative, order=1, title="手続")
    InitiativeItem.objects.create(
        list=listed,
        number=1,
        name="手続",
        department=department,
        status="done",
        done_on=date(2026, 5, 1),
    )
    return sheetfiles.issue(period, department, clerk)


def test_file_saved_again_by_another_program_changes_nothing(sheet, office):
    issued, raw = sheet

    again = office(raw, "xlsx").read_bytes()

    assert sheetfiles.compared(again, issued).rows == []


def test_what_is_written_before_it_is_saved_again_comes_through(sheet, office):
    issued, raw = sheet
    raw = sheetfiles.filled(raw, (PROGRESS, 1, "◆今後の取組", "１行目\n２行目"))

    row = sheetfiles.compared(office(raw, "xlsx").read_bytes(), issued).rows[0]

    assert row.mine == {"next_action": "１行目\n２行目"}


def test_every_page_prints_with_its_number(sheet, office):
    issued, raw = sheet

    pages = pages_of(office(raw, "pdf"))

    assert [issued.number in page for page in pages] == [True, True, True, True, False]
    assert [f"{number}／{len(pages)}" in page for number, page in enumerate(pages, 1)] == [True] * 5
    assert re.sub(r"\s", "", "課題の文。" * 60) in pages[1]
