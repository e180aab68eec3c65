"""工程表: columns, bars, tones, ◆, today, and the interactive figure of the same rows."""

from datetime import date

import plotly.graph_objects as go
import pytest
from django.urls import reverse

from reports import gantt, schedule_columns, schedule_page
from reports.schedule_columns import Columns, today_line
from tests import factories
from tests.conftest import CAST

QUERIES = 20
TODAY = date(2026, 10, 14)
STATUS = {"outsider": 404, "anonymous": 302}


def url(plan) -> str:
    return reverse("reports:schedule-show", args=[plan.slug])


def only_line(plan, row, period=None, today=TODAY):
    groups = schedule_page.build(plan, period, today, [row.pk])
    return groups[0].lines[0]


def cells(line):
    return [(cell.width, cell.text, cell.css, cell.goals) for cell in line.cells]


@pytest.mark.parametrize("name", CAST)
def test_schedule_show_opens_for_the_city_hall(as_, plan, period, name):
    assert as_(name).get(url(plan)).status_code == STATUS.get(name, 200)


def test_schedule_show_refuses_writing_and_unknown_choices(as_, plan):
    client = as_("viewer")

    assert client.post(url(plan)).status_code == 405
    assert client.get(url(plan), {"show": "x"}).status_code == 404


def test_columns_are_years_before_the_plan_and_quarters_in_it(plan):
    plan.schedule_first_year = 2021
    columns = Columns(plan)

    assert list(columns.past_years) == [2021, 2022, 2023, 2024]
    assert (columns.begin, columns.end, columns.total) == (16, 28, 19)


def test_columns_reach_as_far_as_the_plan(plan):
    plan.schedule_first_year, plan.last_year = None, 2028

    assert (Columns(plan).begin, Columns(plan).end, Columns(plan).total) == (0, 16, 19)


def test_today_line_stands_in_its_quarter(plan):
    assert today_line(Columns(plan), date(2026, 10, 14)) == (504, "258.4")
    assert today_line(Columns(plan), date(2025, 4, 1)) == (504, "0.5")
    assert today_line(Columns(plan), date(2028, 4, 1)) is None


def test_build_lays_bars_over_quarters_and_years(plan):
    plan.schedule_first_year = 2023
    row = factories.initiative(plan=plan)
    factories.bar(initiative=row, text="検討", start_year=2023, end_year=2024, certain=False)
    factories.bar(initiative=row, text="準備", start_year=2025, end_year=2025)
    factories.bar(
        initiative=row, text="実施", start_year=2026, start_quarter=3, end_year=2027, end_quarter=2
    )

    line = only_line(plan, row)

    assert [(r.css, r.x, r.width) for r in line.rects] == [("pastbar pastbar--guess", 1, 110)]
    assert line.texts == ("検討",)
    assert cells(line) == [
        (4, "準備", "bar bar--past", ()),
        (2, "", "", ()),
        (4, "実施", "bar bar--plan", ()),
        (2, "", "", ()),
    ]


def test_build_puts_a_diamond_where_a_goal_is_due(plan):
    row = factories.initiative(plan=plan)
    factories.bar(initiative=row, text="実施")
    factories.milestone(initiative=row, due_year=2026)
    factories.milestone(initiative=row, due="from_half", due_year=2027, due_half=2)
    factories.milestone(initiative=row, due="from_year", due_year=2025)
    factories.milestone(initiative=row, due="standing", due_year=None)

    (cell,) = only_line(plan, row).cells

    assert cell.goals == ("66.6667%", "83.3333%", "0%")


def test_build_shows_a_delay_past_its_end(plan, period, department):
    row = factories.initiative(plan=plan, lead=department)
    factories.bar(initiative=row, text="調達", start_year=2025, end_year=2025)
    factories.report(initiative=row, period=period, department=department, tone="late")

    assert cells(only_line(plan, row, period))[0] == (4, "調達", "bar bar--late", ())


def test_build_shows_what_is_complete(plan, period, department):
    row = factories.initiative(plan=plan, lead=department)
    factories.bar(initiative=row, text="導入", start_year=2025, end_year=2025)
    factories.bar(initiative=row, text="完了", kind="done", start_year=2025, end_year=2025)
    factories.report(initiative=row, period=period, department=department, implementation="done")

    line = only_line(plan, row, period)

    assert cells(line)[0] == (4, "導入　完了", "bar bar--done", ())
    assert line.mark.word == "完了"


def test_build_gives_each_printed_row_a_line_under_one_heading(plan):
    row = factories.initiative(plan=plan)
    factories.bar(initiative=row, text="甲", row=1)
    factories.bar(initiative=row, text="乙", row=2)
    factories.bar(initiative=row, text="時期なし", row=3, start_year=None, end_year=None)

    lines = schedule_page.build(plan, None, TODAY, [row.pk])[0].lines

    assert [(line.height, line.leads) for line in lines] == [(3, True), (0, False), (0, False)]
    (cell,) = lines[2].cells
    assert (cell.width, cell.told, cell.undated) == (12, "時期の記載なし", ("時期なし",))


def test_build_says_so_where_there_is_no_bar_at_all(plan):
    row = factories.initiative(plan=plan)
    factories.milestone(initiative=row, due_year=2026)

    (line,) = schedule_page.build(plan, None, TODAY, [row.pk])[0].lines

    (cell,) = line.cells
    assert (cell.told, cell.undated, len(cell.goals)) == ("工程は資料に記載なし", (), 1)


def lengthen(plan) -> None:
    plan.first_year, plan.last_year = 2021, 2028
    plan.save()


