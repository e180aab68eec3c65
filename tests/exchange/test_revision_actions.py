"""計画の改定 from the draft to the day it is in force: what changes, what stays, what is refused."""

from copy import deepcopy
from datetime import date
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from exchange.planfile import dumping, loading
from exchange.planfile.problems import PlanFileError
from exchange.revision import actions, comparison, document, drafting, editions
from exchange.revision.actions import RevisionError, StaleError
from exchange.revision.merging import MINE, THEIRS
from fiscal import clock
from initiatives.models import Initiative, Milestone, Plan, PlanAmendment, Succession
from kpis.models import Indicator, Measurement, Target
from organizations.models import Department
from progress.models import ProgressReport
from progress.queries import expected_in
from tests import factories
from tests.exchange import planfiles

pytestmark = pytest.mark.django_db

DAY, EVE = date(2026, 11, 1), date(2026, 10, 31)
FIXTURES = planfiles.ROOT / "fixtures"
PLANS = [*FIXTURES.glob("*-plan.yaml"), *FIXTURES.glob("*-policy.yaml")]


@pytest.fixture
def plan() -> Plan:
    planfiles.load(planfiles.small())
    return Plan.objects.get(slug="mihon-dx-plan")


@pytest.fixture
def by(plan):
    office = Department.objects.get(is_secretariat=True)
    return factories.person(office, "secretariat", username="secretary")


@pytest.fixture
def draft(plan, by) -> PlanAmendment:
    return actions.start(plan=plan, title="第１回改定", reason="国の方針", in_force_on=DAY, by=by)


def edit(row: PlanAmendment, by, code: str = "A-1-1", **values) -> PlanAmendment:
    """Write values over a 取組事項 (or, without a code, over the plan) of a draft."""

    def change(now):
        changed = deepcopy(now)
        place = drafting.initiative_of(changed, code) if code else changed["plan"]
        place.update(values)
        return changed

    return actions.write(amendment=row, change=change, what="変更", by=by, seen={})


def enforce(row: PlanAmendment, by, day: date = DAY) -> PlanAmendment:
    decided = actions.decide(amendment=row, seen=row.version, by=by)
    return actions.put_in_force(amendment=decided, today=day, by=by)


def test_a_document_is_the_plan_and_reads_back_as_itself(plan):
    found = document.tree_of(plan)

    assert document.written(document.read(found)) == found


def test_a_draft_leaves_the_plan_as_it_is(plan, by, draft):
    edit(draft, by, title="新しい題名")

    assert plan.initiatives.get(code="A-1-1").title == "オンライン申請の拡充"


def test_a_second_draft_has_to_wait_for_the_first(plan, by, draft):
    with pytest.raises(RevisionError, match="施行していない改定案が既にあります"):
        actions.start(plan=plan, title="第２回", reason="理由", in_force_on=DAY, by=by)


def test_text_target_schedule_and_period_come_into_force_together(plan, by, draft):
    row = edit(draft, by, "", last_year=2029)
    entry = deepcopy(drafting.initiative_of(row.document, "A-1-1"))
    entry["indicators"][0]["targets"] = [{"year": 2029, "value": 60}]
    row = edit(
        row,
        by,
        title="オンライン申請の徹底",
        indicators=entry["indicators"],
        bars=[{**entry["bars"][1], "end_year": 2029}],
        milestones=[
            {**entry["milestones"][0], "due_year": 2028, "due_printed": "令和10年度末まで"}
        ],
    )
    measured = Measurement.objects.create(
        indicator=Indicator.objects.get(), year=2026, quarter=1, as_of=date(2026, 6, 30), value=20
    )

    done = enforce(row, by)

    plan.refresh_from_db()
    initiative = plan.initiatives.get(code="A-1-1")
    assert (plan.last_year, initiative.title) == (2029, "オンライン申請の徹底")
    assert list(initiative.bars.values_list("text", "end_year")) == [("オンライン化", 2029)]
    assert list(Milestone.objects.filter(initiative=initiative).values_list("due_year")) == [
        (2028,)
    ]
    assert list(Target.objects.values_list("year", "value")) == [(2029, 60)]
    assert Measurement.objects.get() == measured
    assert done.state == PlanAmendment.State.IN_FORCE
    assert (done.revision.number, done.revision.in_force_on) == (1, DAY)
    reason = initiative.history.latest().history_change_reason
    assert (reason, initiative.history.latest().history_user) == ("計画の改定：第１回改定", by)
    assert document.tree_of(plan) == done.document


