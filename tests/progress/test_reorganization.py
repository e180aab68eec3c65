"""機構改革: what a rename, a merge, a split and an abolition move, and what stays as it was."""

from datetime import date
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, transaction

from initiatives.models import InitiativeItem, ItemList, Responsibility
from initiatives.queries import reporter_names
from organizations.lineage import lineage, now_called
from organizations.models import Department, Reorganization
from organizations.reorganization_actions import (
    Facts,
    ReorganizationError,
    discard,
    save_draft,
)
from organizations.reorganization_rules import Kind, Line, names_in
from progress import handover, handover_actions, handover_checks, heat
from progress.models import ProgressReport, Remark, ReorganizationChoice
from progress.reporters import reporters_of
from reports import portfolio
from tests import factories

DAY, EVE = date(2027, 4, 1), date(2027, 3, 31)


@pytest.fixture
def draft(municipality, secretary):
    """Make a draft: ``draft(("rename", "市民課", "窓口課"))``."""

    def make(*rows, day=DAY):
        lines = [Line(Kind(kind), names_in(old), names_in(new)) for kind, old, new in rows]
        return save_draft(
            reorganization=Reorganization(municipality=municipality),
            facts=Facts("令和９年度 機構改革", day),
            lines=lines,
            by=secretary,
        )

    return make


@pytest.fixture
def apply(secretary):
    def do(reorganization, today=None):
        return handover_actions.apply(
            reorganization=reorganization,
            today=today or reorganization.in_force_on,
            by=secretary,
        )

    return do


def choose(reorganization, chosen: dict[str, str], by) -> int:
    """Choose by title of the initiative, or name of the person."""
    moves = handover.read(reorganization)
    targets = {
        move.field_name: next(t.pk for t in move.closing.targets if t.name == chosen[key])
        for move in moves.choices
        for key in [move.initiative.title if hasattr(move, "initiative") else move.post.user.name]
        if key in chosen
    }
    return handover_actions.choose(handover=moves, targets=targets, by=by)


def section(name: str) -> Department:
    return Department.objects.filter(name=name).latest("pk")


def duties(initiative) -> list[tuple]:
    rows = initiative.responsibilities.order_by("pk").select_related("department")
    return [
        (row.department.name, row.role, row.origin, row.valid_from, row.valid_to) for row in rows
    ]


def posts(user) -> list[tuple]:
    return [
        (post.department.name, post.role, post.title, post.valid_from, post.valid_to)
        for post in user.posts.order_by("pk").select_related("department")
    ]


def test_rename_closes_and_opens_the_section(draft, apply, department, secretary):
    department.extension, department.code = "2131", "0201"
    department.save()

    apply(draft(("rename", "市民課", "窓口課")))

    department.refresh_from_db()
    new = section("窓口課")
    assert (department.valid_to, list(department.successors.all())) == (EVE, [new])
    assert (new.valid_from, new.valid_to, new.order, new.extension, new.code) == (
        DAY,
        None,
        department.order,
        "2131",
        "0201",
    )
    assert [
        (row.history_user, row.history_change_reason) for row in department.history.all()[:1]
    ] == [(secretary, "機構改革（令和９年４月１日）")]


def test_rename_carries_the_duty_on(draft, apply, initiative, department):
    apply(draft(("rename", "市民課", "窓口課")))

    assert duties(initiative) == [
        ("市民課", "lead", "document", None, EVE),
        ("窓口課", "lead", "office", DAY, None),
    ]
    row = initiative.responsibilities.get(department=section("窓口課"))
    assert (row.note, row.carries.department) == ("機構改革（令和９年４月１日）", department)
    names = [reporter_names([initiative.pk], day) for day in (EVE, DAY)]
    assert names == [{initiative.pk: "市民課"}, {initiative.pk: "窓口課"}]


def test_rename_moves_posts_and_their_titles(draft, apply, clerk, head):
    head.posts.update(title="市民課長")

    apply(draft(("rename", "市民課", "窓口課")))

    assert posts(clerk) == [
        ("市民課", "clerk", "", None, EVE),
        ("窓口課", "clerk", "", DAY, None),
    ]
    assert posts(head)[1] == ("窓口課", "head", "窓口課長", DAY, None)


def test_posts_that_ended_stay_and_later_ones_begin_in_the_new_section(
    draft, apply, clerk, head, department
):
    clerk.posts.update(valid_to=date(2026, 12, 31))
    head.posts.update(valid_from=date(2027, 5, 1))

    apply(draft(("rename", "市民課", "窓口課")))

    assert posts(clerk) == [("市民課", "clerk", "", None, date(2026, 12, 31))]
    assert posts(head) == [("窓口課", "head", "", date(2027, 5, 1), None)]


