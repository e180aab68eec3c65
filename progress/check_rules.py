"""The rules of the checks, one function each: facts in, what to say out. Pure; ``progress.checks`` is their table.

They are the list of peers.md §4.1 (taken from DHIS2's validation rules), and two questions readers asked back before.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from fiscal import wareki
from kpis import attainment, figures
from kpis.facts import Absence, Aggregation, Cycle
from kpis.standing import State
from progress.check_facts import Facts, Measured
from progress.models import ProgressReport

Course = ProgressReport.Implementation
# 中止 stands outside: a project may stop at any time.
ORDER = (Course.NOT_STARTED, Course.STUDYING, Course.PREPARING, Course.DOING, Course.DONE)
PERCENT = frozenset({"％", "%"})
# A change of more than this part of the whole way is asked about (peers.md §4.1, rule 9).
GREAT_PART = Decimal("0.3")
# So many rounds with one and the same value are asked about (rule 8).
SAME_ROUNDS = 4


@dataclass(frozen=True)
class Said:
    """What a rule says, and beside which control: of the report, or of an indicator's value."""

    field: str
    message: str
    indicator_id: int | None = None


def done_without_proof(facts: Facts) -> Iterator[Said]:
    """Rule 1: 完了 needs a day (the form asks for it) and something to show for it."""
    content, previous = facts.content, facts.previous
    is_told = content.result and not (previous and previous.result == content.result)
    if content.implementation == Course.DONE and not facts.files and not is_told:
        yield Said(
            "result",
            "「完了」を示すものがありません。資料を添付するか、何が完了したかを今期の実績に書いてください。",
        )


def delay_without_way_out(facts: Facts) -> Iterator[Said]:
    """Rule 2: 遅れ needs a new date, 中止 a reason (the form asks for the reasons that grades ask for)."""
    content, grade = facts.content, facts.content.self_grade
    if content.implementation == Course.STOPPED and not content.reason:
        yield Said("reason", "「中止」のときは、理由を入力してください。")
    if not (grade and grade.is_delay) or content.implementation in {Course.STOPPED, Course.DONE}:
        return
    if content.recovery_on is None:
        yield Said("recovery_on", f"「{grade}」のときは、取り戻す時期を入力してください。")
    elif content.recovery_on < facts.as_of:
        day = wareki.full_date(content.recovery_on)
        yield Said(
            "recovery_on", f"取り戻す時期（{day}）を過ぎています。新しい時期に直してください。"
        )


def done_before_the_plan(facts: Facts) -> Iterator[Said]:
    """Rule 3: 完了, but the 工程表 still has something ahead."""
    ahead = [step for step in facts.steps if step.first and step.first > facts.quarter]
    if facts.content.implementation == Course.DONE and ahead:
        yield Said(
            "implementation",
            f"「完了」ですが、工程表にはこの先の工程「{ahead[0].text}」（{ahead[0].when}）があります。"
            "実施状況を確かめてください。",
        )


def not_started_though_due(facts: Facts) -> Iterator[Said]:
    """Rule 4: the 工程表 carries out what has not been started, and nobody calls that a delay."""
    running = [step for step in facts.steps if step.is_carrying_out and step.runs_in(facts.quarter)]
    grade = facts.content.self_grade
    is_late = grade is not None and (grade.is_delay or grade.is_excluded)
    if facts.content.implementation == Course.NOT_STARTED and running and not is_late:
        yield Said(
            "implementation",
            f"今期の工程は「{running[0].text}」ですが、実施状況は「未着手」です。"
            "実施状況か進捗評価を確かめてください。",
        )


def deadline_passed(facts: Facts) -> Iterator[Said]:
    """Rule 5: what was due by now is not there, and the grade says nothing of it: 遅れ is proposed."""
    content, grade = facts.content, facts.content.self_grade
    is_over = content.implementation in {Course.DONE, Course.STOPPED}
    if is_over or (grade and (grade.is_delay or grade.is_excluded)):
        return
    for aim in facts.aims:
        passed = aim.at is not None and aim.at <= facts.quarter.index + 1
        if passed and not (aim.begins and content.implementation == Course.DOING):
            yield Said(
                "self_grade",
                f"目標事項「{aim.text}」の期限（{aim.due}）を過ぎています。"
                "達成していなければ、遅れの評価を考えてください。",
            )


def share_out_of_range(facts: Facts) -> Iterator[Said]:
    """Rule 6: a share lies between 0 and 100. An indicator's own limits are the form's, which always asks."""
    for row in facts.measured:
        rules, value = row.facts, row.now
        is_free = rules.minimum is None and rules.maximum is None
        is_share = rules.unit in PERCENT and rules.aggregation is not Aggregation.YEAR_ON_YEAR
        if value is not None and is_free and is_share and not 0 <= value <= 100:  # noqa: PLR2004
            yield Said(
                "value", f"{rules.name}は0～100％の範囲で入力してください。", row.indicator_id
            )


def total_fell(facts: Facts) -> Iterator[Said]:
    """Rule 7: a running total cannot fall without a reason."""
    for row in facts.measured:
        before, now = row.before, row.now
        if row.facts.aggregation is not Aggregation.CUMULATIVE or now is None or before is None:
            continue
        if before.value is not None and now < before.value:
            old = figures.with_unit(before.value, row.facts)
            yield Said(
                "value",
                f"{row.facts.name}は累計ですが、前回（{old}）より減っています。"
                "値を確かめてください。正しいときは、理由を書き添えてください。",
                row.indicator_id,
            )


