import random
from datetime import date

import pytest

from progress.models import ProgressReport
from reports import portfolio
from reports.mark import Mark
from reports.tree import Submission
from tests import factories
from tests.reports.story import TODAY, Story

WORDS = ["完了", "計画以上", "計画どおり", "やや遅れ", "遅れ", "評価対象外", "未提出"]


def build(story: Story, *, place: int = -1, limit: int | None = None, today: date = TODAY):
    return portfolio.build(story.plan, story.periods[place], today=today, limit=limit)


def titles(lines) -> list[str]:
    return [line.title.removeprefix("取組 ") for line in lines]


def numbers(counts) -> dict[str, tuple[int, int | None]]:
    return {count.mark.word: (count.number, count.previous) for count in counts}


def test_counts_stand_in_the_scales_order_with_the_period_before(story):
    tree = build(story)

    assert [count.mark.word for count in tree.counts] == WORDS
    assert numbers(tree.counts) == {
        "完了": (2, 1),
        "計画以上": (1, 0),
        "計画どおり": (0, 2),
        "やや遅れ": (1, 3),
        "遅れ": (1, 0),
        "評価対象外": (0, 0),
        "未提出": (1, 0),
    }
    assert [count.change for count in tree.counts] == [1, 1, -2, -2, 1, 0, 1]
    assert (tree.active, tree.finished, tree.finished_until) == (6, 1, 2024)
    assert (tree.delayed_now, tree.delayed_before) == (2, 3)


def test_first_period_has_nothing_to_compare_with(story):
    tree = build(story, place=0)

    assert {count.previous for count in tree.counts} == {None}
    assert {count.change for count in tree.counts} == {None}
    assert tree.delayed_before is None
    assert tree.changes == ()
    assert {line.previous for line in tree.lines} == {None}


def test_lines_hold_the_words_of_reports_that_were_handed_in(story):
    lines = {line.title.removeprefix("取組 "): line for line in build(story).lines}

    assert titles(build(story).lines) == ["done", "slips", "falls", "silent", "asks", "ends"]
    slips = lines["slips"]
    assert (slips.mark, slips.previous) == (Mark("late", "遅れ"), Mark("slip", "やや遅れ"))
    assert (slips.reason, slips.recovery) == ("調達の不調。", "11月に再公告する。")
    assert (slips.label, slips.code, slips.category_code) == ("A-①-2", "A-1-2", "A-1")
    assert (slips.reporter, slips.leads, slips.related) == ("市民課", ("市民課",), ())
    assert (slips.state, slips.state_tone, slips.implementation) == (
        "受理済",
        "accepted",
        "実施中",
    )
    silent = lines["silent"]
    assert (silent.mark.word, silent.result, silent.implementation) == ("未提出", "", "")
    assert (silent.state, silent.state_tone) == ("下書き", "draft")
    done = lines["done"]
    assert (done.mark.word, done.state, done.report_pk) == ("完了", "", None)


def test_delays_come_gravest_first_and_tell_since_when(story):
    tree = build(story)

    assert titles(tree.delays) == ["slips", "falls"]
    assert [line.delayed_periods for line in tree.delays] == [2, 1]
    assert tree.delays_total == 2


def test_a_period_without_a_report_ends_the_row_of_delays(story):
    ProgressReport.objects.filter(initiative=story.rows["slips"], period=story.periods[1]).delete()

    assert build(story).delays[0].delayed_periods == 1


def test_changes_come_worst_first_and_leave_out_what_was_not_handed_in(story):
    tree = build(story)

    # one worse, two better by as many steps or more; "silent" has no grade now, "done" did not change
    assert titles(tree.changes) == ["slips", "falls", "asks", "ends"]
    assert tree.changes_total == 4


def test_submission_says_where_the_owed_reports_are(story):
    tree = build(story)

    assert tree.submission == Submission(
        expected=5, accepted=1, confirmed=1, submitted=2, missing=1
    )
    assert titles(tree.missing) == ["silent"]


def test_an_initiative_without_a_report_row_is_missing_and_not_begun(story):
    ProgressReport.objects.filter(initiative=story.rows["silent"], period=story.now).delete()

    (line,) = build(story).missing

    assert (line.state, line.state_tone, line.reporter) == ("未入力", "draft", "市民課")


