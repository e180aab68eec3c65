"""The checks as rules: each fires with its words, and each stays silent where nothing is wrong."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from hypothesis import given
from hypothesis import strategies as st

from fiscal.calendar import Quarter
from initiatives.models import Grade
from kpis.facts import Absence, Aggregation, Change, Cycle, Direction, YearOnYear
from progress import checks
from progress.check_facts import Aim, Facts, Measured, Step
from progress.checks import CHECKS, DEFAULTS, Finding
from progress.content import Content
from progress.models import ProgressReport
from progress.severity import Severity
from tests.kpis import shapes

NOW = Quarter(2026, 2)
ON_PLAN = Grade(word="計画どおり", tone="ontrack")
LATE = Grade(word="遅れ", tone="late", is_delay=True, needs_reason=True)
OUTSIDE = Grade(word="評価対象外", tone="na", is_excluded=True)
GOOD = Content(
    implementation="doing",
    self_grade=ON_PLAN,
    result="申請会を４回開いた。",
    next_action="高校へ出向く。",
)
BEFORE = replace(GOOD, result="申請会を３回開いた。")
AHEAD = Step("本格運用", "令和９年度", True, Quarter(2027, 1), Quarter(2027, 4))
RUNNING = Step("導入", "令和８年度", True, Quarter(2026, 1), Quarter(2026, 4))
STUDY = replace(RUNNING, text="検討", is_carrying_out=False)
OVER = Aim("テレワークの導入", "令和７年度末まで", Quarter(2026, 1).index)
NOT_YET = replace(OVER, at=Quarter(2028, 1).index)
FROM = Aim("窓口の予約", "令和８年度から", Quarter(2026, 1).index, begins=True)


def facts(content=GOOD, **fields) -> Facts:
    values = {"previous": BEFORE, "previous_grade": ON_PLAN, **fields}
    return Facts(content, NOW, NOW.end, date(2026, 10, 14), **values)


def said(**changes) -> Content:
    return replace(GOOD, **changes)


def measured(rules, values, **fields) -> tuple[Measured, ...]:
    values = {
        "readings": tuple(shapes.readings(values)),
        "bands": shapes.BANDS,
        "as_of": NOW.end,
        **fields,
    }
    return (Measured(7, rules, NOW, **values),)


FREE = shapes.facts(name="普及率", unit="％")
TOTAL = shapes.facts(name="件数", aggregation=Aggregation.CUMULATIVE)
STILL = {(2025, 3): "5", (2025, 4): "5", (2026, 1): "5", (2026, 2): "5"}
PENDING = shapes.Reading(Quarter(2026, 1), date(2026, 6, 30), None, absence=Absence.PENDING)
SHARE = Change("単位", "件", "人", date(2026, 7, 1))

# id, what fires, what it says, where; and what is silent.
RULES = [
    (
        "C01",
        facts(said(implementation="done", result=BEFORE.result)),
        "「完了」を示すものがありません。資料を添付するか、何が完了したかを今期の実績に書いてください。",
        "result",
        facts(said(implementation="done", result=BEFORE.result), files=1),
    ),
    (
        "C01",
        facts(said(implementation="done", result="")),
        "「完了」を示すものがありません。資料を添付するか、何が完了したかを今期の実績に書いてください。",
        "result",
        facts(said(implementation="done")),
    ),
    (
        "C02",
        facts(said(self_grade=LATE)),
        "「遅れ」のときは、取り戻す時期を入力してください。",
        "recovery_on",
        facts(said(self_grade=LATE, recovery_on=date(2026, 12, 31))),
    ),
    (
        "C02",
        facts(said(self_grade=LATE, recovery_on=date(2026, 6, 30))),
        "取り戻す時期（令和８年６月30日）を過ぎています。新しい時期に直してください。",
        "recovery_on",
        facts(said(self_grade=LATE, implementation="done")),
    ),
    (
        "C02",
        facts(said(implementation="stopped")),
        "「中止」のときは、理由を入力してください。",
        "reason",
        facts(said(implementation="stopped", self_grade=LATE, reason="国の制度が変わった。")),
    ),
    (
        "C03",
        facts(said(implementation="done"), steps=(RUNNING, AHEAD)),
        (
            "「完了」ですが、工程表にはこの先の工程「本格運用」（令和９年度）があります。"
            "実施状況を確かめてください。"
        ),
        "implementation",
        facts(said(implementation="done"), steps=(RUNNING,)),
    ),
    (
        "C04",
        facts(said(implementation="not_started"), steps=(STUDY, RUNNING)),
        "今期の工程は「導入」ですが、実施状況は「未着手」です。実施状況か進捗評価を確かめてください。",
        "implementation",
        facts(said(implementation="not_started"), steps=(STUDY, AHEAD)),
    ),
    (
        "C04",
        facts(said(implementation="not_started"), steps=(replace(RUNNING, first=None, last=None),)),
        "今期の工程は「導入」ですが、実施状況は「未着手」です。実施状況か進捗評価を確かめてください。",
        "implementation",
        facts(said(implementation="not_started", self_grade=LATE), steps=(RUNNING,)),
    ),
    (
        "C05",
        facts(aims=(NOT_YET, OVER)),
        (
            "目標事項「テレワークの導入」の期限（令和７年度末まで）を過ぎています。"
            "達成していなければ、遅れの評価を考えてください。"
        ),
        "self_grade",
        facts(said(implementation="done"), aims=(OVER,)),
    ),
    (
        "C05",
        facts(said(implementation="studying"), aims=(FROM,)),
        (
            "目標事項「窓口の予約」の期限（令和８年度から）を過ぎています。"
            "達成していなければ、遅れの評価を考えてください。"
        ),
        "self_grade",
        facts(aims=(FROM, replace(OVER, at=None))),
    ),
    (
        "C06",
        facts(measured=measured(FREE, {(2026, 2): "100.5"})),
        "普及率は0～100％の範囲で入力してください。",
        "value",
        facts(measured=measured(FREE, {(2026, 2): "0"})),
    ),
    (
        "C06",
        facts(measured=measured(FREE, {(2026, 2): "-1"})),
        "普及率は0～100％の範囲で入力してください。",
        "value",
        facts(measured=measured(replace(FREE, minimum=Decimal(0)), {(2026, 2): "120"})),
    ),
    (
        "C07",
        facts(measured=measured(TOTAL, {(2026, 1): "1200", (2026, 2): "1190"})),
        (
            "件数は累計ですが、前回（1,200件）より減っています。"
            "値を確かめてください。正しいときは、理由を書き添えてください。"
        ),
        "value",
        facts(measured=measured(TOTAL, {(2026, 1): "1200", (2026, 2): "1200"})),
    ),
    (
        "C08",
        facts(measured=measured(TOTAL, STILL)),
        "件数の値は４期続けて5件です。新しく測った値か、確かめてください。",
        "value",
        facts(measured=measured(TOTAL, {**STILL, (2025, 3): "4"})),
    ),
    (
        "C09",
        facts(measured=measured(shapes.CARD, {(2026, 1): "77.0", (2026, 2): "80.3"})),
        (
            "保有率（市）が前期から＋3.3ポイント動きました（基準から目標までの30％を超えます）。"
            "値を確かめてください。正しいときは、理由を書き添えてください。"
        ),
        "value",
        facts(measured=measured(shapes.CARD, {(2026, 1): "77.0", (2026, 2): "80.2"})),
    ),
    (
        "C10",
        facts(said(self_grade=LATE), measured=measured(shapes.CARD, {(2026, 2): "85.0"})),
        "「保有率（市）」は目標に達していますが、評価は「遅れ」です。",
        "self_grade",
        facts(said(self_grade=LATE), measured=measured(shapes.CARD, {(2026, 2): "84.9"})),
    ),
    (
        "C10",
        facts(measured=measured(shapes.CARD, {(2026, 2): "75.0"})),
        "「保有率（市）」の進み具合は12％（参考の評価は「遅れ」）ですが、評価は「計画どおり」です。",
        "self_grade",
        facts(said(self_grade=OUTSIDE), measured=measured(shapes.CARD, {(2026, 2): "75.0"})),
    ),
    (
        "C11",
        facts(measured=measured(TOTAL, {(2026, 2): "3"}, as_of=None)),
        "件数の時点が分かりません。",
        "value",
        facts(measured=measured(TOTAL, {(2026, 1): "3"}, as_of=None)),
    ),
    (
        "C12",
        facts(said(result=BEFORE.result, issue="人手が足りない。")),
        "今期の実績は前期と同じ文です。変わったところがあれば直してください。",
        "result",
        facts(BEFORE),
    ),
    (
        "C12",
        facts(said(result=BEFORE.result, self_grade=LATE)),
        "評価が変わりましたが、今期の実績は前期と同じ文です。変わったところがあれば直してください。",
        "result",
        facts(said(result=BEFORE.result), previous=None),
    ),
    (
        "C13",
        facts(has_section=False),
        "報告する課が決まっていません。事務局で割り当ててください。",
        "department",
        facts(),
    ),
    (
        "C14",
        facts(measured=measured(TOTAL, {}, changes=(SHARE,))),
        "件数の単位が令和８年７月１日に「件」から「人」へ変わっています。前後の値は比べられません。",
        "value",
        facts(measured=measured(TOTAL, {})),
    ),
    (
        "C15",
        facts(said(self_grade=LATE, implementation="done")),
        "実施状況は「完了」ですが、評価は「遅れ」です。",
        "self_grade",
        facts(said(implementation="done")),
    ),
    (
        "C16",
        facts(said(implementation="studying")),
        "実施状況が「実施中」から「検討中」に戻っています。",
        "implementation",
        facts(said(implementation="stopped")),
    ),
    (
        "C17",
        facts(measured=measured(TOTAL, {}, readings=(PENDING,))),
        "件数の令和８年度 第１四半期の値は集計中でした。値が出ていれば、その値の欄に入力してください。",
        "value",
        facts(measured=measured(TOTAL, {}, readings=(replace(PENDING, quarter=NOW),))),
    ),
]


def found(of: Facts, check: str) -> list[Finding]:
    return [finding for finding in checks.look(of, DEFAULTS) if finding.check == check]


@pytest.mark.parametrize(("check", "wrong", "message", "field", "right"), RULES)
def test_check_says_what_to_do_and_is_silent_otherwise(check, wrong, message, field, right):
    severity = DEFAULTS[check]
    about = 7 if field == "value" else None

    assert found(wrong, check) == [Finding(check, severity, message, field, about)]
    assert found(right, check) == []


def test_every_check_is_tried():
    assert sorted({row[0] for row in RULES}) == [check.id for check in CHECKS]


def test_default_is_among_the_choices_of_every_check():
    assert [check.id for check in CHECKS if check.default not in check.choices] == []


def test_good_report_has_no_findings():
    values = {(2025, 4): "78.8", (2026, 1): "79.2", (2026, 2): "80.9"}
    good = facts(measured=measured(shapes.CARD, values), steps=(RUNNING, AHEAD), aims=(NOT_YET,))

    assert checks.look(good, DEFAULTS) == ()


def test_strictest_findings_come_first():
    wrong = facts(said(self_grade=LATE, implementation="studying"))
    severities = {**DEFAULTS, "C16": Severity.STOP}

    assert [row.check for row in checks.look(wrong, severities)] == ["C16", "C02"]


def test_check_that_is_off_finds_nothing():
    off = dict.fromkeys(DEFAULTS, Severity.OFF)

    assert checks.look(facts(said(self_grade=LATE)), off) == ()


def test_value_in_doubt_is_told_once_for_each_indicator():
    two = measured(TOTAL, {(2026, 1): "9", (2026, 2): "8"})
    both = (*two, replace(two[0], indicator_id=8))

    assert [row.indicator_id for row in found(facts(measured=both), "C07")] == [7, 8]


numbers = st.decimals(-(10**9), 10**9, places=4)
quarters = st.builds(Quarter, st.integers(2019, 2033), st.integers(1, 4))
texts = st.text(max_size=6)
days = st.dates(date(2020, 1, 1), date(2035, 1, 1))
grades = st.none() | st.sampled_from([ON_PLAN, LATE, OUTSIDE])
contents = st.builds(
    Content,
    implementation=st.sampled_from(["", *ProgressReport.Implementation.values]),
    self_grade=grades,
    reason=texts,
    result=texts,
    recovery_on=st.none() | days,
)
indicators = st.builds(
    shapes.facts,
    unit=st.sampled_from(["件", "％"]),
    direction=st.sampled_from(Direction),
    aggregation=st.sampled_from(Aggregation),
    year_on_year=st.sampled_from(YearOnYear),
    cycle=st.sampled_from(Cycle),
    baseline_year=st.none() | st.integers(2020, 2027),
    baseline_value=st.none() | numbers,
    goals=st.lists(
        st.builds(shapes.Goal, st.none() | st.integers(2024, 2029), numbers, st.booleans()),
        max_size=3,
    ).map(tuple),
    first_year_guide=st.none() | numbers,
    tolerance=numbers.map(abs),
)
readings = st.builds(
    shapes.Reading,
    quarters,
    days,
    st.none() | numbers,
    texts,
    absence=st.sampled_from(Absence),
)
all_measured = st.builds(
    Measured,
    st.integers(1, 9),
    indicators,
    st.just(NOW),
    st.lists(readings, max_size=6, unique_by=lambda row: row.quarter).map(tuple),
    st.just(shapes.BANDS),
    st.none() | days,
)
steps = st.builds(Step, texts, texts, st.booleans(), st.none() | quarters, st.none() | quarters)
aims = st.builds(Aim, texts, texts, st.none() | st.integers(8000, 8200), st.booleans())
anything = st.builds(
    Facts,
    contents,
    st.just(NOW),
    days,
    days,
    st.none() | contents,
    grades,
    st.lists(all_measured, max_size=2).map(tuple),
    st.lists(steps, max_size=3).map(tuple),
    st.lists(aims, max_size=3).map(tuple),
    st.integers(0, 2),
    st.booleans(),
)


@given(anything)
def test_no_facts_make_a_check_raise(some):
    fields = {*(name for name in vars(GOOD)), "value", "department"}

    assert {row.field for row in checks.look(some, DEFAULTS)} <= fields


def test_drawn_page_is_what_the_table_draws(settings, tmp_path: Path):
    call_command("drawchecks", "--check")

    settings.BASE_DIR = tmp_path
    (tmp_path / "docs").mkdir()
    with pytest.raises(CommandError, match="run drawchecks"):
        call_command("drawchecks", "--check")

    call_command("drawchecks")
    call_command("drawchecks", "--check")
