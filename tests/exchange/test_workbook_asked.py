"""The sheet 各課の回答 of the 推進本部 workbook."""

from io import BytesIO

import openpyxl
import pytest

from exchange import papers
from exchange.access import Papers
from exchange.workbook import book
from tests import factories
from tests.conftest import TODAY


@pytest.mark.django_db
def test_workbook_shows_what_each_section_answered(plan, period, office, department, clerk):
    row = factories.initiative(plan=plan, lead=office, title="業務の効率化")
    question = factories.question(
        initiative=row,
        first=period,
        departments=[office, department],
        number_label="ツールの数",
        unit="件",
    )
    factories.answer(question=question, period=period, department=department, by=clerk, number=1234)

    raw = papers.write(plan, Papers(period, None, book.SHEETS), today=TODAY)
    sheet = openpyxl.load_workbook(BytesIO(raw))["各課の回答"]
    rows = [[cell.value for cell in line] for line in sheet.iter_rows(min_row=1)]
    texts = [text for line in rows for text in line if isinstance(text, str)]

    assert "各課への問い １件　　回答 １課／２課（延べ）" in texts
    assert any("回答 1／2課　ツールの数（件） 合計 1,234件" in text for text in texts)
    assert ["市民課", "電子申請の受付を始めた。", 1234, "回答済"] in rows
    assert ["ＤＸ推進課", "－", "－", "未回答"] in rows


@pytest.mark.django_db
def test_workbook_without_questions_has_no_sheet_for_them(plan, period):
    source = papers.read(plan, Papers(period, None, book.SHEETS), today=TODAY)

    assert (source.answers, "各課の回答" in book.chosen(source, book.SHEETS)) == ((), False)
