"""The papers of a period keep the names of its sections after a 機構改革."""

from datetime import date
from io import BytesIO

import openpyxl
import pytest
from django.urls import reverse

from exchange import papers
from exchange.access import Papers
from exchange.workbook.book import SHEETS
from initiatives.models import Responsibility
from organizations.models import Department
from progress import handover_actions
from tests import factories

DAY = date(2026, 10, 14)


@pytest.fixture
def periods(municipality, plan, initiative, department, secretary):
    """A period reported by 市民課 and, after the change of its name, one reported by 窓口課."""
    related = factories.department(municipality=municipality, name="保険課")
    Responsibility.objects.create(initiative=initiative, department=related, role="related")
    before = factories.period(plan=plan, quarter=1)
    factories.report(initiative=initiative, period=before, department=department)
    row = factories.reorganization(
        municipality=municipality,
        by=secretary,
        rows=(("rename", "市民課", "窓口課"), ("rename", "保険課", "国保課")),
        in_force_on=DAY,
    )
    handover_actions.apply(reorganization=row, today=DAY, by=secretary)
    after = factories.period(plan=plan, quarter=2)
    section = Department.objects.get(name="窓口課")
    factories.report(initiative=initiative, period=after, department=section)
    return before, after


def words(plan, period) -> str:
    """Every text of the workbook of a period."""
    file = papers.write(plan, Papers(period, None, SHEETS), today=DAY)
    book = openpyxl.load_workbook(BytesIO(file))
    return "\n".join(
        str(cell.value) for sheet in book for row in sheet.iter_rows() for cell in row if cell.value
    )


def test_workbook_names_the_sections_of_its_period(plan, periods):
    names = ("市民課", "保険課", "窓口課", "国保課")

    found = [[name in text for name in names] for text in (words(plan, each) for each in periods)]

    assert found == [[True, True, False, False], [False, False, True, True]]


def test_dashboards_name_the_sections_of_their_period(as_, plan, periods, initiative):
    late = factories.grade("late")
    initiative.reports.update(self_grade=late)
    address = reverse("reports:dashboard-show", args=[plan.slug])

    pages = [as_("secretary").get(f"{address}?period={each.key}").text for each in periods]

    assert [["市民課" in page, "窓口課" in page] for page in pages] == [
        [True, False],
        [False, True],
    ]
