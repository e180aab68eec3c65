"""The checks at work: at 提出, on the pages of head and office, and as the office sets them."""

import pytest
from django.urls import reverse

from kpis.models import Indicator
from organizations.desk import Desk
from progress import actions, checking, checks
from progress.check_actions import STALE, stamp
from progress.checking import Draft
from progress.content import Content
from progress.models import CheckSetting, ProgressReport, ReportEvent
from progress.severity import Severity
from progress.transition import IncompleteReport, WarnedReport
from tests import factories
from tests.conftest import CAST, TODAY

LOOK_QUERIES = 11
LIST_QUERIES = 25


@pytest.fixture
def earlier(plan, initiative, department):
    return factories.report(
        initiative=initiative,
        period=factories.period(plan=plan, quarter=1),
        department=department,
        result="前期の実績の文。",
    )


@pytest.fixture
def url(period, initiative):
    return reverse("progress:entry-edit", args=[period.pk, initiative.pk])


def late(**changes) -> dict[str, object]:
    """What a clerk posts who is late and names no day."""
    return {
        "version": 0,
        "action": "submit",
        "implementation": "doing",
        "self_grade": factories.grade("late").pk,
        "reason": "業者の都合。",
        "recovery": "年末までに取り戻す。",
        "result": "今期の実績",
        "next_action": "今後の取組",
        **changes,
    }


WARNING = "「遅れ」のときは、取り戻す時期を入力してください。"


def test_warning_is_shown_before_the_report_is_handed_in(as_, url):
    page = as_("clerk").post(url, late())

    assert ProgressReport.objects.get().state == "draft"
    assert page.content.decode().count(WARNING) == 2
    assert "このまま提出する" in page.content.decode()
    assert page.context["seen"] == "C02"


def test_person_who_has_seen_the_warning_hands_in_with_a_word(as_, url):
    as_("clerk").post(url, late(seen="C02", word="日は業者と調整中。"))

    event = ReportEvent.objects.get()
    assert (ProgressReport.objects.get().state, event.comment) == (
        "submitted",
        "日は業者と調整中。",
    )


def test_another_warning_is_shown_though_one_was_seen(as_, url, earlier):
    page = as_("clerk").post(url, late(seen="C12"))

    assert page.context["seen"] == "C02 C12"
    assert ProgressReport.objects.get(period__quarter=2).state == "draft"


def test_check_that_stops_is_an_error_at_its_field(as_, url, plan):
    factories.check_setting(plan=plan, check_id="C02", severity="stop")

    page = as_("clerk").post(url, late(seen="C02"))

    assert page.context["form"].errors == {"recovery_on": [WARNING]}
    assert ProgressReport.objects.get().state == "draft"


@pytest.mark.parametrize("severity", ["note", "off"])
def test_note_does_not_keep_from_handing_in(as_, url, plan, severity):
    factories.check_setting(plan=plan, check_id="C02", severity=severity)

    as_("clerk").post(url, late())

    assert ProgressReport.objects.get().state == "submitted"


@pytest.mark.parametrize(("severity", "times"), [("note", 1), ("off", 0)])
def test_note_stands_beside_its_field(
    as_, url, plan, initiative, period, department, severity, times
):
    factories.check_setting(plan=plan, check_id="C02", severity=severity)
    factories.report(
        initiative=initiative, period=period, department=department, state="draft", tone="late"
    )

    assert as_("clerk").get(url).content.decode().count(WARNING) == times


def test_day_of_recovery_is_forgotten_with_the_delay(as_, url):
    on_plan = late(self_grade=factories.grade("ontrack").pk, recovery_on="2026-12-31")
    as_("clerk").post(url, on_plan)

    assert ProgressReport.objects.get().recovery_on is None


def test_day_of_recovery_is_kept_and_printed(as_, url):
    as_("clerk").post(url, late(recovery_on="2026-12-31"))

    row = ProgressReport.objects.get()
    assert (row.state, row.way_out) == (
        "submitted",
        "年末までに取り戻す。（取り戻す時期：令和８年12月31日）",
    )


def repeat(as_, period, initiative):
    address = reverse("progress:entry-repeat", args=[period.pk, initiative.pk])
    return as_("clerk").post(address, {"version": 0}, follow=True)


def test_repeat_is_not_kept_up_by_warnings(as_, period, initiative, plan, department):
    factories.report(
        initiative=initiative,
        period=factories.period(plan=plan, quarter=1),
        department=department,
        tone="late",
        reason="業者の都合。",
        recovery="年末までに取り戻す。",
    )

    repeat(as_, period, initiative)

    assert ProgressReport.objects.get(period=period).state == "submitted"


