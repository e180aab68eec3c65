"""速報 and 確定 told apart in every output: one report is accepted, one is only handed in."""

import re
from dataclasses import dataclass
from io import BytesIO

import openpyxl
import pytest
from django.urls import reverse

from initiatives.models import Framework, Initiative, Term, TermLink
from tests import factories

ACCEPTED, HANDED_IN = "受理した取組", "提出した取組"


@dataclass
class Pair:
    """An initiative with an accepted report, and one whose report waits."""

    accepted: Initiative
    handed_in: Initiative


@pytest.fixture
def pair(plan, period, department) -> Pair:
    framework = Framework.objects.create(key="juten", title="重点取組事項")
    term = Term.objects.create(framework=framework, code="1", order=1, name="項目")
    rows = []
    for title, state in ((ACCEPTED, "accepted"), (HANDED_IN, "submitted")):
        row = factories.initiative(plan=plan, lead=department, title=title)
        factories.report(
            initiative=row,
            period=period,
            department=department,
            state=state,
            self_grade=factories.grade("slip"),
            reason="調達の不調。",
            recovery="11月に再公告する。",
        )
        indicator = factories.indicator(initiative=row, name=f"{title}の指標")
        factories.measurement(
            indicator=indicator,
            year=2026,
            quarter=2,
            value="50",
            finality="final" if state == "accepted" else "provisional",
        )
        TermLink.objects.create(term=term, initiative=row, origin="document", note="p.9")
        rows.append(row)
    return Pair(*rows)


def rows_with(page: str, title: str) -> list[str]:
    """The rows and blocks of a page that name an initiative, as text."""
    blocks = re.findall(r"<tr.*?</tr>|<article.*?</article>", page, re.DOTALL)
    return [re.sub(r"<[^>]+>", "", block) for block in blocks if title in block]


PAGES = {
    "reports:dashboard-show": "slug",
    "reports:plan-show": "slug",
    "reports:schedule-show": "slug",
    "reports:crosswalk-show": "slug",
    "kpis:indicator-list": "slug",
}


@pytest.mark.parametrize("name", PAGES)
def test_page_marks_the_report_that_waits_and_no_other(as_, plan, pair, name):
    page = as_("viewer").get(reverse(name, args=[plan.slug])).content.decode()

    marked = {
        title: any("速報" in row for row in rows_with(page, title))
        for title in (ACCEPTED, HANDED_IN)
    }
    assert marked == {ACCEPTED: False, HANDED_IN: True}


def test_sheet_of_an_initiative_says_which_grade_may_change(as_, pair):
    verdicts = []
    for row in (pair.accepted, pair.handed_in):
        page = as_("viewer").get(reverse("reports:initiative-show", args=[row.pk]))
        verdict = page.content.decode().split("進捗評価", 1)[1].split("</dl>", 1)[0]
        verdicts.append(("速報" in verdict, "strip__q--prelim" in page.content.decode()))

    assert verdicts == [(False, False), (True, True)]


def test_dashboard_counts_how_many_are_preliminary(as_, plan, pair):
    page = as_("viewer").get(reverse("reports:dashboard-show", args=[plan.slug])).content.decode()

    assert "10月14日現在・速報（受理 1／2）" in page
    assert re.findall(r"うち速報 (\d+)", page) == ["1"]


def test_trend_counts_how_many_are_preliminary(as_, plan, pair):
    page = as_("viewer").get(reverse("reports:trend-show", args=[plan.slug]))

    assert page.context["course"].steps[-1].preliminary == 1
    assert page.context["rows"][-1][-2:] == ("2", "1")


def cells_of(as_, plan, name: str) -> dict[str, list[list[str]]]:
    answer = as_("secretary").get(reverse(name, args=[plan.slug]))
    book = openpyxl.load_workbook(BytesIO(b"".join(answer) if answer.streaming else answer.content))
    return {
        sheet.title: [
            [str(cell) for cell in row if cell] for row in sheet.iter_rows(values_only=True)
        ]
        for sheet in book
    }


def test_workbook_marks_the_report_that_waits_and_no_other(as_, plan, pair):
    found = cells_of(as_, plan, "exchange:hq-download")

    marked = {
        title: [
            any("（速）" in cell or "速報（受理前" in cell for cell in row)
            for row in found[title]
            for name in (ACCEPTED, HANDED_IN)
            if any(name in cell for cell in row)
        ]
        for title in ("取組状況一覧", "ＫＰＩ一覧")
    }
    assert marked == {"取組状況一覧": [False, True], "ＫＰＩ一覧": [False, True]}
    notes = "".join(cell for row in found["総括表"] for cell in row)
    assert "速報（受理前の報告）1件を含む。受理1件／報告すべき2件。" in notes


def test_crosswalk_paper_marks_the_report_that_waits(as_, plan, pair):
    found = cells_of(as_, plan, "exchange:crosswalk-download")

    rows = [row for sheet in found.values() for row in sheet]
    assert [
        any("（速）" in cell for cell in row)
        for name in (ACCEPTED, HANDED_IN)
        for row in rows
        if name in row or any(cell.startswith(name) for cell in row)
    ] == [False, True]
