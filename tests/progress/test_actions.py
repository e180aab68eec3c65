"""The deeds of the workflow: who may, when, what they write, and that nothing happens twice or halfway."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from kpis.models import Measurement
from organizations.desk import Desk
from progress import actions
from progress.content import Content, Entered
from progress.models import ProgressReport, ReportEvent
from progress.queries import expected_in
from progress.transition import IncompleteReport, StaleReport
from progress.workflow import Action, WorkflowError
from tests import factories
from tests.conftest import TODAY


def desk(user) -> Desk:
    return Desk.of(user, TODAY)


def words(**changes) -> Content:
    full = Content(
        implementation="doing",
        self_grade=factories.grade("ontrack"),
        result="出張申請会を３回開催した。",
        next_action="10月に２回開催する。",
    )
    return replace(full, **changes)


@pytest.fixture
def save(period, initiative, department, clerk):
    """Save a draft as the clerk."""

    def save(content=None, *, version=0, by=None, entered=()):
        return actions.save_draft(
            period=period,
            initiative=initiative,
            department=department,
            content=words() if content is None else content,
            entered=entered,
            version=version,
            by=desk(by or clerk),
        )

    return save


@pytest.fixture
def submitted(save, clerk):
    return actions.submit(report=save(), by=desk(clerk))


@pytest.fixture
def confirmed(submitted, head):
    return actions.confirm(report=submitted, by=desk(head))


@pytest.fixture
def accepted(confirmed, secretary):
    return actions.accept(report=confirmed, by=desk(secretary))


def state_of(report) -> str:
    return ProgressReport.objects.get(pk=report.pk).state


def test_first_save_makes_version_1_with_who_when_and_why(save, clerk, department):
    report = save(words(result="途中"))

    kept = ProgressReport.objects.get()
    assert (kept.version, kept.state, kept.result) == (1, "draft", "途中")
    assert (kept.department, kept.saved_by) == (department, clerk)
    record = report.history.get()
    assert (record.history_user, record.history_change_reason) == (clerk, "下書き保存")


def test_same_content_again_writes_nothing(save):
    save()
    again = save(version=0)

    assert (again.version, again.history.count()) == (1, 1)


def test_a_draft_may_be_incomplete(save):
    assert save(Content()).version == 1


def test_stale_save_writes_nothing_and_shows_what_is_stored(save, head):
    save()
    save(words(issue="課長の追記"), version=1, by=head)

    with pytest.raises(StaleReport) as stale:
        save(words(issue="担当の追記"), version=1)

    assert stale.value.current.issue == "課長の追記"
    assert ProgressReport.objects.get().issue == "課長の追記"


def test_save_records_the_value_in_the_same_step(save, initiative):
    indicator = factories.indicator(initiative=initiative)

    save(entered=[Entered(indicator, Decimal("79.4"))])

    row = Measurement.objects.get()
    assert (row.value, row.year, row.quarter, row.as_of) == (
        Decimal("79.4"),
        2026,
        2,
        date(2026, 9, 30),
    )
    assert row.finality == "provisional"


def test_value_taken_out_leaves_no_measurement(save, initiative):
    indicator = factories.indicator(initiative=initiative)
    save(entered=[Entered(indicator, Decimal("79.4"))])

    report = save(entered=[Entered(indicator)], version=1)

    assert (Measurement.objects.count(), report.version) == (0, 2)


def test_stale_save_leaves_the_value_alone(save, initiative):
    indicator = factories.indicator(initiative=initiative)
    save(entered=[Entered(indicator, Decimal("79.4"))])
    save(words(issue="追記"), version=1, entered=[Entered(indicator, Decimal("79.4"))])

    with pytest.raises(StaleReport):
        save(version=1, entered=[Entered(indicator, Decimal("12.0"))])

    assert Measurement.objects.get().value == Decimal("79.4")


def test_value_of_another_initiative_is_not_recorded(save, plan, department):
    other = factories.indicator(initiative=factories.initiative(plan=plan, lead=department))

    save(entered=[Entered(other, Decimal(1))])

    assert Measurement.objects.count() == 0


def test_submit_writes_state_event_and_version(submitted, clerk):
    event = ReportEvent.objects.get()

    assert (submitted.state, submitted.version) == ("submitted", 2)
    assert (event.action, event.by, event.source, event.target) == (
        "submit",
        clerk,
        "draft",
        "submitted",
    )


@pytest.mark.parametrize(
    ("changes", "fields"),
    [
        ({"implementation": ""}, ["implementation"]),
        ({"self_grade": None}, ["self_grade"]),
        ({"result": ""}, ["result"]),
        ({"next_action": ""}, ["next_action"]),
        ({"self_grade": "slip"}, ["reason", "recovery"]),
        ({"self_grade": "late", "reason": "理由"}, ["recovery"]),
        ({"self_grade": "na"}, ["reason"]),
        ({"implementation": "done"}, ["completed_on"]),
        ({"implementation": "done", "completed_on": date(2026, 10, 15)}, ["completed_on"]),
        ({"result": "あ" * 2001}, ["result"]),
    ],
)
def test_incomplete_report_is_not_handed_in(save, clerk, changes, fields):
    if isinstance(changes.get("self_grade"), str):
        changes = {**changes, "self_grade": factories.grade(changes["self_grade"])}
    report = save(words(**changes))

    with pytest.raises(IncompleteReport) as missing:
        actions.submit(report=report, by=desk(clerk))

    assert [problem.field for problem in missing.value.problems] == fields
    assert (state_of(report), ReportEvent.objects.count()) == ("draft", 0)


def test_today_may_be_the_day_of_completion(save, clerk):
    report = save(words(implementation="done", completed_on=TODAY))

    assert actions.submit(report=report, by=desk(clerk)).state == "submitted"


@pytest.mark.parametrize(
    ("cycle", "is_missing"), [("quarterly", True), ("yearly", False), ("survey", False)]
)
def test_quarterly_indicator_needs_its_value(save, clerk, initiative, cycle, is_missing):
    indicator = factories.indicator(initiative=initiative, cycle=cycle)
    report = save()

    if is_missing:
        with pytest.raises(IncompleteReport) as missing:
            actions.submit(report=report, by=desk(clerk))
        assert [problem.indicator_id for problem in missing.value.problems] == [indicator.pk]
    else:
        assert actions.submit(report=report, by=desk(clerk)).state == "submitted"


def test_reason_for_not_measuring_is_an_answer(save, clerk, initiative):
    indicator = factories.indicator(initiative=initiative)
    report = save(entered=[Entered(indicator, not_measured_reason="集計中")])

    assert actions.submit(report=report, by=desk(clerk)).state == "submitted"


def test_second_submit_says_who_was_first_and_leaves_one_event(submitted, clerk):
    with pytest.raises(WorkflowError, match="見本 花子さんが提出しています。もう一度"):
        actions.submit(report=submitted, by=desk(clerk))

    assert ReportEvent.objects.count() == 1


def test_submit_of_another_version_is_stale(save, clerk):
    with pytest.raises(StaleReport):
        actions.submit(report=save(), by=desk(clerk), version=7)


def test_withdrawn_report_is_a_draft_again(submitted, clerk):
    assert actions.withdraw(report=submitted, by=desk(clerk)).state == "draft"


def test_confirmed_report_is_not_withdrawn(confirmed, clerk):
    with pytest.raises(
        WorkflowError, match="例田 一郎さんが確認しています。いまは引戻しできません"
    ):
        actions.withdraw(report=confirmed, by=desk(clerk))


def test_clerk_does_not_confirm(submitted, clerk):
    with pytest.raises(WorkflowError, match="確認できるのは所属長です"):
        actions.confirm(report=submitted, by=desk(clerk))


def test_head_of_another_section_does_not_confirm(submitted, municipality):
    other = factories.department(municipality=municipality, name="総務課")

    with pytest.raises(WorkflowError):
        actions.confirm(report=submitted, by=desk(factories.person(other, "head")))


def test_deed_on_what_was_not_read_is_refused(submitted, head):
    with pytest.raises(WorkflowError, match="内容が変わりました"):
        actions.confirm(report=submitted, by=desk(head), version=1)

    assert state_of(submitted) == "submitted"


def test_unconfirmed_report_is_not_accepted(submitted, secretary):
    with pytest.raises(WorkflowError, match="所属長の確認が済んでいない"):
        actions.accept(report=submitted, by=desk(secretary))


def test_plan_without_confirmation_goes_straight_to_the_office(plan, submitted, secretary):
    plan.needs_confirmation = False
    plan.save()

    assert actions.accept(report=submitted, by=desk(secretary)).state == "accepted"


def test_accepting_makes_values_final(save, clerk, head, secretary, initiative):
    indicator = factories.indicator(initiative=initiative)
    report = save(entered=[Entered(indicator, Decimal("79.4"))])
    actions.submit(report=report, by=desk(clerk))
    actions.confirm(report=report, by=desk(head))

    actions.accept(report=report, by=desk(secretary))

    assert Measurement.objects.get().finality == "final"


def test_office_grade_needs_a_reason(confirmed, secretary):
    with pytest.raises(WorkflowError, match="確認評価を変えるときは"):
        actions.accept(report=confirmed, by=desk(secretary), reviewed_grade=factories.grade("slip"))

    assert state_of(confirmed) == "confirmed"


def test_office_grade_is_kept_with_its_reason(confirmed, secretary):
    report = actions.accept(
        report=confirmed,
        by=desk(secretary),
        reviewed_grade=factories.grade("slip"),
        review_reason="目安に届かない。",
        comment="数字が分かりやすくなりました。",
    )

    assert (report.reviewed_grade.word, report.review_reason) == ("やや遅れ", "目安に届かない。")
    assert report.events.last().comment == "数字が分かりやすくなりました。"


def test_same_grade_by_the_office_is_no_grade_of_its_own(confirmed, secretary):
    report = actions.accept(
        report=confirmed, by=desk(secretary), reviewed_grade=factories.grade("ontrack")
    )

    assert report.reviewed_grade is None


@pytest.mark.parametrize("reason", ["", "  \n"])
def test_returning_needs_a_reason(confirmed, secretary, reason):
    with pytest.raises(WorkflowError, match="差戻しの理由を入力してください"):
        actions.send_back(report=confirmed, reason=reason, by=desk(secretary))


def test_returned_report_says_why_and_is_open_again(confirmed, secretary, save):
    actions.send_back(report=confirmed, reason="数字を足してください。", by=desk(secretary))

    assert confirmed.events.last().comment == "数字を足してください。"
    assert save(words(result="直した。"), version=4).state == "returned"


def test_long_reason_is_whole_in_the_event_and_cut_in_the_history(confirmed, secretary):
    reason = "長い理由" * 100
    report = actions.send_back(report=confirmed, reason=reason, by=desk(secretary))

    assert report.events.last().comment == reason
    assert len(report.history.first().history_change_reason) == 100


def test_reopening_makes_values_provisional(accepted, secretary, initiative):
    indicator = factories.indicator(initiative=initiative)
    factories.measurement(indicator=indicator, quarter=2, finality="final")

    report = actions.reopen(report=accepted, reason="値の誤り", by=desk(secretary))

    assert (report.state, Measurement.objects.get().finality) == ("returned", "provisional")


def test_section_is_stopped_by_a_final_value(save, initiative):
    indicator = factories.indicator(initiative=initiative)
    factories.measurement(indicator=indicator, quarter=2, value="79.0", finality="final")

    with pytest.raises(WorkflowError, match="値は確定しています"):
        save(entered=[Entered(indicator, Decimal("79.4"))])

    assert ProgressReport.objects.count() == 0


@pytest.mark.parametrize(
    ("day", "message"),
    [
        (date(2026, 9, 30), "10月１日に始まります"),
        (date(2026, 11, 1), "10月31日に締め切りました"),
    ],
)
def test_section_writes_only_while_the_period_is_open(save, settings, day, message):
    settings.TODAY = day

    with pytest.raises(WorkflowError, match=message):
        save()

    assert ProgressReport.objects.count() == 0


def test_returned_report_stays_open_after_the_period(confirmed, secretary, save, settings):
    settings.TODAY = date(2026, 12, 1)
    actions.send_back(report=confirmed, reason="数字を足してください。", by=desk(secretary))

    assert save(words(result="直した。"), version=4).result == "直した。"


def test_completed_report_ends_what_is_owed(plan, period, save, clerk, head, secretary):
    later = factories.period(plan=plan, quarter=3)
    report = save(words(implementation="done", completed_on=TODAY))
    actions.submit(report=report, by=desk(clerk))
    actions.confirm(report=report, by=desk(head))
    assert expected_in(later).count() == 1

    actions.accept(report=report, by=desk(secretary))

    assert (expected_in(later).count(), expected_in(period).count()) == (0, 1)


def test_correction_keeps_the_state_and_says_why(accepted, secretary):
    report = actions.correct(
        report=accepted,
        content=words(result="誤字を直した。"),
        version=accepted.version,
        reason="誤字",
        by=desk(secretary),
    )

    assert (report.state, report.result) == ("accepted", "誤字を直した。")
    assert report.events.last().action == Action.CORRECT
    assert report.history.first().history_change_reason == "訂正：誤字"


def test_correction_may_not_leave_a_gap(accepted, secretary):
    with pytest.raises(IncompleteReport):
        actions.correct(
            report=accepted,
            content=words(result=""),
            version=accepted.version,
            reason="誤字",
            by=desk(secretary),
        )


def test_correction_of_what_was_not_read_is_stale(accepted, secretary):
    with pytest.raises(StaleReport):
        actions.correct(
            report=accepted, content=words(), version=1, reason="誤字", by=desk(secretary)
        )


def test_settled_report_is_not_corrected_after_the_period(accepted, secretary, settings):
    settings.TODAY = date(2026, 12, 1)

    with pytest.raises(WorkflowError, match="先に確定解除"):
        actions.correct(
            report=accepted,
            content=words(),
            version=accepted.version,
            reason="誤字",
            by=desk(secretary),
        )


def test_content_put_aside_is_in_the_history_only(save, clerk):
    report = save()
    actions.put_aside(report=report, content=words(result="採らなかった文"), by=desk(clerk))

    assert ProgressReport.objects.get().result == "出張申請会を３回開催した。"
    record = report.history.first()
    assert (record.result, record.history_user, record.history_change_reason) == (
        "採らなかった文",
        clerk,
        actions.ASIDE,
    )


def test_draft_follows_its_initiative_to_another_section(
    save, period, initiative, municipality, department
):
    save()
    heir = factories.department(municipality=municipality, name="市民生活課")
    clerk = factories.person(heir, "clerk")
    report = actions.save_draft(
        period=period,
        initiative=initiative,
        department=heir,
        content=words(),
        version=1,
        by=desk(clerk),
    )

    assert (report.department, report.version) == (heir, 2)
    assert actions.submit(report=report, by=desk(clerk)).state == "submitted"