def test_open_reports_and_unanswered_remarks_follow(
    draft, apply, plan, initiative, period, department, executive, clerk
):
    accepted = factories.report(initiative=initiative, period=period, department=department)
    later = factories.period(plan=plan, quarter=3)
    sent = factories.report(
        initiative=initiative, period=later, department=department, state="submitted"
    )
    asked = factories.remark(initiative=initiative, by=executive, department=department)
    answered = factories.remark(
        initiative=initiative,
        by=executive,
        department=department,
        response="済み。",
        responded_at="2026-10-01T00:00:00Z",
        responded_by=clerk,
    )

    apply(draft(("rename", "市民課", "窓口課")))

    assert [ProgressReport.objects.get(pk=row.pk).department.name for row in (accepted, sent)] == [
        "市民課",
        "窓口課",
    ]
    assert [Remark.objects.get(pk=row.pk).department.name for row in (asked, answered)] == [
        "窓口課",
        "市民課",
    ]
    sent.refresh_from_db()
    assert (sent.state, sent.version) == ("submitted", 1)


def test_papers_of_an_old_period_print_the_old_name(
    draft, apply, plan, initiative, period, department
):
    factories.report(initiative=initiative, period=period, department=department)
    after = factories.period(plan=plan, year=2027, quarter=1)
    apply(draft(("rename", "市民課", "窓口課")))
    today = date(2027, 7, 10)
    factories.report(initiative=initiative, period=after, department=section("窓口課"))

    trees = [portfolio.build(plan, each, today=today) for each in (period, after)]

    told = [[(line.leads, line.reporter) for line in tree.lines] for tree in trees]
    assert told == [[(("市民課",), "市民課")], [(("窓口課",), "窓口課")]]


def test_period_reported_after_the_day_names_who_reports_it(
    draft, apply, plan, initiative, department
):
    quarter = factories.period(plan=plan, quarter=4)
    apply(draft(("rename", "市民課", "窓口課")))

    before = portfolio.build(plan, quarter, today=EVE).lines[0]
    now = portfolio.build(plan, quarter, today=DAY).lines[0]

    assert [(line.leads, line.reporter) for line in (before, now)] == [
        (("市民課",), "市民課"),
        (("窓口課",), "窓口課"),
    ]


def test_report_never_sent_is_owed_by_the_section_of_its_time(
    draft, apply, plan, initiative, department
):
    for quarter in (3, 4):
        factories.period(plan=plan, quarter=quarter)
    apply(draft(("rename", "市民課", "窓口課")))
    today = date(2027, 4, 20)

    found = heat.heat_of(plan, reporters_of(plan, today), today)

    assert [(row.name, [cell and cell.expected for cell in row.cells]) for row in found.rows] == [
        ("市民課（現：窓口課）", [1, None]),
        ("窓口課", [None, 1]),
    ]


def test_merge_gathers_duties_and_posts_once(draft, apply, plan, municipality, department, clerk):
    insurance = factories.department(municipality=municipality, name="保険課")
    both = factories.initiative(plan=plan, lead=department)
    Responsibility.objects.create(initiative=both, department=insurance, role="related")
    clerk.posts.create(department=insurance, role="clerk")

    apply(draft(("merge", "市民課、保険課", "窓口課")))

    line = portfolio.build(plan, factories.period(plan=plan, year=2027), today=DAY).lines[0]
    assert (line.leads, line.related) == (("窓口課",), ())
    assert [row for row in posts(clerk) if row[4] is None] == [("窓口課", "clerk", "", DAY, None)]


def test_merge_into_a_section_that_stays(draft, apply, plan, municipality, department):
    insurance = factories.department(municipality=municipality, name="保険課")
    moved = factories.initiative(plan=plan, lead=insurance)

    apply(draft(("merge", "保険課", "市民課")))

    assert reporter_names([moved.pk], DAY) == {moved.pk: "市民課"}
    assert list(insurance.successors.all()) == [department]
    department.refresh_from_db()
    assert (department.valid_from, department.valid_to) == (None, None)


