"""The office writes its 見立て: beside the section's grade, once per period, with a reason where it must."""

from datetime import date

import pytest
from django.urls import reverse

from fiscal import clock
from organizations.desk import Desk
from progress import confidence, confidence_actions, history
from progress.confidence_actions import JudgementError
from progress.judgement import Level
from progress.models import Confidence
from tests import factories
from tests.conftest import TODAY

CLOSED = date(2026, 11, 2)


def address(period, initiative) -> str:
    return reverse("progress:confidence-judge", args=[period.pk, initiative.pk])


def post(client, period, initiative, **fields):
    values = {"level": "low", "reason": "調達の見込みがない。", "version": "0", **fields}
    return client.post(address(period, initiative), values)


@pytest.fixture
def report(period, initiative, department):
    return factories.report(
        initiative=initiative, period=period, department=department, state="confirmed"
    )


def judge(period, initiative, by, **fields) -> Confidence:
    values = {"level": Level.MIDDLE, "reason": "", "version": 0, "now": clock.now(), **fields}
    desk = Desk.of(by, TODAY)
    return confidence_actions.judge(period=period, initiative=initiative, by=desk, **values)


def test_judgement_is_written_with_who_and_leaves_the_grade(
    as_, period, initiative, report, secretary
):
    response = post(as_("secretary"), period, initiative)

    row = Confidence.objects.get()
    assert response.url == initiative.get_absolute_url()
    assert (row.level, row.reason, row.version, row.by) == (
        "low",
        "調達の見込みがない。",
        1,
        secretary,
    )
    assert [(past.history_user, past.history_change_reason) for past in row.history.all()] == [
        (secretary, "事務局の見立て")
    ]
    report.refresh_from_db()
    assert (report.self_grade.tone, report.reviewed_grade, report.version) == ("ontrack", None, 1)


def test_judgement_leads_back_to_where_it_was_asked_for(as_, period, initiative):
    review = reverse("progress:review-list", args=[period.pk])

    assert post(as_("secretary"), period, initiative, next=review).url == review


@pytest.mark.parametrize(
    ("state", "fields", "message"),
    [
        ("draft", {"reason": "　"}, "「低」とする理由を入力してください。"),
        (
            "submitted",
            {"reason": ""},
            "担当課の評価は「計画どおり」です。「低」とする理由を入力してください。",
        ),
        ("submitted", {"level": ""}, "高・中・低から選んでください。"),
        ("submitted", {"level": "none"}, "高・中・低から選んでください。"),
    ],
)
def test_judgement_tells_what_is_missing_and_writes_nothing(
    as_, period, initiative, department, state, fields, message
):
    factories.report(initiative=initiative, period=period, department=department, state=state)
    page = post(as_("secretary"), period, initiative, **fields).content.decode()

    assert f"＊{message}" in page
    assert Confidence.objects.count() == 0


def test_confidence_in_a_late_initiative_needs_a_reason(as_, period, initiative, department):
    late = {"tone": "late", "reason": "機器が届かない。"}
    factories.report(initiative=initiative, period=period, department=department, **late)
    page = post(as_("secretary"), period, initiative, level="high", reason="").content.decode()

    assert "＊担当課の評価は「遅れ」です。「高」とする理由を入力してください。" in page
    assert Confidence.objects.count() == 0


def test_second_judgement_of_a_period_changes_the_first_one(as_, period, initiative):
    client = as_("secretary")
    post(client, period, initiative)
    post(client, period, initiative, level="middle", reason="見通しが立った。", version="1")

    row = Confidence.objects.get()
    assert (row.level, row.reason, row.version) == ("middle", "見通しが立った。", 2)
    assert row.history.count() == 2


def test_same_judgement_again_writes_nothing(as_, period, initiative):
    client = as_("secretary")
    post(client, period, initiative)

    assert post(client, period, initiative).status_code == 302
    assert Confidence.objects.get().history.count() == 1


def test_judgement_of_a_quicker_colleague_stays_and_both_are_shown(as_, period, initiative):
    client = as_("secretary")
    post(client, period, initiative, reason="先に書いた理由。")
    answer = post(client, period, initiative, level="high", reason="後から書いた理由。")
    page = answer.content.decode()

    assert answer.status_code == 409
    assert "ほかの人が先に見立てを書きました" in page
    assert "先に書いた理由。" in page
    assert "後から書いた理由。" in page
    assert '<option value="high" selected>' in page
    assert 'name="version" value="1"' in page
    assert Confidence.objects.get().reason == "先に書いた理由。"