def test_repeat_is_stopped_by_a_check_that_stops(as_, period, initiative, plan, earlier):
    factories.check_setting(plan=plan, check_id="C13", severity="stop")
    factories.check_setting(plan=plan, check_id="C16", severity="stop")

    repeat(as_, period, initiative)

    assert ProgressReport.objects.get(period=period).state == "submitted"


def test_repeat_says_what_stops_it(as_, period, initiative, plan, earlier):
    earlier.implementation = "stopped"
    earlier.save()
    factories.check_setting(plan=plan, check_id="C02", severity="stop")

    page = repeat(as_, period, initiative)

    assert ProgressReport.objects.get(period=period).state == "draft"
    assert "「中止」のときは、理由を入力してください。" in page.content.decode()


def test_deed_asks_about_warnings_only_when_told_to(period, initiative, department, clerk):
    draft = factories.report(
        initiative=initiative,
        period=period,
        department=department,
        state="draft",
        tone="late",
        reason="業者の都合。",
        recovery="取り戻す。",
    )
    desk = Desk.of(clerk, TODAY)

    with pytest.raises(WarnedReport) as warned:
        actions.submit(report=draft, by=desk, seen=())

    assert [finding.check for finding in warned.value.findings] == ["C02"]
    assert str(warned.value) == "まだ提出していません。確かめる点が１つあります。"
    assert actions.submit(report=draft, by=desk).state == "submitted"


def test_stop_comes_before_warnings(period, initiative, department, clerk, plan):
    factories.check_setting(plan=plan, check_id="C16", severity="stop")
    before = factories.period(plan=plan, quarter=1)
    factories.report(initiative=initiative, period=before, department=department)
    draft = factories.report(
        initiative=initiative,
        period=period,
        department=department,
        state="draft",
        implementation="studying",
        result="調べた。",
    )

    with pytest.raises(IncompleteReport) as stopped:
        actions.submit(report=draft, by=Desk.of(clerk, TODAY), seen=())

    assert [problem.field for problem in stopped.value.problems] == ["implementation"]


def test_facts_are_read_of_everything_the_checks_ask(period, initiative, plan, department, earlier):
    indicator = factories.indicator(initiative=initiative)
    factories.measurement(indicator=indicator, quarter=1, value="79.2")
    factories.measurement(indicator=indicator, quarter=2, value="79.4", as_of=period.as_of)
    factories.bar(initiative=initiative, text="導入", kind="carry_out", start_year=2026)
    factories.milestone(initiative=initiative, text="導入の完了")

    facts = checking.facts_of(period, [Draft(initiative.pk, Content())], TODAY)[initiative.pk]

    (measured,) = facts.measured
    assert (facts.previous.result, facts.previous_grade.tone) == ("前期の実績の文。", "ontrack")
    assert (str(measured.now), str(measured.before.value)) == ("79.4000", "79.2000")
    assert [step.text for step in facts.steps] == ["導入"]
    assert [aim.text for aim in facts.aims] == ["導入の完了"]
    assert (facts.files, facts.has_section) == (0, True)


def test_typed_value_counts_instead_of_the_stored_one(period, initiative):
    indicator = factories.indicator(initiative=initiative)
    factories.measurement(indicator=indicator, quarter=2, as_of=period.as_of)
    typed = {indicator.pk: checking.Entered(indicator)}

    facts = checking.facts_of(period, [Draft(initiative.pk, Content(), entered=typed)], TODAY)[
        initiative.pk
    ]

    assert facts.measured[0].now is None


def test_change_of_unit_after_the_baseline_is_found(period, initiative, settings):
    indicator = factories.indicator(initiative=initiative)
    indicator.unit = "人"
    indicator.save()
    Indicator.history.filter(id=indicator.pk).update(history_date="2026-07-01T00:00+09:00")

    found = checking.look_at_one(period, Draft(initiative.pk, Content()), TODAY)

    assert [row.message for row in found if row.check == "C14"] == [
        (
            "保有率（市）の単位が令和８年７月１日に「％」から「人」へ変わっています。"
            "前後の値は比べられません。"
        )
    ]


