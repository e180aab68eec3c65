"""The office's part of マイページ: five counts, what is missing, the steps, the heat map."""

from datetime import date

import pytest
from django.urls import reverse

from progress import changes, heat, office
from progress.missing import missing_in
from progress.reporters import reporters_of
from tests import factories
from tests.conftest import TODAY


@pytest.fixture
def others(municipality):
    return factories.department(municipality=municipality, name="総務課")


def page_of(period) -> office.OfficePage:
    return office.office_page(period, TODAY)


def test_counts_by_what_has_to_happen_next(plan, period, department, clerk):
    earlier = factories.period(plan=plan, quarter=1)
    for state, day in (("submitted", 6), ("submitted", 5), ("confirmed", 7), ("accepted", 8)):
        row = factories.initiative(plan=plan, lead=department)
        old = factories.report(initiative=row, period=earlier, department=department)
        factories.event(report=old, by=clerk, action="accept", at=date(2026, 7, day + 8))
        report = factories.report(initiative=row, period=period, department=department, state=state)
        factories.event(report=report, by=clerk, at=date(2026, 10, day))
    factories.initiative(plan=plan)
    draft = factories.initiative(plan=plan, lead=department)
    factories.report(initiative=draft, period=period, department=department, state="draft")

    found = page_of(period)

    assert found.counts == office.Counts(
        acceptable=1,
        unchanged=1,
        unconfirmed=2,
        oldest=date(2026, 10, 5),
        accepted=1,
        expected=6,
        accepted_before=2,
        expected_before=6,
        unassigned=1,
    )
    assert (found.owing.total, found.owing.in_words) == (2, "未入力１・下書き１")


def test_counts_of_a_plan_without_confirmation(plan, period, department, initiative):
    plan.needs_confirmation = False
    plan.save()
    period.plan.refresh_from_db()
    factories.report(initiative=initiative, period=period, department=department, state="submitted")

    found = page_of(period).counts

    assert (found.acceptable, found.unconfirmed, found.oldest) == (1, 0, None)
    assert (found.accepted_before, found.expected_before) == (None, None)


@pytest.mark.parametrize(
    ("today", "words"),
    [
        (date(2026, 10, 14), "報告期限まで あと２日"),
        (date(2026, 10, 16), "報告期限は 今日です"),
        (date(2026, 10, 18), "報告期限を ２日過ぎています"),
        (date(2026, 11, 30), "第２四半期の報告は締め切りました"),
    ],
)
def test_headline(period, initiative, today, words):
    assert office.office_page(period, today).headline == words


def test_steps_stand_in_order(period, initiative):
    found = page_of(period).steps

    assert [step.day for step in found] == [
        date(2026, 10, 16),
        date(2026, 10, 20),
        date(2026, 10, 31),
    ]
    assert found[1].text == "受理の完了（あと１件）"


def test_steps_say_when_everything_is_accepted(period, initiative, department):
    factories.report(initiative=initiative, period=period, department=department)

    assert page_of(period).steps[1].text == "受理の完了（済み）"


def test_sections_without_anybody_are_named_to_the_office(
    as_, plan, period, initiative, others, clerk
):
    factories.initiative(plan=plan, lead=others)
    factories.initiative(plan=plan)  # nobody's: told apart

    assert [row.name for row in page_of(period).unmanned] == ["総務課"]
    page = as_("secretary").get(reverse("progress:mypage-show")).content.decode()
    assert "担当者も所属長もいない課：総務課（未提出１件）" in page


def heat_of(plan):
    return heat.heat_of(plan, reporters_of(plan, TODAY), TODAY)


def test_heat_counts_on_time_by_the_first_submission(
    plan, period, department, others, clerk, initiative
):
    earlier = factories.period(plan=plan, quarter=1)
    late = factories.initiative(plan=plan, lead=others)
    for row, day in ((initiative, date(2026, 7, 16)), (late, date(2026, 7, 17))):
        section = row.responsibilities.get().department
        report = factories.report(initiative=row, period=earlier, department=section)
        factories.event(report=report, by=clerk, at=day)
        factories.event(report=report, by=clerk, at=date(2026, 7, 30))

    found = heat_of(plan)

    assert [(row.name, row.rate) for row in found.rows] == [("市民課", 100), ("総務課", 0)]
    assert [[(c.on_time, c.expected, c.css) for c in row.cells] for row in found.rows] == [
        [(1, 1, "full"), (0, 1, "open cur")],
        [(0, 1, "after"), (0, 1, "open cur")],
    ]
    assert (found.total.cells[0].on_time, found.total.rate) == (1, 50)
    assert found.years == ((2026, 2),)


def test_heat_owes_nothing_after_completion(plan, period, department, clerk, initiative):
    earlier = factories.period(plan=plan, quarter=1)
    factories.report(
        initiative=initiative, period=earlier, department=department, implementation="done"
    )

    (row,) = heat_of(plan).rows

    assert [cell and cell.expected for cell in row.cells] == [1, None]


def test_heat_counts_for_the_section_that_sent_and_names_the_unassigned(
    plan, period, department, others, initiative
):
    factories.initiative(plan=plan)
    factories.report(initiative=initiative, period=period, department=others)

    assert [row.name for row in heat_of(plan).rows] == ["総務課", "担当未定"]


def test_heat_shows_the_newest_eight_periods(plan, initiative):
    for year in (2024, 2025, 2026):
        for quarter in (1, 2, 3, 4):
            factories.period(plan=plan, year=year, quarter=quarter)

    assert [row.key for row in heat_of(plan).periods] == [
        "2024-3",
        "2024-4",
        "2025-1",
        "2025-2",
        "2025-3",
        "2025-4",
        "2026-1",
        "2026-2",
    ]


def test_heat_of_a_plan_without_initiatives_has_no_rows(plan, period):
    assert (heat_of(plan).rows, heat_of(plan).total) == ((), None)


def test_short_list_is_short(plan, period, department):
    for _ in range(office.SHORT_LIST + 1):
        factories.initiative(plan=plan, lead=department)

    found = page_of(period)

    assert (len(found.short_list), found.owing.total) == (10, 11)


def test_missing_and_expected_agree_with_the_heat_map(plan, period, department, initiative):
    other = factories.initiative(plan=plan, lead=department)
    factories.report(initiative=other, period=period, department=department, state="submitted")
    reporters = reporters_of(plan, TODAY)

    total = heat.heat_of(plan, reporters, TODAY).total.cells[-1]

    assert total.expected - total.handed_in == missing_in(period, reporters, TODAY).total


def test_choices_add_up(plan, period, department):
    for state in ("submitted", "confirmed", "accepted", "returned"):
        factories.report(
            initiative=factories.initiative(plan=plan),
            period=period,
            department=department,
            state=state,
        )

    found = changes.counts(changes.sent_in(period, None), plan)

    assert found["all"] == sum(
        found[name] for name in ("waiting", "unconfirmed", "returned", "accepted")
    )
    assert found["waiting"] == sum(found[name] for name in changes.ORDER)