def test_editions_of_two_days_are_the_old_and_the_new_text(plan, by, draft):
    before = document.tree_of(plan)
    enforce(edit(draft, by, title="オンライン申請の徹底"), by)
    later = actions.start(
        plan=plan, title="第２回改定", reason="見直し", in_force_on=date(2027, 4, 1), by=by
    )
    enforce(edit(later, by, title="オンライン申請の完成"), by, date(2027, 4, 1))

    def title_on(day):
        return drafting.initiative_of(editions.edition(plan, day), "A-1-1")["title"]

    assert editions.edition(plan, EVE) == before
    assert [title_on(day) for day in (EVE, DAY, date(2027, 3, 31), date(2027, 4, 1))] == [
        "オンライン申請の拡充",
        "オンライン申請の徹底",
        "オンライン申請の徹底",
        "オンライン申請の完成",
    ]


def reasons(table) -> list[str]:
    return [line.reason for section in table.sections for line in section.lines]


def test_each_row_names_the_reason_of_its_revision(plan, by, draft):
    row = edit(edit(draft, by, title="オンライン申請の徹底"), by, "A-1-2", title="通知の導入")
    row = actions.give_reasons(
        amendment=row, reasons={"initiatives/A-1-1/title": "用語の統一"}, by=by
    )
    enforce(row, by)
    later = actions.start(
        plan=plan, title="第２回改定", reason="見直し", in_force_on=date(2027, 4, 1), by=by
    )
    enforce(edit(later, by, "A-1-2", situation="二つの改定で変わる。"), by, date(2027, 4, 1))
    Initiative.objects.filter(code="A-1-1").update(direction="管理画面で直した。")

    assert reasons(editions.between(plan, EVE, DAY)) == ["用語の統一", "国の方針"]
    assert reasons(editions.between(plan, EVE, date(2027, 4, 1))) == [
        "用語の統一",
        editions.NO_REVISION,
        "国の方針",
        "見直し",
    ]
    assert reasons(editions.between(plan, DAY, EVE.replace(year=2026, month=11, day=30))) == []


def test_a_withdrawn_initiative_keeps_its_reports_and_is_expected_no_more(plan, by, draft):
    initiative = plan.initiatives.get(code="A-1-2")
    section = Department.objects.get(name="住民課")
    now = factories.period(plan=plan, year=2026, quarter=2)
    after = factories.period(plan=plan, year=2026, quarter=4)
    report = factories.report(initiative=initiative, period=now, department=section)
    row = actions.write(
        amendment=draft,
        change=lambda found: drafting.withdrawn(found, "A-1-2", "A-1-1", DAY),
        what="廃止",
        by=by,
        seen={},
    )

    enforce(row, by)

    initiative.refresh_from_db()
    assert initiative.valid_to == EVE
    assert ProgressReport.objects.get() == report
    assert [i.code for i in expected_in(now)] == ["A-1-1", "A-1-2"]
    assert [i.code for i in expected_in(after)] == ["A-1-1"]
    line = Succession.objects.get()
    assert (line.from_initiative, line.initiative.code, line.kind) == (
        initiative,
        "A-1-1",
        "merged",
    )


def test_an_initiative_missing_from_a_file_is_withdrawn_not_deleted(plan, by, draft):
    text = planfiles.small()
    entry = loading.read(text[: text.index("  - code: A-1-2")].encode(), name="plan.yaml")

    row = actions.take_in(amendment=draft, plan_file=entry, name="plan.yaml", by=by)

    assert drafting.initiative_of(row.document, "A-1-2")["valid_to"] == "2026-10-31"


def test_a_file_of_another_plan_is_refused(by, draft):
    other = planfiles.changed("slug: mihon-dx-plan", "slug: other-plan")
    entry = loading.read(other.encode(), name="plan.yaml")

    with pytest.raises(RevisionError, match="見本市ＤＸ推進計画"):
        actions.take_in(amendment=draft, plan_file=entry, name="plan.yaml", by=by)