def test_schedule_of_many_years_is_drawn_narrow(plan):
    lengthen(plan)
    columns = Columns(plan)

    assert (columns.is_long, columns.quarters, columns.quarter_width) == (True, 32, 20)
    assert [name for name, _ in schedule_columns.years(columns, None)] == [
        "R3",
        "R4",
        "R5",
        "R6",
        "R7",
        "R8",
        "R9",
        "R10",
    ]
    assert today_line(columns, date(2021, 6, 30)) == (640, "20.0")


def test_schedule_show_lays_the_steps_of_the_plan_over_its_years(as_, plan):
    plan.schedule_first_year = 2024
    plan.save()
    plan.steps.create(number=1, label="第１ステップ", title="準備", first_year=2024, last_year=2025)
    plan.steps.create(number=2, label="第２ステップ", title="定着", first_year=2027, last_year=2027)
    plan.steps.create(number=3, label="第３ステップ", title="その後")
    factories.initiative(plan=plan)

    page = as_("viewer").get(url(plan)).content.decode()

    step = '<div class="bar bar--step"><span class="bar__t">'
    assert f'<td colspan="5">{step}準備</span></div></td><td colspan="10"></td></tr>' in page
    assert f'<td colspan="9"></td><td colspan="4">{step}定着</span></div></td>' in page
    assert (
        '時期の記載なし</span></th><td colspan="13">その後</td><td colspan="2"></td></tr>' in page
    )


@pytest.mark.parametrize("name", ["viewer", "secretary"])
def test_schedule_show_of_a_plan_without_one_says_so(as_, plan, name):
    plan.not_stated = ["schedule"]
    plan.save()
    factories.initiative(plan=plan)

    page = as_(name).get(url(plan)).content.decode()

    assert "資料に記載なし" in page
    assert '<table class="sched' not in page
    assert "data-chart" not in page


def test_schedule_show_draws_no_empty_chart(as_, plan):
    factories.bar(
        initiative=factories.initiative(plan=plan), text="いつか", start_year=None, end_year=None
    )

    page = as_("viewer").get(url(plan)).content.decode()

    assert "<li>いつか</li>" in page
    assert "data-chart" not in page


def test_schedule_show_says_that_a_span_was_read_from_the_figure(as_, plan):
    factories.bar(initiative=factories.initiative(plan=plan), text="実施", certain=False)

    page = as_("viewer").get(url(plan)).content.decode()

    assert '<div class="bar bar--plan bar--guess">' in page
    assert "（区切りは読み取り）" in page


def test_schedule_show_escapes_the_words_of_bars(as_, plan):
    factories.bar(initiative=factories.initiative(plan=plan), text="<b>実施</b>")

    page = as_("viewer").get(url(plan)).content.decode()

    assert "<b>実施" not in page
    assert "&lt;b&gt;実施&lt;/b&gt;" in page


def test_schedule_show_narrows_to_a_choice(as_, story, viewer):
    factories.milestone(initiative=story.rows["asks"], due_year=2026)
    client = as_("viewer")

    def shown(choice):
        response = client.get(url(story.plan), {"show": choice})
        return {line.row.pk for group in response.context["groups"] for line in group.lines}

    rows = {name: row.pk for name, row in story.rows.items()}
    assert shown("") == set(rows.values())
    assert shown("active") == set(rows.values()) - {rows["early"]}
    assert shown("late") == {rows["slips"], rows["falls"]}
    assert shown("due") == {rows["asks"]}


@pytest.mark.parametrize("count", [1, 3])
def test_schedule_show_asks_the_same_number_of_queries(
    as_, plan, period, department, count, django_assert_num_queries
):
    for _ in range(count):
        row = factories.initiative(plan=plan, lead=department)
        factories.bar(initiative=row)
        factories.milestone(initiative=row)
        factories.indicator(initiative=row)
        factories.report(initiative=row, period=period, department=department)
    client = as_("clerk")
    client.get(url(plan))

    with django_assert_num_queries(QUERIES):
        client.get(url(plan))


def test_schedule_show_pages_after_fifty(as_, plan, viewer):
    for _ in range(51):
        factories.initiative(plan=plan)

    response = as_("viewer").get(url(plan), {"page": "2"})

    assert [len(group.lines) for group in response.context["groups"]] == [1]


def test_figure_draws_the_rows_of_the_table(plan, department):
    row = factories.initiative(plan=plan, title="窓口ＤＸの導入", number=4)
    factories.bar(initiative=row, text="検討", start_year=2025, end_year=2025)
    factories.bar(initiative=row, text="実施", start_year=2026, end_year=2027, certain=False)
    factories.milestone(initiative=row, due_year=2027)
    columns = Columns(plan)
    groups = schedule_page.build(plan, None, TODAY, [row.pk])

    figure = gantt.figure(groups, origin=columns.origin, length=columns.end, today=TODAY)

    go.Figure(figure)
    traces = {trace["name"]: trace for trace in figure["data"]}
    assert set(traces) == {"今と先の工程", "終わった工程", "目標事項・目標値の期限"}
    past, plan_bars = traces["終わった工程"], traces["今と先の工程"]
    assert (past["y"], past["base"]) == (["A-①-4 窓口ＤＸの導入"], ["2025-04-01"])
    assert past["x"] == [365 * 86_400_000]
    assert past["customdata"] == ["R7 第１～R7 第４"]
    assert plan_bars["customdata"] == ["R8 第１～R9 第４（区切りは読み取り）"]
    assert traces["目標事項・目標値の期限"]["x"] == ["2028-04-01"]
