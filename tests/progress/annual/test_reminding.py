"""``manage.py remind`` and the 年度評価: who is reminded, on which day, once."""

from datetime import date
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from progress import cadences, reminding
from progress.models import Notice
from progress.notices import standing_for
from tests import factories

# The working day before the deadline, the deadline and the working day after it.
BEFORE, DUE, AFTER = date(2026, 10, 19), date(2026, 10, 20), date(2026, 10, 21)


@pytest.fixture
def annual(plan):
    return factories.annual_round(
        plan=plan,
        opens_on=date(2026, 10, 1),
        due_on=DUE,
        closes_on=date(2026, 10, 30),
    )


def remind(day: date = BEFORE, **options) -> str:
    out = StringIO()
    call_command("remind", date=day.isoformat(), stdout=out, **options)
    return out.getvalue()


def sent() -> list[tuple[str, str, str, list[str]]]:
    return [
        (
            row.department.name,
            row.kind,
            row.route,
            [str(r.user) for r in row.recipients.select_related("user")],
        )
        for row in Notice.objects.select_related("department").order_by("pk")
    ]


def test_remind_asks_the_clerk_for_the_review(annual, initiative, clerk, head, secretary):
    assert remind() == "石巻市：１通を送りました。\n"

    assert sent() == [("市民課", "reminder", "clerk", ["見本 花子"])]
    notice = Notice.objects.get()
    assert (notice.period, notice.annual, notice.day) == (None, annual, BEFORE)
    assert notice.subject == "石巻市ＤＸ推進計画 令和７年度の年度評価の提出のお願い（あと１日）"
    assert f"・A-①-{initiative.number} {initiative.title}（未入力）" in notice.text


def test_remind_falls_back_on_the_head_then_the_office(annual, initiative, head, secretary):
    remind()
    assert sent() == [("市民課", "reminder", "head", ["例田 一郎"])]

    head.posts.all().delete()
    remind(DUE)
    assert sent()[1:] == [("市民課", "reminder", "office", ["事務 局子"])]


def test_remind_goes_out_by_the_same_days_and_never_twice(annual, initiative, clerk):
    assert "ありません" in remind(date(2026, 10, 15))
    for day in (BEFORE, BEFORE, DUE, AFTER):
        remind(day)

    assert [row.day for row in Notice.objects.order_by("day")] == [BEFORE, DUE, AFTER]
    assert "提出期限" not in Notice.objects.get(day=BEFORE).text
    assert "期限の10月20日（火）を過ぎましたが" in Notice.objects.get(day=AFTER).text


def test_dry_run_shows_the_review_and_writes_nothing(annual, initiative, clerk):
    told = remind(dry_run=True)

    assert told == (
        "石巻市　担当者 見本 花子　"
        "石巻市ＤＸ推進計画 令和７年度の年度評価の提出のお願い（あと１日）\n"
    )
    assert sent() == []


def test_remind_tells_the_head_what_waits_for_confirmation(
    annual, initiative, department, clerk, head
):
    review = factories.annual_review(
        annual=annual, initiative=initiative, department=department, state="submitted"
    )

    remind()

    assert sent() == [("市民課", "confirm", "head", ["例田 一郎"])]
    [standing] = standing_for(head, BEFORE)
    assert (standing.notice.about, standing.owed) == (
        "石巻市ＤＸ推進計画 令和７年度の年度評価の確認",
        1,
    )
    review.state = "accepted"
    review.save()
    assert standing_for(head, BEFORE) == ()


def test_notice_of_a_year_stands_until_the_review_is_in_or_it_is_put_away(
    as_, annual, initiative, department, clerk
):
    remind()
    [standing] = standing_for(clerk, BEFORE)

    assert standing.owed == 1
    page = as_("clerk").get("/").text
    assert "石巻市ＤＸ推進計画 令和７年度の年度評価の提出 １件" in page
    as_("clerk").post(f"/progress/notices/{standing.notice.pk}/dismiss/")
    assert standing_for(clerk, BEFORE) == ()

    remind(DUE)
    assert len(standing_for(clerk, DUE)) == 1
    factories.annual_review(
        annual=annual, initiative=initiative, department=department, state="submitted"
    )
    assert standing_for(clerk, DUE) == ()


def test_queries_do_not_grow_with_sections(plan, annual, municipality):
    rule, taken = cadences.of_server(), []
    for count, day in ((1, BEFORE), (3, DUE)):
        for _ in range(count):
            section = factories.department(municipality=municipality)
            factories.person(section, "clerk")
            factories.initiative(plan=plan, lead=section)
        with CaptureQueriesContext(connection) as queries:
            found = reminding.remind([municipality], today=day, rule=rule)
        taken.append((len(found), len(queries)))

    assert [number for number, _ in taken] == [1, 4]
    assert taken[0][1] == taken[1][1]
