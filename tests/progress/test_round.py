"""The round page: four numbers, the heat map 部 × 期, who owes what, and what was sent."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from progress import round_heat
from progress.heat import Tally
from progress.round_heat import Count
from progress.round_numbers import Standing
from progress.round_page import Chosen, round_page
from progress.submissions import counted
from tests import factories
from tests.conftest import TODAY

TOKYO = ZoneInfo("Asia/Tokyo")


def at(month: int, day: int) -> datetime:
    return datetime(2026, month, day, 12, tzinfo=TOKYO)


@pytest.fixture
def part(municipality, department):
    """市民部 with 市民課 in it."""
    part = factories.department(municipality=municipality, name="市民部")
    department.parent = part
    department.save()
    return part


@pytest.fixture
def earlier(plan):
    return factories.period(plan=plan, quarter=1)


def url(period, **query) -> str:
    return reverse("progress:round-show", args=[period.pk], query=query)


def page_of(period, today=TODAY, **query):
    return round_page(period, Chosen.of(query), today)


def told(row) -> list:
    return [cell and (cell.percent, cell.number, cell.expected, cell.tone) for cell in row.cells]


@pytest.mark.parametrize(
    ("events", "day"),
    [
        ([("submit", at(10, 10))], 10),
        ([("submit", at(10, 10)), ("return", at(10, 12)), ("submit", at(10, 20))], 10),
        ([("submit", at(10, 10)), ("withdraw", at(10, 12)), ("submit", at(10, 20))], 20),
        (
            [
                *(("submit", at(10, 10)), ("return", at(10, 11)), ("submit", at(10, 12))),
                *(("withdraw", at(10, 13)), ("submit", at(10, 20))),
            ],
            10,
        ),
        ([("submit", at(10, 10)), ("withdraw", at(10, 12))], None),
        ([("withdraw", at(10, 12)), ("submit", at(10, 14))], 14),
        ([], None),
    ],
)
def test_submission_that_counts_is_the_first_not_taken_back(events, day):
    assert counted(events) == (at(10, day) if day else None)


@pytest.mark.parametrize(
    ("again", "percent"), [(("return", "submit"), 100), (("withdraw", "submit"), 0)]
)
def test_a_report_taken_back_is_late_and_one_returned_is_not(
    plan, period, earlier, department, initiative, clerk, again, percent
):
    report = factories.report(initiative=initiative, period=earlier, department=department)
    factories.event(report=report, by=clerk, at=date(2026, 7, 10))
    for day, action in zip((12, 20), again, strict=True):
        factories.event(report=report, by=clerk, action=action, at=date(2026, 7, day))

    found = page_of(period, show="ontime").heat

    assert found.rows[0].cells[0].percent == percent


def test_extension_keeps_a_section_on_time(
    plan, period, earlier, department, initiative, clerk, secretary
):
    factories.extension(period=earlier, department=department, by=secretary)
    report = factories.report(initiative=initiative, period=earlier, department=department)
    factories.event(report=report, by=clerk, at=date(2026, 7, 20))

    assert page_of(period, show="ontime").heat.rows[0].cells[0].percent == 100


@pytest.mark.parametrize(
    ("count", "expected"),
    [
        (Count(Tally(3, 3, 3)), (100, "ontrack", "全て")),
        (Count(Tally(0, 0, 2), waiting=2), (0, "none", "期限前")),
        (Count(Tally(1, 1, 3), waiting=1), (33, "late", "８割未満")),
        (Count(Tally(4, 4, 5)), (80, "slip", "８割以上")),
        (Count(Tally(199, 199, 200)), (99, "slip", "８割以上")),
    ],
)
def test_cell_has_a_band_with_its_word(count, expected):
    cell = round_heat.cell_of(count, "handed")

    assert (cell.percent, cell.tone, cell.word) == expected


def test_heat_adds_sections_up_to_their_part(
    municipality, plan, period, earlier, part, department, initiative, clerk
):
    tax = factories.department(municipality=municipality, name="税務課", parent=part)
    alone = factories.department(municipality=municipality, name="会計課")
    late = factories.initiative(plan=plan, lead=tax)
    factories.initiative(plan=plan, lead=alone)
    factories.initiative(plan=plan)
    for row, section, day in ((initiative, department, 10), (late, tax, 20)):
        report = factories.report(initiative=row, period=earlier, department=section)
        factories.event(report=report, by=clerk, at=date(2026, 7, day))

    closed = page_of(period, show="ontime").heat
    opened = page_of(period, show="handed", part=str(part.pk)).heat

    assert [(row.name, bool(row.part), told(row)) for row in closed.rows] == [
        ("市民部", True, [(50, 1, 2, "late"), (0, 0, 2, "none")]),
        ("会計課", False, [(0, 0, 1, "late"), (0, 0, 1, "none")]),
        ("担当未定", False, [(0, 0, 1, "late"), (0, 0, 1, "none")]),
    ]
    assert [(row.name, row.is_below, told(row)[0]) for row in opened.rows] == [
        ("市民部", False, (100, 2, 2, "ontrack")),
        ("市民課", True, (100, 1, 1, "ontrack")),
        ("税務課", True, (100, 1, 1, "ontrack")),
        ("会計課", False, (0, 0, 1, "late")),
        ("担当未定", False, (0, 0, 1, "late")),
    ]
    assert told(closed.total) == [(25, 1, 4, "late"), (0, 0, 4, "none")]


def test_heat_ends_with_the_period_of_the_page(period, earlier, initiative):
    assert page_of(earlier).heat.periods == (earlier,)
    assert page_of(period).heat.periods == (earlier, period)


def test_numbers_stand_beside_the_last_round_of_the_same_day(
    plan, period, earlier, department, initiative, clerk, secretary
):
    other = factories.initiative(plan=plan, lead=department)
    factories.report(initiative=initiative, period=period, department=department, state="submitted")
    first = factories.report(initiative=initiative, period=earlier, department=department)
    factories.event(report=first, by=clerk, at=date(2026, 7, 10))
    factories.event(
        report=first, by=secretary, action="accept", target="accepted", at=date(2026, 7, 14)
    )
    late = factories.report(initiative=other, period=earlier, department=department)
    factories.event(report=late, by=clerk, at=date(2026, 7, 15))

    found = page_of(period).numbers

    assert found.day == date(2026, 7, 14)  # two days before its deadline, as today
    assert found.now == Standing(2, 1, 0, 0, 1)
    assert found.before == Standing(2, 1, 1, 1, 0)
    assert [(share.word, share.percent, share.percent_before) for share in found.shares] == [
        ("提出率", 50, 50),
        ("期限内提出率", 0, 50),
        ("受理率", 0, 50),
    ]


def test_numbers_of_the_first_round_compare_with_nothing(period):
    found = page_of(period).numbers

    assert (found.before, found.day) == (None, None)
    assert [share.percent for share in found.shares] == [None] * 3


def test_owing_list_can_be_narrowed(
    municipality, plan, period, part, department, initiative, clerk, secretary
):
    other = factories.department(municipality=municipality, name="会計課")
    factories.initiative(plan=plan, lead=other)
    factories.initiative(plan=plan)
    factories.extension(period=period, department=department, by=secretary)
    factories.notice(period=period, department=other, by=secretary, day=TODAY)

    def names(**query) -> list[str]:
        return [row.section.name for row in page_of(period, **query).owing.rows]

    assert names() == ["市民課", "会計課", "担当未定"]
    assert names(owe="unasked") == names(owe="extended") == ["市民課"]
    assert names(owe="unmanned") == ["会計課"]
    assert names(owe="unassigned") == ["担当未定"]
    assert names(owe="past") == []
    assert names(owe="なし") == names()
    assert names(part=str(part.pk)) == ["市民課"]
    assert names(part="9" * 30) == names(part="あ") == names(part="999999") == names()
    assert [(c.key, c.number) for c in page_of(period).owing.choices] == [
        ("all", 3),
        ("extended", 1),
        ("unasked", 1),
        ("unmanned", 1),
        ("unassigned", 1),
    ]


def test_page_leads_to_the_request_for_the_chosen_sections(as_, period, initiative, department):
    page = as_("secretary").get(url(period)).content.decode()

    assert f'action="{reverse("progress:notice-create", args=[period.pk])}"' in page
    assert f'name="section" value="{department.pk}"' in page
    assert reverse("progress:extension-grant", args=[period.pk, department.pk]) in page


def test_page_of_a_closed_round_asks_nobody(as_, settings, period, initiative):
    settings.TODAY = date(2026, 11, 30)

    page = as_("secretary").get(url(period)).content.decode()

    assert "第２四半期の報告は締め切りました" in page
    assert "提出をお願いする" not in page


def test_page_shows_what_was_sent(as_, period, initiative, department, clerk, secretary):
    factories.notice(period=period, department=department, by=secretary, to=(clerk,), day=TODAY)

    page = as_("secretary").get(url(period)).content.decode()

    assert "送ったお願い １通" in page
    assert "前回のお願い" in page


def test_page_of_a_round_without_initiatives_says_so(as_, plan, period):
    page = as_("secretary").get(url(period)).content.decode()

    assert "この報告期に報告する取組事項はありません。" in page
    assert "未提出の報告はありません" in page


def test_steps_stand_in_order(period, initiative):
    found = page_of(period).steps

    assert [step.day.day for step in found] == [1, 16, 20, 31]
    assert found[2].text == "受理の完了の目標（あと１件）"


@pytest.mark.parametrize(
    "query", [{"show": "ontime"}, {"show": "長" * 500}, {"part": "-1"}, {"page": "x"}]
)
def test_address_that_cannot_be_read_shows_the_whole(as_, period, initiative, query):
    assert as_("secretary").get(url(period, **query)).status_code == 200


def test_queries_do_not_grow_with_sections(as_, municipality, plan, period, earlier, secretary):
    client, taken = as_("secretary"), []
    for count in (1, 2):
        for _ in range(count):
            section = factories.department(
                municipality=municipality,
                parent=factories.department(municipality=municipality),
            )
            factories.person(section, "clerk")
            row = factories.initiative(plan=plan, lead=section)
            factories.initiative(plan=plan, lead=section)
            report = factories.report(initiative=row, period=earlier, department=section)
            factories.event(report=report, by=secretary, at=date(2026, 7, 10))
            factories.event(report=report, by=secretary, action="withdraw", at=date(2026, 7, 11))
            factories.notice(period=period, department=section, by=secretary, day=TODAY)
        client.get(url(period))
        with CaptureQueriesContext(connection) as queries:
            client.get(url(period))
        taken.append(len(queries))

    assert taken[0] == taken[1]