def test_requests_and_turns_are_those_of_reports_handed_in(story):
    ProgressReport.objects.filter(initiative=story.rows["silent"], period=story.now).update(
        request="書きかけ", future="abolish"
    )
    tree = build(story)

    assert titles(tree.requests) == ["asks"]
    assert tree.requests[0].request == "補正予算を求める。"
    assert titles(tree.turns) == ["asks"]
    assert [(future.word, future.number) for future in tree.futures] == [("見直し", 1)]


def test_categories_add_up_to_their_parents(story):
    rows = {row.code: row for row in build(story).categories}

    assert [(row.code, row.level, row.has_children) for row in rows.values()] == [
        ("A", 1, True),
        ("A-1", 2, False),
        ("A-2", 2, False),
    ]
    assert [(rows[code].total, rows[code].finished) for code in ("A", "A-1", "A-2")] == [
        (6, 1),
        (2, 0),
        (4, 1),
    ]
    assert [count.number for count in rows["A-1"].counts] == [1, 0, 0, 0, 1, 0, 0]
    assert [count.number for count in rows["A-2"].counts] == [1, 1, 0, 1, 0, 0, 1]
    assert rows["A"].counts == build(story).counts


def test_sentence_answers_in_one_line(story):
    tree = build(story)

    assert tree.sentence == (
        "６の取組事項のうち、遅れ・やや遅れは２件（前期３件）。１件が新たに「やや遅れ」に変わりました。"
    )
    assert tree.finished_note == (
        "このほか、令和６年度までに完了した取組事項が１件あります（計７件）。"
        "完了２件の内訳は、令和７年度１件、令和８年度１件です。"
    )


def test_a_period_is_final_when_it_is_over_and_everything_owed_is_accepted(story):
    assert not build(story).head.is_final
    assert build(story, place=1).head.is_final
    assert not build(story, place=1, today=story.periods[1].closes_on).head.is_final


def test_head_says_what_is_shown(story, office):
    head = build(story).head

    assert (head.municipality, head.plan_title, head.headquarters) == (
        "石巻市",
        "石巻市ＤＸ推進計画",
        "石巻市ＤＸ推進本部",
    )
    assert (head.secretariat, head.year, head.quarter) == ("ＤＸ推進課", 2026, 2)
    assert (head.as_of, head.due_on) == (date(2026, 9, 30), date(2026, 10, 16))
    assert head.cycle_stages == ("計画 Plan", "実行 Do", "評価 Check", "改善 Act")


@pytest.mark.parametrize("cycle", ["ooda", "none"])
def test_a_plan_with_another_cycle_is_given_no_stages(story, cycle):
    story.plan.cycle = cycle

    assert build(story).head.cycle_stages == ()


def test_limit_cuts_the_lists_and_keeps_the_numbers(story):
    whole, short = build(story), build(story, limit=1)

    assert titles(short.delays) == ["slips"]
    assert titles(short.changes) == ["slips"]
    assert short.lines == ()
    assert (short.delays_total, short.changes_total) == (2, 4)
    for name in ("counts", "categories", "submission", "sentence", "active", "delayed_now"):
        assert getattr(short, name) == getattr(whole, name)


def test_reports_keep_the_words_of_the_scale_they_were_given_in(story):
    older = factories.GradeScale.objects.create(key="older", name="旧３区分")
    word = older.grades.create(order=1, word="順調", tone="ontrack")
    ProgressReport.objects.filter(initiative=story.rows["asks"], period=story.now).update(
        self_grade=word
    )
    tree = build(story)

    assert [count.mark.word for count in tree.counts] == [*WORDS[:-1], "順調", "未提出"]
    assert numbers(tree.counts)["順調"] == (1, 0)


def test_kpis_stand_in_the_plans_order_with_the_mark_of_their_initiative(story):
    for name in ("ends", "silent"):
        indicator = factories.indicator(initiative=story.rows[name], name=f"指標 {name}")
        factories.measurement(indicator=indicator, quarter=2, as_of=story.now.as_of, value="79.4")
    factories.indicator(initiative=story.rows["early"])
    tree = build(story, limit=1)

    assert [kpi.name for kpi in build(story).kpis] == ["指標 silent", "指標 ends"]
    assert ([kpi.name for kpi in tree.kpis], tree.kpis_total) == (["指標 silent"], 2)
    (kpi,) = tree.kpis
    assert (kpi.mark.word, kpi.reporter, str(kpi.value)) == ("未提出", "市民課", "79.4000")
    assert (kpi.points[-1].label, kpi.points[-1].note) == ("R8 第２", "下書き")
    assert build(story).kpis[1].points[-1].note == ""