def test_carried_duty_does_not_push_aside_the_first_lead(
    draft, apply, plan, municipality, department
):
    second = factories.department(municipality=municipality, name="保険課")
    shared = factories.initiative(plan=plan, lead=department)
    Responsibility.objects.create(initiative=shared, department=second, role="lead", order=2)

    apply(draft(("rename", "保険課", "国保課")))

    assert reporter_names([shared.pk], DAY) == {shared.pk: "市民課"}


def test_assignment_by_the_office_is_carried_on_as_one(
    draft, apply, plan, municipality, department
):
    named = factories.department(municipality=municipality, name="保険課")
    assigned = factories.initiative(plan=plan, lead=department)
    Responsibility.objects.create(
        initiative=assigned, department=named, role="lead", origin="office"
    )

    apply(draft(("rename", "保険課", "国保課")))

    assert reporter_names([assigned.pk], DAY) == {assigned.pk: "国保課"}


def test_duties_that_begin_later_begin_with_the_new_section(
    draft, apply, plan, municipality, department
):
    later = date(2027, 10, 1)
    other = factories.department(municipality=municipality, name="保険課")
    row = factories.initiative(plan=plan, lead=other)
    for origin in ("document", "office"):
        Responsibility.objects.create(
            initiative=row, department=department, role="lead", origin=origin, valid_from=later
        )
    merged = factories.initiative(plan=plan, lead=other)
    for section_ in (department, other):
        Responsibility.objects.create(
            initiative=merged, department=section_, role="lead", origin="office", valid_from=later
        )

    apply(draft(("merge", "市民課", "保険課")))

    assert duties(row) == [
        ("保険課", "lead", "document", None, None),
        ("市民課", "lead", "document", later, None),
        ("保険課", "lead", "office", later, None),
        ("保険課", "lead", "office", later, None),
    ]
    assert duties(merged) == [
        ("保険課", "lead", "document", None, None),
        ("保険課", "lead", "office", later, None),
    ]
    assert reporter_names([row.pk, merged.pk], later) == {row.pk: "保険課", merged.pk: "保険課"}


def test_lineage_tells_splits_and_mergers(draft, apply, municipality, department):
    factories.department(municipality=municipality, name="保険課")
    factories.department(municipality=municipality, name="税務課")
    row = draft(("split", "市民課", "窓口課、戸籍課"), ("merge", "保険課", "税務課"))
    apply(row)

    found = lineage(municipality.pk, DAY)

    told = {
        line.section.name: [(e.word, e.sources, e.targets) for e in line.events]
        for line in found.lines
    }
    assert told == {
        "窓口課": [("分割", ("市民課",), ("窓口課", "戸籍課"))],
        "戸籍課": [("分割", ("市民課",), ("窓口課", "戸籍課"))],
        "税務課": [("統合", ("保険課",), ("税務課",))],
    }
    assert now_called(municipality.pk, DAY)[department.pk] == "窓口課・戸籍課"
    assert [str(step) for step in row.steps.all()] == [
        "分割（令和９年度 機構改革）",
        "統合（令和９年度 機構改革）",
    ]


def test_split_asks_who_takes_over_and_the_first_does_otherwise(
    draft, apply, plan, department, clerk, head, secretary
):
    one = factories.initiative(plan=plan, lead=department, title="その一")
    two = factories.initiative(plan=plan, lead=department, title="その二")
    split = draft(("split", "市民課", "窓口課、戸籍課"))

    changed = choose(split, {"その二": "戸籍課", head.name: "戸籍課"}, secretary)
    told = [str(choice) for choice in ReorganizationChoice.objects.order_by("pk")]
    apply(split)

    assert (changed, [text.split(" → ")[1] for text in told]) == (2, ["戸籍課", "戸籍課"])
    assert reporter_names([one.pk, two.pk], DAY) == {one.pk: "窓口課", two.pk: "戸籍課"}
    assert (posts(clerk)[1][0], posts(head)[1][0]) == ("窓口課", "戸籍課")


def test_split_may_keep_the_name(draft, apply, initiative, department):
    apply(draft(("split", "市民課", "市民課、戸籍課")))

    named = Department.objects.filter(name="市民課").order_by("pk")
    assert [(row.valid_from, row.valid_to) for row in named] == [(None, EVE), (DAY, None)]
    assert reporter_names([initiative.pk], DAY) == {initiative.pk: "市民課"}


