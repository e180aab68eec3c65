"""年度評価 on the 個票, on the entry page of the next year and in the papers of the 推進本部."""

from io import BytesIO

import openpyxl
import pytest
from django.urls import reverse

from exchange import papers
from exchange.access import Papers
from exchange.workbook.book import ANNUAL, SHEETS
from reports import annual as annual_papers
from tests import factories
from tests.conftest import TODAY


@pytest.fixture
def annual(plan):
    return factories.annual_round(plan=plan)


@pytest.fixture
def review(annual, initiative, department):
    return factories.annual_review(
        annual=annual,
        initiative=initiative,
        department=department,
        outlook="revise",
        next_year="会場を増やす。",
        texts={"do": "出張申請を行った。", "act": "若い世代に届ける。"},
    )


def test_sheet_shows_the_review_in_the_stages_of_the_plan(as_, initiative, review):
    (shown,) = as_("viewer").get(initiative.get_absolute_url()).context["sheet"].reviews

    assert (shown.name, shown.outlook, shown.next_year) == (
        "令和７年度の年度評価",
        "見直し",
        "会場を増やす。",
    )
    assert shown.texts == (("実行 Do", "出張申請を行った。"), ("改善 Act", "若い世代に届ける。"))


@pytest.mark.parametrize("state", ["draft", "returned"])
def test_sheet_keeps_to_itself_what_the_section_is_writing(as_, initiative, review, state):
    review.state = state
    review.save()

    assert as_("viewer").get(initiative.get_absolute_url()).context["sheet"].reviews == ()


def test_plan_of_the_next_year_starts_from_the_review(as_, initiative, period, review):
    page = as_("viewer").get(initiative.get_absolute_url())
    entry = as_("clerk").get(reverse("progress:entry-edit", args=[period.pk, initiative.pk]))

    stage = page.context["sheet"].course.stages[0]
    assert (stage.entries[0].label, stage.entries[0].text) == (
        "前年度の評価から",
        "見直し：会場を増やす。",
    )
    assert "見直し：会場を増やす。" in entry.text


def test_year_after_the_next_does_not_repeat_it(as_, plan, initiative, review):
    later = factories.period(plan=plan, year=2027, quarter=1, opens_on="2026-10-01")

    page = as_("clerk").get(reverse("progress:entry-edit", args=[later.pk, initiative.pk]))

    assert "会場を増やす。" not in page.text


def cells(file: bytes) -> list[list[str]]:
    sheet = openpyxl.load_workbook(BytesIO(file))[ANNUAL]
    return [[str(cell) for cell in row if cell is not None] for row in sheet.values]


def test_workbook_has_a_sheet_of_the_year(plan, initiative, department, period, review):
    for quarter, tone in ((2, "ontrack"), (4, "slip")):
        row = factories.period(plan=plan, year=2025, quarter=quarter, span="half")
        factories.report(initiative=initiative, period=row, department=department, tone=tone)

    rows = cells(papers.write(plan, Papers(period, None, SHEETS), today=TODAY))

    assert ["令和７年度の年度評価 １件　　見直し １件"] in rows
    assert rows[-1][1:] == [
        initiative.title,
        "市民課",
        "○ 計画どおり",
        "△ やや遅れ",
        "－",
        "見直し",
        "会場を増やす。",
        "受理済",
    ]


def test_workbook_leaves_the_sheet_out_before_the_first_year(plan, period, annual):
    annual.opens_on = "2026-10-15"
    annual.save()

    assert annual_papers.read(plan, period, today=TODAY) is None
    file = papers.write(plan, Papers(period, None, SHEETS), today=TODAY)
    assert ANNUAL not in openpyxl.load_workbook(BytesIO(file)).sheetnames
    alone = cells(papers.write(plan, Papers(period, None, (ANNUAL,)), today=TODAY))
    assert ["年度評価はまだありません。"] in alone


def test_paper_of_an_earlier_year_leaves_out_later_rounds(plan, review):
    earlier = factories.period(plan=plan, year=2024, quarter=4)

    assert annual_papers.read(plan, earlier, today=TODAY) is None


def test_initiative_without_a_review_is_listed_as_missing(plan, initiative, period, annual):
    (line,) = annual_papers.read(plan, period, today=TODAY).lines

    assert (line.title, line.state, line.outlook) == (initiative.title, "未提出", "")


@pytest.mark.parametrize("count", [1, 3])
def test_reading_queries_do_not_grow(
    plan, department, period, annual, django_assert_num_queries, count
):
    for _ in range(count):
        initiative = factories.initiative(plan=plan, lead=department)
        factories.indicator(initiative=initiative)
        factories.annual_review(annual=annual, initiative=initiative, department=department)

    with django_assert_num_queries(10):
        annual_papers.read(plan, period, today=TODAY)


def shown_on_dashboard(client, plan, period) -> str:
    address = reverse("reports:dashboard-show", args=[plan.slug])
    return client.get(address, {"period": period.key}).context["page"].annual


def test_dashboard_says_how_the_year_stands_while_the_round_is_open(
    as_, plan, department, period, annual, review
):
    factories.initiative(plan=plan, lead=department)

    line = shown_on_dashboard(as_("secretary"), plan, period)

    assert line == "令和７年度の年度評価　受理 １／２　見直し１"
    page = as_("secretary").get(reverse("reports:dashboard-show", args=[plan.slug])).text
    assert annual.get_absolute_url() in page
    page = as_("executive").get(reverse("reports:dashboard-show", args=[plan.slug])).text
    assert line in page
    assert annual.get_absolute_url() not in page


def test_dashboard_of_the_year_keeps_the_line_after_the_round(
    as_, plan, department, period, annual, review
):
    annual.opens_on, annual.due_on, annual.closes_on = "2026-04-01", "2026-04-20", "2026-04-30"
    annual.save()
    last = factories.period(
        plan=plan, year=2025, quarter=4, opens_on="2026-04-01", closes_on="2026-04-30",
        as_of="2026-03-31", due_on="2026-04-20",
    )  # fmt: skip

    assert shown_on_dashboard(as_("viewer"), plan, period) == ""
    assert shown_on_dashboard(as_("viewer"), plan, last).endswith("受理 １／１　見直し１")
    review.delete()
    assert shown_on_dashboard(as_("viewer"), plan, last) == ""


def test_dashboard_and_workbook_count_the_same_directions(as_, plan, department, period, annual):
    for outlook in ("continue", "expand", "continue", "reduce"):
        factories.annual_review(
            annual=annual,
            initiative=factories.initiative(plan=plan, lead=department),
            department=department,
            outlook=outlook,
            next_year="変える。",
        )

    line = shown_on_dashboard(as_("executive"), plan, period)
    rows = cells(papers.write(plan, Papers(period, None, SHEETS), today=TODAY))

    decided = line.split("　")[-1]
    assert decided == "継続２・拡充１・縮小１"
    (headline,) = next(row for row in rows if row and row[0].startswith("令和７年度の年度評価"))
    assert headline.split("　")[-1].replace(" ", "").replace("件", "") == decided
