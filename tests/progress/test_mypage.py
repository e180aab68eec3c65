"""マイページ, as each member of the cast meets it."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from organizations.desk import Desk
from organizations.models import Post
from progress import mypage, news, own_initiatives, tasks
from progress.together import Together
from tests import factories
from tests.conftest import CAST, TODAY

URL = reverse("progress:mypage-show")


def page_of(user) -> mypage.MyPage:
    return mypage.my_page(Desk.of(user, TODAY), TODAY)


@pytest.mark.parametrize("name", CAST)
def test_mypage_opens_for_everybody_signed_in(as_, name, initiative, period):
    response = as_(name).get(URL)

    if name == "anonymous":
        assert response.url == f"/accounts/login/?next={URL}"
    else:
        assert response.status_code == 200


def test_mypage_refuses_post(as_):
    assert as_("clerk").post(URL).status_code == 405


def test_mypage_without_a_post_says_whom_to_ask(as_, clerk):
    Post.objects.all().delete()

    response = as_("clerk").get(URL)

    assert "職（所属と役割）が登録されていません" in response.content.decode()


def test_mypage_says_when_there_is_nothing_to_do(as_):
    assert "やることはありません" in as_("clerk").get(URL).content.decode()


def test_tasks_stand_soonest_first(initiative, period, clerk, secretary, department, plan):
    factories.remark(initiative=initiative, by=secretary, due_on=date(2026, 10, 15), text="早く。")
    factories.remark(initiative=initiative, by=secretary, text="いつか。")

    found = page_of(clerk)

    assert [task.said or task.what for task in found.tasks] == [
        "早く。",
        "第２四半期の進捗報告",
        "いつか。",
    ]
    assert found.heading == "やること ３件"


def test_task_of_a_report_not_begun(initiative, period, clerk):
    (task,) = page_of(clerk).tasks

    assert (task.go, task.chip, task.note, task.repeat_url, task.version) == (
        "入力する",
        tasks.NOT_BEGUN,
        "まだ入力していません。",
        "",
        0,
    )
    assert task.url == reverse("progress:entry-edit", args=[period.pk, initiative.pk])
    assert (task.deadline.figure, task.deadline.words) == ("10/16", "あと２日")


def test_task_shows_the_last_report_and_offers_to_repeat_it(
    initiative, plan, period, clerk, department
):
    earlier = factories.period(plan=plan, quarter=1)
    factories.report(initiative=initiative, period=earlier, department=department)
    indicator = factories.indicator(initiative=initiative)
    factories.measurement(indicator=indicator, quarter=1, value="79.2")

    (task,) = page_of(clerk).tasks

    assert (task.previous.word, task.previous_values) == ("計画どおり", "保有率（市） 79.2％")
    assert task.repeat_url == reverse("progress:entry-repeat", args=[period.pk, initiative.pk])


def test_several_reports_of_a_section_are_entered_together(
    initiative, plan, period, clerk, department, as_
):
    one = page_of(clerk)
    factories.initiative(plan=plan, lead=department)

    (group,) = page_of(clerk).together

    assert one.together == ()
    assert group == Together(
        url=reverse("progress:section-edit", args=[period.pk, department.pk]),
        section="市民課",
        what="第２四半期の進捗報告",
        number=2,
    )
    assert "まとめて入力する" in as_("clerk").get("/").content.decode()


def test_task_of_a_draft_says_when_it_was_saved(initiative, period, clerk, department):
    saved = factories.event(
        report=factories.report(
            initiative=initiative, period=period, department=department, state="draft"
        ),
        by=clerk,
        at=TODAY,
    )
    saved.report.saved_at = saved.at
    saved.report.save()

    (task,) = page_of(clerk).tasks

    assert (task.go, task.note) == (
        "入力を続ける",
        "今日 12:00 に保存しました。まだ提出していません。",
    )


def test_draft_is_never_pushed_aside_by_one_click(initiative, plan, period, clerk, department):
    earlier = factories.period(plan=plan, quarter=1)
    factories.report(initiative=initiative, period=earlier, department=department)
    factories.report(initiative=initiative, period=period, department=department, state="draft")

    (task,) = page_of(clerk).tasks

    assert (task.previous.word, task.repeat_url) == ("計画どおり", "")


def test_task_of_a_returned_report_shows_the_reason(
    initiative, period, clerk, head, department, as_
):
    report = factories.report(
        initiative=initiative, period=period, department=department, state="returned"
    )
    factories.event(
        report=report, by=head, action="return", at=date(2026, 10, 9), comment="数字が合いません。"
    )

    (task,) = page_of(clerk).tasks

    assert task.note == "10月９日 12:00 に例田 一郎さんが差し戻しました。"
    assert task.said == "数字が合いません。"
    assert "数字が合いません。" in as_("clerk").get(URL).content.decode()


def test_task_of_a_report_returned_after_the_period_stays(initiative, plan, clerk, department):
    closed = factories.period(plan=plan, quarter=1)
    factories.report(initiative=initiative, period=closed, department=department, state="returned")

    (task,) = page_of(clerk).tasks

    assert task.deadline.is_past


def test_task_of_the_head_leads_to_the_confirmation(initiative, period, head, clerk, department):
    report = factories.report(
        initiative=initiative,
        period=period,
        department=department,
        state="submitted",
        saved_by=clerk,
    )

    (task,) = page_of(head).tasks

    assert task.url == f"{reverse('progress:confirmation-list')}#report-{report.pk}"
    assert task.note == "見本 花子さんの入力です。"


def test_tasks_beyond_the_limit_are_counted(plan, period, department, clerk, as_):
    for _ in range(tasks.LIMIT + 2):
        factories.initiative(plan=plan, lead=department)

    found = page_of(clerk)

    assert (len(found.tasks), found.total, found.more_tasks) == (30, 32, 2)
    assert "残りの2件" in as_("clerk").get(URL).content.decode()


def test_own_initiatives_name_the_role(plan, period, department, clerk, municipality):
    group = factories.department(municipality=municipality, name="窓口担当課", kind="group")
    group.members.add(department)
    every = factories.department(
        municipality=municipality, name="各課", kind="group", covers_all=True
    )
    lead = factories.initiative(plan=plan, lead=department, title="導入")
    related = factories.initiative(plan=plan)
    related.responsibilities.create(department=group, role="related")
    whole = factories.initiative(plan=plan)
    whole.responsibilities.create(department=every, role="lead")
    strongest = factories.initiative(plan=plan, lead=department)
    strongest.responsibilities.create(department=every, role="related")
    listed = factories.initiative(plan=plan)
    items = listed.item_lists.create(order=1, title="手続")
    items.items.create(number=1, name="住民票", department=department, status="done")
    items.items.create(number=2, name="印鑑", department=department)
    factories.initiative(plan=plan)

    (table,) = page_of(clerk).tables

    assert {row.initiative.pk: row.role for row in table.rows} == {
        lead.pk: "主担当",
        related.pk: "関係課（窓口担当課）",
        whole.pk: "主担当（各課）",
        strongest.pk: "主担当",
        listed.pk: "個別項目 2件（完了1）",
    }


def test_own_initiatives_show_course_state_and_goal(initiative, plan, period, clerk, department):
    earlier = factories.period(plan=plan, quarter=1)
    factories.report(initiative=initiative, period=earlier, department=department, tone="slip")
    factories.milestone(initiative=initiative, text="窓口ＤＸの導入", due="year_end", due_year=2027)

    (row,) = page_of(clerk).tables[0].rows

    assert row.strip.label == "令和８年度 第１四半期 やや遅れ、令和８年度 第２四半期 未提出"
    assert row.chip == tasks.NOT_BEGUN
    assert row.goal == "窓口ＤＸの導入（令和９年度末まで）"


def test_own_initiatives_owe_nothing_after_completion(initiative, plan, period, clerk, department):
    earlier = factories.period(plan=plan, quarter=1)
    factories.report(
        initiative=initiative, period=earlier, department=department, implementation="done"
    )

    (row,) = page_of(clerk).tables[0].rows

    assert (row.chip, row.strip.label[-2:]) == (None, "完了")


def test_own_initiatives_beyond_the_limit_are_counted(
    plan, period, department, clerk, monkeypatch, as_
):
    monkeypatch.setattr(own_initiatives, "LIMIT", 1)
    factories.initiative(plan=plan, lead=department)
    factories.initiative(plan=plan, lead=department)

    (table,) = page_of(clerk).tables

    assert (len(table.rows), table.more) == (1, 1)
    assert "ほかの1件" in as_("clerk").get(URL).content.decode()


def test_several_posts_show_every_section_by_name(
    initiative, plan, period, clerk, neighbour, secretary, as_
):
    other = neighbour.posts.get().department
    factories.initiative(plan=plan, lead=other)
    Post.objects.create(user=clerk, department=other, role="head")
    Post.objects.create(user=clerk, department=secretary.posts.get().department, role="secretariat")

    text = as_("clerk").get(URL).content.decode()

    assert "市民課の取組事項" in text
    assert "総務課の取組事項" in text
    assert "受理待ち" in text
    assert "やること ２件" in text


def test_news_tell_deeds_and_periods_newest_first(initiative, plan, clerk, secretary, department):
    period = factories.period(plan=plan, message="資料になります。")
    report = factories.report(initiative=initiative, period=period, department=department)
    factories.event(report=report, by=clerk, action="submit", at=date(2026, 10, 12))
    factories.event(
        report=report,
        by=secretary,
        action="accept",
        at=date(2026, 10, 13),
        comment="分かりやすい。",
    )

    found = page_of(clerk).news

    assert [(row.day, row.text, row.said) for row in found] == [
        (
            date(2026, 10, 13),
            "第２四半期の報告：事務 局子さんが受理しました。",
            "分かりやすい。",
        ),
        (
            date(2026, 10, 1),
            (
                "令和８年度 第２四半期の報告期が始まりました。基準日は９月30日、"
                "報告期限は10月16日（金）です。"
            ),
            "資料になります。",
        ),
    ]


def test_news_are_ten_at_most(plan, period, department, clerk):
    for _ in range(news.LIMIT + 2):
        row = factories.initiative(plan=plan)
        report = factories.report(initiative=row, period=period, department=department)
        factories.event(report=report, by=clerk, action="confirm")

    assert len(page_of(clerk).news) == 10


def test_executive_sees_the_dashboard_and_the_own_remarks(initiative, period, executive, as_):
    factories.remark(initiative=initiative, by=executive, text="土日も。")

    text = as_("executive").get(URL).content.decode()

    assert f"{reverse('reports:dashboard-show', args=[initiative.plan.slug])}?period=2026-2" in text
    assert "土日も。" in text
    assert "回答待ち" in text


def test_executive_without_remarks_and_periods(as_, initiative):
    text = as_("executive").get(URL).content.decode()

    assert "まだ報告期が始まっていません" in text
    assert "まだありません" in text


def test_administrator_finds_the_admin(as_, period):
    assert reverse("admin:index") in as_("administrator").get(URL).content.decode()


def test_secretary_without_a_period_has_no_round(as_, plan):
    text = as_("secretary").get(URL).content.decode()

    assert "受理待ち" not in text


@pytest.mark.parametrize("name", ["clerk", "head", "secretary", "executive"])
def test_mypage_queries_do_not_grow(as_, name, plan, department, clerk, secretary, executive):
    """1 and 3 of everything: initiatives, reports, events, remarks, items, values."""
    first, second = factories.period(plan=plan, quarter=1), factories.period(plan=plan)
    client = as_(name)
    taken = []
    for count in (1, 2):
        for _ in range(count):
            _fill(plan, department, clerk, executive, first, second)
        client.get(URL)
        with CaptureQueriesContext(connection) as queries:
            assert client.get(URL).status_code == 200
        taken.append(len(queries))

    assert taken[0] == taken[1]


def _fill(plan, department, clerk, executive, first, second):
    for state in ("accepted", "submitted", "confirmed", "returned", "draft", None):
        row = factories.initiative(plan=plan, lead=department)
        factories.measurement(indicator=factories.indicator(initiative=row), quarter=1)
        old = factories.report(initiative=row, period=first, department=department)
        factories.event(report=old, by=clerk, at=date(2026, 7, 10))
        if state:
            report = factories.report(
                initiative=row, period=second, department=department, state=state
            )
            factories.event(report=report, by=clerk)
            factories.event(report=report, by=clerk, action="return")
        factories.remark(initiative=row, by=executive)
        items = row.item_lists.create(order=1, title="手続")
        items.items.create(number=1, name="住民票", department=department)