def test_changed_line_forgets_its_choices_and_others_keep_theirs(
    draft, plan, department, secretary, head
):
    factories.initiative(plan=plan, lead=department, title="その一")
    split = draft(("split", "市民課", "窓口課、戸籍課"))
    choose(split, {"その一": "戸籍課"}, secretary)

    def saved(*rows):
        lines = [Line(Kind(kind), names_in(old), names_in(new)) for kind, old, new in rows]
        facts = Facts(split.title, DAY)
        save_draft(reorganization=split, facts=facts, lines=lines, by=secretary)
        return [move.target.name for move in handover.read(split).initiatives]

    kept = saved(("create", "", "新課"), ("split", "市民課", "窓口課、戸籍課"))
    forgotten = saved(("split", "市民課", "窓口課、住民課"))

    assert (kept, forgotten) == (["戸籍課"], ["窓口課"])


def test_abolition_without_anybody_after_it_is_refused(draft, apply, initiative, department):
    row = draft(("abolish", "市民課", ""))

    with pytest.raises(ReorganizationError, match="取組事項１件を引き継ぐ課がありません"):
        apply(row)

    department.refresh_from_db()
    assert (department.valid_to, duties(initiative)) == (
        None,
        [("市民課", "lead", "document", None, None)],
    )


def test_abolition_of_an_empty_section_ends_its_posts(draft, apply, clerk, department):
    row = draft(("abolish", "市民課", ""))

    notices = handover_checks.notices(handover.read(row))
    apply(row)

    assert notices == [
        (
            "引き継ぐ課のない職が１件あります。施行日の前の日で終わります。"
            "新しい職は、利用者の管理で登録してください。"
        )
    ]
    assert posts(clerk) == [("市民課", "clerk", "", None, EVE)]


def test_abolition_of_the_secretariat_needs_a_successor(draft, apply, office):
    row = draft(("abolish", "ＤＸ推進課", ""))

    with pytest.raises(ReorganizationError, match="「ＤＸ推進課」は事務局です"):
        apply(row)


def test_secretariat_goes_on_under_its_new_name(draft, apply, office, secretary):
    apply(draft(("rename", "ＤＸ推進課", "デジタル戦略課")))

    current = Department.objects.get(is_secretariat=True, valid_to=None)
    assert (current.name, posts(secretary)[1][:2]) == (
        "デジタル戦略課",
        ("デジタル戦略課", "secretariat"),
    )


def test_abolished_section_is_taken_over_by_one_that_another_line_makes(
    draft, apply, initiative, department
):
    apply(draft(("abolish", "市民課", "住民課"), ("create", "", "住民課")))

    assert reporter_names([initiative.pk], DAY) == {initiative.pk: "住民課"}
    assert Department.objects.filter(name="住民課").count() == 1


def test_chain_of_two_reorganisations(draft, apply, plan, initiative, period, department, clerk):
    factories.report(initiative=initiative, period=period, department=department)
    apply(draft(("rename", "市民課", "窓口課")))
    second = date(2027, 10, 1)
    apply(draft(("rename", "窓口課", "総合窓口課"), day=second))

    days = (EVE, DAY, date(2027, 9, 30), second)
    assert [reporter_names([initiative.pk], day)[initiative.pk] for day in days] == [
        "市民課",
        "窓口課",
        "窓口課",
        "総合窓口課",
    ]
    root = initiative.responsibilities.get(department=department)
    carried = initiative.responsibilities.exclude(pk=root.pk)
    assert {row.carries for row in carried} == {root}
    assert now_called(department.municipality_id, second) == {
        department.pk: "総合窓口課",
        section("窓口課").pk: "総合窓口課",
    }
    line = lineage(department.municipality_id, second).lines[0]
    assert (line.section.name, [(e.day, e.word, e.sources, e.targets) for e in line.events]) == (
        "総合窓口課",
        [
            (second, "改称", ("窓口課",), ("総合窓口課",)),
            (DAY, "改称", ("市民課",), ("窓口課",)),
        ],
    )


def test_groups_children_and_lists_follow(draft, apply, municipality, initiative, department):
    group = factories.department(municipality=municipality, name="窓口担当課", kind="group")
    group.members.add(department)
    child = factories.department(municipality=municipality, name="戸籍係", parent=department)
    rows = ItemList.objects.create(initiative=initiative, order=1, title="一覧")
    item = InitiativeItem.objects.create(
        list=rows, number=1, name="転入届", department=department, department_printed="市民課"
    )

    apply(draft(("rename", "市民課", "窓口課")))

    child.refresh_from_db()
    item.refresh_from_db()
    assert [row.name for row in group.members.order_by("pk")] == ["市民課", "窓口課"]
    assert (child.parent.name, item.department) == ("窓口課", department)