def test_judgements_stand_beside_the_sections_own_word(story, secretary):
    judged = {
        "slips": (2, "low", "人が足りない。"),
        "falls": (2, "high", ""),
        "silent": (2, "low", "報告がない。"),
        "asks": (1, "low", "予算がない。"),
        "ends": (2, "low", "検収が済んでいない。"),
        "done": (0, "low", "使われていない。"),
    }
    for name, (place, level, reason) in judged.items():
        factories.confidence(
            period=story.periods[place],
            initiative=story.rows[name],
            by=secretary,
            level=level,
            reason=reason,
        )
    tree = build(story)
    lines = {line.title.removeprefix("取組 "): line for line in tree.lines}

    assert {name: line.judged.told for name, line in lines.items() if line.judged} == {
        "slips": "低",
        "falls": "高",
        "silent": "低",
        "asks": "低 →",
        "ends": "低",
    }
    assert {name: line.own.word for name, line in lines.items() if line.own} == {
        "slips": "やや遅れ",
        "falls": "やや遅れ",
        "asks": "計画以上",
        "ends": "完了",
    }
    assert [line.title for line in tree.divergences] == ["取組 asks", "取組 ends"]
    assert lines["slips"].mark.word == "遅れ"
    short = build(story, limit=1)
    assert ([line.title for line in short.divergences], short.divergences_total) == (
        ["取組 asks"],
        2,
    )


@pytest.mark.parametrize("count", [1, 3, 30])
def test_queries_do_not_grow_with_the_plan(plan, department, django_assert_num_queries, count):
    fill(plan, department, count)
    (period,) = plan.periods.all()

    with django_assert_num_queries(19):
        portfolio.build(plan, period, today=TODAY, limit=12)
    with django_assert_num_queries(22):
        portfolio.build(plan, period, today=TODAY)


@pytest.mark.parametrize("seed", range(5))
def test_every_initiative_is_counted_once(plan, department, seed):
    luck = random.Random(seed)  # noqa: S311
    periods = [factories.period(plan=plan, year=2026, quarter=quarter) for quarter in (1, 2)]
    rows = [
        factories.initiative(plan=plan, lead=department, completed_year=luck.choice([None, 2024]))
        for _ in range(20)
    ]
    for initiative in rows:
        for period in periods:
            if luck.random() < 0.8:
                factories.report(
                    initiative=initiative,
                    period=period,
                    department=department,
                    tone=luck.choice(["ahead", "ontrack", "slip", "late", "na"]),
                    implementation=luck.choice(["doing", "doing", "done"]),
                    state=luck.choice(["draft", "submitted", "confirmed", "accepted", "returned"]),
                )
    tree = portfolio.build(plan, periods[1], today=TODAY)
    submission = tree.submission

    assert tree.active + tree.finished == len(rows)
    assert sum(count.number for count in tree.counts) == tree.active
    assert sum(count.previous for count in tree.counts) == tree.active
    assert tree.delays_total == tree.delayed_now == len(tree.delays)
    assert submission.expected == (
        submission.accepted + submission.confirmed + submission.submitted + submission.missing
    )
    assert submission.missing == numbers(tree.counts)["未提出"][0] == len(tree.missing)
    assert sum(row.total for row in tree.categories if not row.has_children) == tree.active
    assert tree.lines == tuple(
        sorted(tree.lines, key=lambda line: line.code.split("-")[-1].zfill(9))
    )


def fill(plan, department, count: int) -> None:
    """So many initiatives, each with everything the tree shows."""
    period = factories.period(plan=plan)
    for _ in range(count):
        initiative = factories.initiative(plan=plan, lead=department)
        factories.bar(initiative=initiative, end_year=2026)
        factories.milestone(initiative=initiative)
        indicator = factories.indicator(initiative=initiative)
        factories.measurement(indicator=indicator)
        factories.report(
            initiative=initiative,
            period=period,
            department=department,
            tone="late",
            request="予算を求める。",
            future="revise",
        )