def test_a_new_initiative_comes_in_on_the_day_even_when_the_day_moves(plan, by, draft):
    fresh = {
        "code": "A-1-3",
        "category": "A-1",
        "number": 3,
        "title": "窓口予約の導入",
        "departments_printed": "no",
    }
    row = actions.write(
        amendment=draft,
        change=lambda now: drafting.with_new_initiative(now, fresh),
        what="追加",
        by=by,
        seen={},
    )
    moved = date(2026, 12, 1)
    row = actions.set_head(
        amendment=row, seen=row.version, title="改定", reason="理由", in_force_on=moved, by=by
    )

    enforce(row, by, moved)

    assert plan.initiatives.get(code="A-1-3").valid_from == moved


def test_what_changed_in_the_plan_meanwhile_is_carried(plan, by, draft):
    row = edit(draft, by, title="オンライン申請の徹底")
    Initiative.objects.filter(code="A-1-1").update(direction="管理画面で直した。")

    enforce(row, by)

    initiative = plan.initiatives.get(code="A-1-1")
    assert (initiative.title, initiative.direction) == (
        "オンライン申請の徹底",
        "管理画面で直した。",
    )


def test_what_both_have_changed_is_chosen_before_it_comes_into_force(plan, by, draft):
    row = edit(draft, by, title="オンライン申請の徹底")
    decided = actions.decide(amendment=row, seen=row.version, by=by)
    Initiative.objects.filter(code="A-1-1").update(title="管理画面の題名")
    with pytest.raises(RevisionError, match="同じ箇所が変わりました"):
        actions.put_in_force(amendment=decided, today=DAY, by=by)
    assert plan.initiatives.get(code="A-1-1").title == "管理画面の題名"
    row = actions.reopen(amendment=decided, by=by)
    seen = document.seal([document.tree_of(plan), row.document])

    with pytest.raises(RevisionError, match="全て選んで"):
        actions.rebase(amendment=row, choices={}, seen=seen, by=by)
    with pytest.raises(StaleError):
        actions.rebase(amendment=row, choices={}, seen="", by=by)
    key = "initiatives/A-1-1/title"
    kept = actions.rebase(amendment=row, choices={key: MINE}, seen=seen, by=by)

    assert drafting.initiative_of(kept.base, "A-1-1")["title"] == "管理画面の題名"
    enforce(kept, by)
    assert plan.initiatives.get(code="A-1-1").title == "オンライン申請の徹底"


def test_choosing_the_plan_gives_up_the_own_change(plan, by, draft):
    row = edit(draft, by, title="オンライン申請の徹底")
    Initiative.objects.filter(code="A-1-1").update(title="管理画面の題名")
    seen = document.seal([document.tree_of(plan), row.document])

    kept = actions.rebase(
        amendment=row, choices={"initiatives/A-1-1/title": THEIRS}, seen=seen, by=by
    )

    assert kept.document == kept.base == document.tree_of(plan)


def test_what_does_not_fit_together_is_refused_and_nothing_is_written(plan, by, draft):
    with pytest.raises(PlanFileError) as error:
        edit(draft, by, "", last_year=2026)

    assert [problem.place.path for problem in error.value.problems] == [
        "initiatives[1].bars[2].start_year",
        "initiatives[1].milestones[1].due_year",
    ]
    draft.refresh_from_db()
    assert (draft.version, draft.document) == (1, draft.base)


def test_a_measured_indicator_cannot_be_taken_out(plan, by, draft):
    Measurement.objects.create(
        indicator=Indicator.objects.get(), year=2026, quarter=1, as_of=date(2026, 6, 30), value=20
    )
    row = edit(draft, by, indicators=[])

    with pytest.raises(
        RevisionError, match="取組事項 A-1-1　指標：指標「online-rate」は、実績値があるため"
    ):
        actions.decide(amendment=row, seen=row.version, by=by)
    row.refresh_from_db()
    assert (row.state, Indicator.objects.count()) == ("draft", 1)


def test_a_file_from_before_a_revision_cannot_undo_it(plan, by, draft):
    enforce(edit(draft, by, title="オンライン申請の徹底"), by)

    (mistake,) = planfiles.mistakes(planfiles.small())
    assert mistake == (
        "plan.yaml 1行目 revisions：改定「第１回改定」が施行されています。このファイルは改定前のものなので、"
        "取り込めません。いまの計画を書き出して、それを直してください。"
    )
    assert planfiles.load(dumping.dump_yaml(plan)).is_unchanged