def test_plan_that_is_over_keeps_its_sections_unless_it_is_still_reported(
    draft, apply, municipality, department
):
    over = factories.plan(municipality=municipality)
    over.last_year = 2026
    over.save()
    quiet = factories.initiative(plan=over, lead=department)
    other = factories.plan(municipality=municipality)
    other.last_year = 2026
    other.save()
    factories.period(plan=other, quarter=4)
    reported = factories.initiative(plan=other, lead=department)

    apply(draft(("rename", "市民課", "窓口課")))

    assert len(duties(quiet)) == 1
    assert reporter_names([reported.pk], DAY) == {reported.pk: "窓口課"}


def test_nothing_moves_before_its_date_or_twice(draft, apply, initiative, department):
    row = draft(("rename", "市民課", "窓口課"))

    with pytest.raises(ReorganizationError, match="施行日は令和９年４月１日です"):
        apply(row, today=EVE)
    apply(row)
    with pytest.raises(ReorganizationError, match="施行済みです"):
        apply(row)

    assert Department.objects.filter(name="窓口課").count() == 1
    assert len(duties(initiative)) == 2


def test_report_accepted_under_the_old_name_after_the_day_is_an_obstacle(
    draft, apply, plan, initiative, department
):
    after = factories.period(plan=plan, year=2027, quarter=1)
    factories.report(initiative=initiative, period=after, department=department)

    with pytest.raises(ReorganizationError, match="令和９年度 第１四半期の報告"):
        apply(draft(("rename", "市民課", "窓口課")), today=date(2027, 7, 20))


def test_section_made_by_somebody_since_the_draft_is_an_obstacle(
    draft, apply, municipality, department
):
    factories.department(municipality=municipality, name="保険課")
    row = draft(("merge", "市民課、保険課", "窓口課"))
    factories.department(municipality=municipality, name="窓口課")

    with pytest.raises(ReorganizationError, match="新課「窓口課」の登録が"):
        apply(row)


def test_section_may_not_come_to_succeed_itself(draft, municipality, department):
    old = factories.department(municipality=municipality, name="保険課")
    old.successors.add(department)
    old.valid_to = None
    old.save()

    with pytest.raises(ReorganizationError, match="後継をたどると「市民課」に戻ります"):
        draft(("abolish", "市民課", "保険課"))


def test_what_is_in_force_is_neither_changed_nor_discarded(draft, apply, department, secretary):
    row = draft(("rename", "市民課", "窓口課"))
    moves = handover.read(row)
    apply(row)

    for deed in (
        lambda: discard(reorganization=row, by=secretary),
        lambda: handover_actions.choose(handover=moves, targets={}, by=secretary),
        lambda: save_draft(
            reorganization=row, facts=Facts("別", DAY), lines=[], by=secretary, version=1
        ),
    ):
        with pytest.raises(ReorganizationError, match="施行済みです"):
            deed()


def test_failure_half_way_leaves_nothing_behind(
    draft, apply, initiative, department, secretary, clerk
):
    other = factories.department(municipality=department.municipality, name="保険課")
    row = draft(("merge", "市民課", "保険課"))
    # The very row the deed will want to write stands there already: the database refuses the second.
    Responsibility.objects.create(
        initiative=initiative,
        department=other,
        role="lead",
        origin="office",
        valid_from=DAY,
        carries=initiative.responsibilities.get(),
    )

    with pytest.raises(IntegrityError), transaction.atomic():
        apply(row)

    row.refresh_from_db()
    department.refresh_from_db()
    assert (row.state, department.valid_to, posts(clerk)) == (
        "draft",
        None,
        [("市民課", "clerk", "", None, None)],
    )


def test_timer_brings_into_force_what_is_due(draft, department, initiative, settings, secretary):
    first = draft(("rename", "市民課", "窓口課"))
    out = StringIO()

    settings.TODAY = EVE
    call_command("reorganize", stdout=out)
    settings.TODAY = DAY
    call_command("reorganize", stdout=out)
    call_command("reorganize", stdout=out)

    first.refresh_from_db()
    assert (first.state, first.applied_by) == ("applied", secretary)
    assert out.getvalue() == ("「令和９年度 機構改革」を施行しました。取組事項１件が移りました。\n")


def test_timer_says_what_it_could_not_do(draft, initiative, settings, department):
    draft(("abolish", "市民課", ""))
    settings.TODAY = DAY

    with pytest.raises(CommandError, match="「令和９年度 機構改革」を施行できません。廃止する"):
        call_command("reorganize")
