"""The checks of a report, as one table: what is asked, how strictly, and by which rule. Pure.

``manage.py drawchecks`` draws docs/checks.md from it. The rules are those of peers.md §4.1; the office decides for its
plan how strict each one is (``progress.models.CheckSetting``).
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from progress import check_rules as rules
from progress.check_facts import Facts
from progress.check_rules import Said
from progress.severity import Severity

ANY = tuple(Severity)
# For readers only: nothing the section could mend before it hands in.
READERS = (Severity.NOTE, Severity.OFF)
FIXED = (Severity.STOP,)


@dataclass(frozen=True)
class Check:
    """One check. ``choices`` are the severities the office may give it; only one: it cannot be changed."""

    id: str
    title: str
    asks: str
    default: Severity
    rule: Callable[[Facts], Iterable[Said]]
    choices: tuple[Severity, ...] = ANY

    @property
    def is_fixed(self) -> bool:
        """Whether the office has no choice."""
        return len(self.choices) == 1


@dataclass(frozen=True)
class Finding:
    """What a check found: ``field`` names the control, ``indicator_id`` whose value it is about."""

    check: str
    severity: Severity
    message: str
    field: str
    indicator_id: int | None = None


CHECKS = (
    Check(
        "C01",
        "完了を示すもの",
        "「完了」なのに、添付ファイルも、前期と違う実績の文もない。",
        Severity.WARN,
        rules.done_without_proof,
    ),
    Check(
        "C02",
        "遅れ・中止の手当て",
        "遅れの評価なのに取り戻す時期がないか、過ぎている。「中止」なのに理由がない。",
        Severity.WARN,
        rules.delay_without_way_out,
    ),
    Check(
        "C03",
        "完了と先の工程",
        "「完了」なのに、工程表にこの先の工程が残っている。",
        Severity.WARN,
        rules.done_before_the_plan,
    ),
    Check(
        "C04",
        "実施の時期の未着手",
        "工程表では実施の時期なのに「未着手」で、遅れの評価でもない。",
        Severity.WARN,
        rules.not_started_though_due,
    ),
    Check(
        "C05",
        "過ぎた期限",
        "目標事項の期限を過ぎて完了していないのに、遅れの評価でない。",
        Severity.NOTE,
        rules.deadline_passed,
    ),
    Check(
        "C06",
        "割合の範囲",
        "入力の下限・上限のない割合（％）の値が、0～100％の外にある。",
        Severity.STOP,
        rules.share_out_of_range,
    ),
    Check(
        "C07",
        "累計の減少",
        "累計の指標の値が、前回より減っている。",
        Severity.WARN,
        rules.total_fell,
    ),
    Check(
        "C08",
        "動かない値",
        "報告期ごとに測る指標の値が、４期続けて同じである。",
        Severity.NOTE,
        rules.value_stands_still,
    ),
    Check(
        "C09",
        "大きな変化",
        "値が一期で、基準から目標までの30％を超えて動いた。",
        Severity.WARN,
        rules.value_leapt,
    ),
    Check(
        "C10",
        "値と評価の食い違い",
        "目標に達したのに遅れの評価か、大きく届かないのに遅れの評価でない。",
        Severity.WARN,
        rules.grade_against_value,
    ),
    Check(
        "C11",
        "値の時点",
        "値があるのに、いつの時点の値か分からない。",
        Severity.STOP,
        rules.value_without_day,
        FIXED,
    ),
    Check(
        "C12",
        "前期と同じ文",
        "ほかの答えが変わったのに、今期の実績が前期と同じ文である。「前期から変化なし」は除く。",
        Severity.NOTE,
        rules.same_words,
    ),
    Check(
        "C13",
        "報告する課",
        "報告する課が決まっていない。",
        Severity.NOTE,
        rules.no_section,
        READERS,
    ),
    Check(
        "C14",
        "単位・求め方の変更",
        "基準の値の後に、指標の単位か値の求め方が変わった。",
        Severity.NOTE,
        rules.measured_otherwise,
        READERS,
    ),
    Check(
        "C15",
        "完了と遅れ",
        "「完了」なのに、遅れの評価である。",
        Severity.NOTE,
        rules.done_and_late,
    ),
    Check(
        "C16",
        "実施状況の後戻り",
        "実施状況が、前期より前の段階に戻った。",
        Severity.NOTE,
        rules.went_back,
    ),
    Check(
        "C17",
        "集計中だった値",
        "前の期の値が集計中のままである。",
        Severity.NOTE,
        rules.still_counting,
        READERS,
    ),
)
BY_ID = {check.id: check for check in CHECKS}
Severities = Mapping[str, Severity]
DEFAULTS: Severities = {check.id: check.default for check in CHECKS}


def look(facts: Facts, severities: Severities) -> tuple[Finding, ...]:
    """Return what the checks find, the strictest first, then in the order of the table."""
    found = [
        Finding(check.id, severities[check.id], said.message, said.field, said.indicator_id)
        for check in CHECKS
        if severities[check.id] is not Severity.OFF
        for said in check.rule(facts)
    ]
    return tuple(sorted(found, key=lambda finding: ANY.index(finding.severity)))


def of(findings: Iterable[Finding], *severities: Severity) -> tuple[Finding, ...]:
    """Return the findings of some severities."""
    return tuple(finding for finding in findings if finding.severity in severities)