@pytest.mark.parametrize("count", [1, 3])
def test_checks_of_many_reports_cost_the_same(
    plan, period, department, django_assert_num_queries, count
):
    drafts = []
    for _ in range(count):
        row = factories.initiative(plan=plan, lead=department)
        factories.indicator(initiative=row)
        drafts.append(Draft(row.pk, Content()))

    with django_assert_num_queries(LOOK_QUERIES):
        assert len(checking.look_at(period, drafts, TODAY)) == count


# The office's switch


def settings_url(plan) -> str:
    return reverse("progress:check-edit", args=[plan.slug])


def chosen(plan, **changes) -> dict[str, str]:
    severities = checking.severities_of(plan)
    open_checks = {check.id: severities[check.id].value for check in checks.CHECKS}
    return {"read": stamp(severities), **open_checks, **changes}


@pytest.mark.parametrize("name", CAST)
def test_settings_are_for_the_office(as_, name, plan):
    expected = {"secretary": 200, "outsider": 404, "anonymous": 302}

    assert as_(name).get(settings_url(plan)).status_code == expected.get(name, 403)


@pytest.mark.parametrize("name", CAST)
def test_only_the_office_sets_severities(as_, name, plan):
    expected = {"secretary": 302, "outsider": 404, "anonymous": 401}
    posted = chosen(plan, C12="stop")

    assert as_(name).post(settings_url(plan), posted).status_code == expected.get(name, 403)
    assert CheckSetting.objects.count() == (1 if name == "secretary" else 0)


def test_severity_is_kept_with_who_chose_it_and_the_default_is_no_row(as_, plan, secretary):
    office = as_("secretary")
    office.post(settings_url(plan), chosen(plan, C12="stop", C07="off"))
    office.post(settings_url(plan), chosen(plan, C07=checks.BY_ID["C07"].default.value))

    assert [str(row) for row in CheckSetting.objects.all()] == ["C12 止める"]
    assert [row.history_user for row in CheckSetting.history.all()] == [secretary] * 3
    assert checking.severities_of(plan)["C12"] is Severity.STOP


def test_severity_changed_meanwhile_is_not_overwritten(as_, plan):
    posted = chosen(plan, C12="stop")
    factories.check_setting(plan=plan, check_id="C07", severity="off")

    page = as_("secretary").post(settings_url(plan), posted)

    assert STALE in page.content.decode()
    assert [row.check_id for row in CheckSetting.objects.all()] == ["C07"]


def test_severity_that_a_check_does_not_have_is_refused(as_, plan):
    page = as_("secretary").post(settings_url(plan), chosen(plan, C13="stop", C07=""))

    assert page.context["form"].errors == {
        "C13": ["この点検で選べる扱いから選んでください。"],
        "C07": ["扱いを選んでください。"],
    }


def test_fixed_check_ignores_a_row(plan):
    factories.check_setting(plan=plan, check_id="C11", severity="off")

    assert checking.severities_of(plan)["C11"] is Severity.STOP


# 確認が必要な値


def list_url(period) -> str:
    return reverse("progress:finding-list", args=[period.pk])


def test_office_reads_what_the_checks_found(as_, period, initiative, department):
    factories.report(initiative=initiative, period=period, department=department, tone="late")
    nobody = factories.initiative(plan=period.plan)

    found = as_("secretary").get(list_url(period)).context["found"]

    assert [(line.title, line.finding.check) for line in found.page] == [
        (initiative.title, "C02"),
        (nobody.title, "C13"),
    ]
    assert [(kind.check and kind.check.id, kind.count) for kind in found.kinds] == [
        (None, 2),
        ("C02", 1),
        ("C13", 1),
    ]


@pytest.mark.parametrize(("show", "titles"), [("C02", 1), ("C13", 0), ("none", 1)])
def test_office_chooses_a_check(as_, period, initiative, department, show, titles):
    factories.report(initiative=initiative, period=period, department=department, tone="late")

    found = as_("secretary").get(list_url(period), {"check": show}).context["found"]

    assert len(found.page) == titles


def test_nothing_to_ask_is_said(as_, period):
    assert "確認が必要な点はありません。" in as_("secretary").get(list_url(period)).content.decode()


@pytest.mark.parametrize("count", [1, 3])
def test_queries_of_the_list_do_not_grow(
    as_, plan, period, department, django_assert_num_queries, count
):
    for _ in range(count):
        row = factories.initiative(plan=plan, lead=department)
        factories.indicator(initiative=row)
        factories.report(initiative=row, period=period, department=department, tone="late")
    office = as_("secretary")

    with django_assert_num_queries(LIST_QUERIES):
        office.get(list_url(period))