def test_a_failure_on_the_day_leaves_everything_as_it_was(plan, by, draft):
    row = edit(draft, by, title="オンライン申請の徹底", indicators=[])
    decided = actions.decide(amendment=row, seen=row.version, by=by)
    Measurement.objects.create(
        indicator=Indicator.objects.get(), year=2026, quarter=1, as_of=date(2026, 6, 30), value=20
    )
    before = document.tree_of(plan)

    with pytest.raises(RevisionError, match="実績値があるため"):
        actions.put_in_force(amendment=decided, today=DAY, by=by)
    assert document.tree_of(plan) == before
    assert PlanAmendment.objects.get().state == "decided"


def test_deeds_are_refused_out_of_turn(plan, by, draft):
    with pytest.raises(RevisionError, match="改定する箇所がありません"):
        actions.decide(amendment=draft, seen=1, by=by)
    with pytest.raises(RevisionError, match="作成中"):
        actions.put_in_force(amendment=draft, today=DAY, by=by)
    with pytest.raises(StaleError):
        actions.decide(amendment=draft, seen=0, by=by)
    row = edit(draft, by, title="オンライン申請の徹底")
    decided = actions.decide(amendment=row, seen=row.version, by=by)
    with pytest.raises(RevisionError, match="決定（施行待ち）"):
        edit(decided, by, title="もう直せない")
    with pytest.raises(RevisionError, match="令和８年11月１日"):
        actions.put_in_force(amendment=decided, today=EVE, by=by)
    actions.discard(amendment=decided, by=by)
    with pytest.raises(RevisionError, match="取下げ"):
        actions.reopen(amendment=decided, by=by)
    assert plan.initiatives.get(code="A-1-1").title == "オンライン申請の拡充"


def test_a_revision_cannot_lie_before_one_in_force(plan, by, draft):
    enforce(edit(draft, by, title="オンライン申請の徹底"), by)

    with pytest.raises(RevisionError, match="令和８年11月１日に施行した改定があります"):
        actions.start(plan=plan, title="前の日", reason="理由", in_force_on=EVE, by=by)


def test_two_people_do_not_overwrite_each_other(by, draft):
    seen = {"A-1-1": document.seal(actions.part(draft.document, "A-1-1"))}
    row = edit(draft, by, title="先に保存した題名")

    with pytest.raises(StaleError):
        actions.write(amendment=row, change=lambda now: now, what="変更", by=by, seen=seen)
    other = {"A-1-2": document.seal(actions.part(draft.document, "A-1-2"))}
    actions.write(amendment=row, change=lambda now: now, what="変更", by=by, seen=other)


def test_every_step_is_signed(by, draft):
    enforce(edit(draft, by, title="オンライン申請の徹底"), by)

    assert list(
        PlanAmendment.history.order_by("history_id").values_list(
            "history_change_reason", "history_user"
        )
    ) == [
        ("改定案の作成", by.pk),
        ("変更", by.pk),
        ("改定の決定", by.pk),
        ("改定の施行", by.pk),
    ]


def test_the_timer_puts_in_force_what_is_due(plan, by, draft, settings):
    row = edit(draft, by, title="オンライン申請の徹底")
    actions.decide(amendment=row, seen=row.version, by=by)
    out = StringIO()
    call_command("putinforce", stdout=out)
    settings.TODAY = DAY
    assert clock.today() == DAY
    call_command("putinforce", stdout=out)

    assert out.getvalue().splitlines() == [
        "施行する改定はありません。",
        "見本市ＤＸ推進計画：「第１回改定」を施行しました。",
    ]
    assert plan.initiatives.get(code="A-1-1").title == "オンライン申請の徹底"


def test_the_timer_says_what_it_could_not_put_in_force(plan, by, draft, settings):
    row = edit(draft, by, title="オンライン申請の徹底")
    actions.decide(amendment=row, seen=row.version, by=by)
    Initiative.objects.filter(code="A-1-1").update(title="管理画面の題名")
    settings.TODAY = DAY

    with pytest.raises(CommandError, match="同じ箇所が変わりました"):
        call_command("putinforce", stdout=StringIO())


@pytest.mark.parametrize("name", sorted(path.stem for path in PLANS))
def test_every_plan_file_is_a_document_that_reads_back_as_itself(name):
    raw = (FIXTURES / f"{name}.yaml").read_bytes()
    found = document.written(loading.read(raw, name=name))

    assert document.written(document.read(found)) == found
    assert comparison.rows(found, deepcopy(found)) == []