def test_judgement_waits_for_the_period_to_begin(as_, settings, period, initiative):
    settings.TODAY = date(2026, 9, 30)
    page = post(as_("secretary"), period, initiative).content.decode()

    assert "この報告期は10月１日に始まります。" in page
    assert Confidence.objects.count() == 0


@pytest.mark.parametrize(("state", "written"), [("accepted", 0), ("confirmed", 1)])
def test_judgement_ends_with_the_period_that_is_final(
    as_, settings, period, initiative, department, state, written
):
    factories.report(initiative=initiative, period=period, department=department, state=state)
    settings.TODAY = CLOSED
    page = post(as_("secretary"), period, initiative).content.decode()

    assert ("確定した報告期の見立ては変えられません。" in page) is (not written)
    assert Confidence.objects.count() == written


def test_initiative_that_is_finished_is_not_judged(as_, plan, period, initiative, department):
    before = factories.period(plan=plan, year=2026, quarter=1)
    done = {"implementation": "done", "completed_on": date(2026, 6, 30)}
    factories.report(initiative=initiative, period=before, department=department, **done)

    assert as_("secretary").get(address(period, initiative)).status_code == 404


def test_only_the_office_judges(period, initiative, clerk):
    with pytest.raises(JudgementError, match="事務局"):
        judge(period, initiative, clerk)

    assert Confidence.objects.count() == 0


def test_page_shows_the_course_newest_first(as_, plan, period, initiative, secretary):
    before = factories.period(plan=plan, year=2026, quarter=1)
    factories.confidence(period=before, initiative=initiative, by=secretary, level="high")
    judge(period, initiative, secretary, reason="人手が足りない。")
    page = as_("secretary").get(address(period, initiative)).content.decode()
    course = page[page.index('id="course"') :]

    assert course.index("<b>中</b>") < course.index("人手が足りない。") < course.index("<b>高</b>")
    assert '<option value="middle" selected>' in page


def test_history_of_the_report_tells_of_the_judgement(period, initiative, report, secretary):
    judge(period, initiative, secretary)
    (change,) = [row for row in history.of(report) if row.what == "事務局の見立て"]

    assert (change.by, change.reason) == ("事務 局子", "事務局の見立て")
    assert [field.label for field in change.fields] == ["見立て"]


@pytest.mark.parametrize("count", [1, 3])
def test_judgements_are_read_with_one_query(
    plan, period, secretary, django_assert_num_queries, count
):
    rows = [factories.initiative(plan=plan) for _ in range(count)]
    for row in rows:
        factories.confidence(period=period, initiative=row, by=secretary)
    with django_assert_num_queries(1):
        found = confidence.standing(Confidence.objects.filter(period__plan=plan), period.as_quarter)

    assert {pk: judgement.word for pk, judgement in found.items()} == {row.pk: "中" for row in rows}


def test_own_mark_is_the_sections_word_whatever_the_office_made_of_it(
    period, initiative, department
):
    fields = {"reviewed_grade": factories.grade("late"), "review_reason": "進んでいない。"}
    row = factories.report(initiative=initiative, period=period, department=department, **fields)

    assert confidence.own_mark(row).word == "計画どおり"
    row.implementation = "done"
    assert confidence.own_mark(row).word == "完了"
    row.state = "draft"
    assert confidence.own_mark(row) is None
    assert confidence.own_mark(None) is None


def test_review_page_shows_the_judgement_and_the_form_beside_each_report(
    as_, plan, period, initiative, report, secretary
):
    before = factories.period(plan=plan, year=2026, quarter=1)
    factories.confidence(
        period=before, initiative=initiative, by=secretary, level="low", reason="人が足りない。"
    )
    page = as_("secretary").get(reverse("progress:review-list", args=[period.pk])).content.decode()

    assert "担当課の評価「計画どおり」と分かれています。" in page
    assert "R8 第１四半期から" in page
    assert f'action="{address(period, initiative)}"' in page
    assert 'name="version" value="0"' in page


def test_sheet_shows_the_judgement_to_the_city_hall_and_the_form_to_the_office(
    as_, period, initiative, report, secretary
):
    factories.confidence(
        period=period, initiative=initiative, by=secretary, level="low", reason="人が足りない。"
    )
    pages = {
        name: as_(name).get(initiative.get_absolute_url()).content.decode()
        for name in ("clerk", "viewer", "executive", "secretary")
    }

    for page in pages.values():
        assert "事務局の見立て" in page
        assert "人が足りない。" in page
        assert "担当課の評価「計画どおり」と分かれています。" in page
    forms = {
        name: f'action="{address(period, initiative)}"' in page for name, page in pages.items()
    }
    assert forms == {"clerk": False, "viewer": False, "executive": False, "secretary": True}
