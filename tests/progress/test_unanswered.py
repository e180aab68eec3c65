"""Unanswered 各課への問い beside the missing reports: reminders, 未提出, 提出のお願い and 引継ぎ資料."""

from datetime import date
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from progress import cadences, missing, reminding, request_page
from progress.models import Notice
from progress.reporters import reporters_of
from reports import handover_facts, handover_page
from tests import factories
from tests.conftest import TODAY

BEFORE = date(2026, 10, 15)


@pytest.fixture
def question(plan, period, office, department):
    """A question of ＤＸ推進課 to 市民課 alone."""
    row = factories.initiative(plan=plan, lead=office, title="業務の効率化")
    return factories.question(initiative=row, first=period, departments=[department])


def remind(day: date = BEFORE) -> None:
    call_command("remind", date=day.isoformat(), stdout=StringIO())


def notices(section) -> list[Notice]:
    return list(Notice.objects.filter(department=section))


def test_reminder_names_reports_and_questions_in_one_notice(
    question, initiative, department, clerk
):
    remind()
    remind()

    (notice,) = notices(department)
    assert "（未入力）\n・各課への問い：" in notice.text
    assert "この期に行ったこと（10月16日（金）まで、未回答）" in notice.text
    assert "次の２件が" in notice.text
    assert notice.recipients.get().user == clerk


def test_section_that_only_answers_is_reminded_before_the_day_of_the_question(
    question, department, clerk
):
    question.days_before = 2
    question.save()

    remind(date(2026, 10, 13))

    (notice,) = notices(department)
    assert notice.subject.endswith("（あと１日）")
    assert "（10月14日（水）まで、未回答）" in notice.text


def test_section_that_has_answered_is_left_alone(question, department, period, clerk):
    factories.answer(question=question, period=period, department=department, by=clerk)

    remind()

    assert notices(department) == []


def test_reminders_take_the_same_queries_with_more_questions(plan, period, municipality, office):
    rule, taken = cadences.of_server(), []
    for count, day in ((1, BEFORE), (3, date(2026, 10, 16))):
        for _ in range(count):
            section = factories.department(municipality=municipality)
            factories.person(section, "clerk")
            row = factories.initiative(plan=plan, lead=office)
            factories.question(initiative=row, first=period, departments=[section])
        with CaptureQueriesContext(connection) as queries:
            reminding.remind([municipality], today=day, rule=rule)
        taken.append((Notice.objects.filter(day=day).count(), len(queries)))

    assert [number for number, _ in taken] == [2, 5]
    assert taken[0][1] == taken[1][1]


def test_request_to_a_section_that_only_owes_an_answer(question, period, department, clerk, as_):
    page = request_page.request_page(period, [str(department.pk)], TODAY)
    shown = as_("secretary").get(reverse("progress:missing-list", args=[period.pk]))

    (preview,) = page.previews(page.proposed)
    assert preview.asked.section.rows == ()
    assert "この期に行ったこと（10月16日（金）まで、未回答）" in preview.letter.text
    html = shown.content.decode()
    assert "各課への問い 未回答 １件" in html
    assert reverse("progress:answer-edit", args=[period.pk, department.pk]) in html


def test_questions_are_named_no_more_when_the_period_is_over(question, period):
    day = date(2026, 12, 1)
    found = missing.missing_in(period, reporters_of(period.plan, day), day)

    assert missing.with_questions(found, day) == found


def test_unanswered_questions_are_handed_over(question, period, department):
    paper = handover_page.build(handover_facts.read(department, TODAY))

    (row,) = [row for row in paper.open if row.kind == "未回答"]
    assert (row.title, row.deadline.day) == ("各課への問い １件", period.due_on)
    assert row.url == reverse("progress:answer-edit", args=[period.pk, department.pk])