def value_stands_still(facts: Facts) -> Iterator[Said]:
    """Rule 8: the same value round after round may be one that nobody has measured again."""
    for row in facts.measured:
        if row.facts.cycle is not Cycle.QUARTERLY or row.now is None:
            continue
        last = [reading.value for reading in row.earlier[1 - SAME_ROUNDS :]]
        is_same = len(last) == SAME_ROUNDS - 1 and all(value == row.now for value in last)
        if is_same and row.standing.state is not State.REACHED:
            rounds = wareki.digits(SAME_ROUNDS)
            yield Said(
                "value",
                f"{row.facts.name}の値は{rounds}期続けて{figures.with_unit(row.now, row.facts)}です。"
                "新しく測った値か、確かめてください。",
                row.indicator_id,
            )


def value_leapt(facts: Facts) -> Iterator[Said]:
    """Rule 9: more than 30 per cent of the whole way in one round."""
    for row in facts.measured:
        way, step = _way(row), row.standing.change
        if way and step is not None and abs(step) > GREAT_PART * abs(way):
            change = figures.signed(step, row.facts.decimals) + figures.distance_unit(row.facts)
            yield Said(
                "value",
                f"{row.facts.name}が前期から{change}動きました（基準から目標までの30％を超えます）。"
                "値を確かめてください。正しいときは、理由を書き添えてください。",
                row.indicator_id,
            )


def _way(row: Measured) -> Decimal | None:
    """From the baseline to the target; only where values are levels on one line."""
    rules = row.facts
    if rules.aggregation not in {Aggregation.POINT, Aggregation.CUMULATIVE}:
        return None
    target = attainment.target_for(rules, row.quarter, {})
    if target is None or rules.baseline_value is None:
        return None
    return target[1] - rules.baseline_value


def grade_against_value(facts: Facts) -> Iterator[Said]:
    """Rule 10: the target is met and yet 遅れ, or far off and yet on plan."""
    grade = facts.content.self_grade
    if grade is None or grade.is_excluded:
        return
    for row in facts.measured:
        now, name = row.standing, row.facts.name
        if now.state is State.REACHED and grade.is_delay:
            yield Said("self_grade", f"「{name}」は目標に達していますが、評価は「{grade}」です。")
        is_far = now.suggested is not None and now.suggested.lower is None
        if is_far and not grade.is_delay and now.suggested and now.progress is not None:
            yield Said(
                "self_grade",
                f"「{name}」の進み具合は{figures.percent_text(now.progress)}（参考の評価は"
                f"「{now.suggested.word}」）ですが、評価は「{grade}」です。",
            )


def value_without_day(facts: Facts) -> Iterator[Said]:
    """Rule 11: a value says of which day it is."""
    for row in facts.measured:
        if row.now is not None and row.as_of is None:
            yield Said("value", f"{row.facts.name}の時点が分かりません。", row.indicator_id)


def same_words(facts: Facts) -> Iterator[Said]:
    """Rule 12: the old text under a new answer. 前期から変化なし is the honest way to say the same again."""
    content, previous = facts.content, facts.previous
    if previous is None or facts.is_repeat or not content.result:
        return
    if content.result != previous.result:
        return
    before = facts.previous_grade.word if facts.previous_grade else ""
    now = content.self_grade.word if content.self_grade else ""
    said = "評価が変わりましたが、" if before != now else ""
    yield Said(
        "result", f"{said}今期の実績は前期と同じ文です。変わったところがあれば直してください。"
    )


def no_section(facts: Facts) -> Iterator[Said]:
    """Rule 13: nobody reports for the initiative; the office has to assign a section."""
    if not facts.has_section:
        yield Said("department", "報告する課が決まっていません。事務局で割り当ててください。")


def measured_otherwise(facts: Facts) -> Iterator[Said]:
    """Rule 14: values before and after a change of unit or definition are not the same thing."""
    for row in facts.measured:
        for change in row.changes:
            yield Said(
                "value",
                f"{row.facts.name}の{change.what}が{wareki.full_date(change.on)}に"
                f"「{change.before}」から「{change.after}」へ変わっています。前後の値は比べられません。",
                row.indicator_id,
            )


def still_counting(facts: Facts) -> Iterator[Said]:
    """集計中 of an earlier round stays open until its value is there."""
    for row in facts.measured:
        for reading in row.earlier:
            if reading.value is None and reading.absence is Absence.PENDING:
                yield Said(
                    "value",
                    f"{row.facts.name}の{wareki.quarter(reading.quarter)}の値は集計中でした。"
                    "値が出ていれば、その値の欄に入力してください。",
                    row.indicator_id,
                )


def done_and_late(facts: Facts) -> Iterator[Said]:
    """完了 under a grade of delay."""
    grade = facts.content.self_grade
    if grade and grade.is_delay and facts.content.implementation == Course.DONE:
        yield Said("self_grade", f"実施状況は「完了」ですが、評価は「{grade}」です。")


def went_back(facts: Facts) -> Iterator[Said]:
    """実施状況 behind where it was."""
    if facts.previous is None:
        return
    before, now = facts.previous.implementation, facts.content.implementation
    if before in ORDER and now in ORDER and ORDER.index(Course(now)) < ORDER.index(Course(before)):
        yield Said(
            "implementation",
            f"実施状況が「{Course(before).label}」から「{Course(now).label}」に戻っています。",
        )
