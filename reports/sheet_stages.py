"""One 取組事項 in a period under the stages of the plan's own cycle, side by side. Pure but for the rows it reads."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from fiscal import wareki
from initiatives.models import Initiative, Plan, PlanStatement
from kpis.goals import GoalText
from progress.models import ProgressReport, ReportingPeriod
from reports.annual import Review
from reports.head import stages_of
from reports.mark import Mark
from reports.sheet_promise import Bar

# What stands under the names of the plan's own cycle; a plan that names no stages is given none.
PLAIN = ("今年度の予定", "今期の実績", "評価", "これから")
# So much of the plan's own words stands beside the report; the whole stands below.
SHORT = 160
KEYS = ("plan", "do", "check", "act")
NOTHING_YET = "まだ提出されていません"


@dataclass(frozen=True)
class Entry:
    """One line under a stage; one that another paper tells keeps off the paper of the 個票."""

    label: str
    text: str
    is_off_paper: bool = False


@dataclass(frozen=True)
class Stage:
    """A stage with what this initiative says to it, and the viewpoint the plan asks for there."""

    name: str
    heading: str
    entries: tuple[Entry, ...]
    mark: Mark | None
    viewpoint: str


@dataclass(frozen=True)
class Matter:
    """What the stages tell of: ``report`` is None until one has been handed in."""

    initiative: Initiative
    period: ReportingPeriod
    report: ProgressReport | None
    mark: Mark
    bars: Sequence[Bar]
    goals: Sequence[GoalText]
    kpi_sentences: Sequence[str]
    last_year: Review | None = None

    @property
    def plan(self) -> Plan:
        """The plan of the initiative."""
        return self.initiative.plan


def stages(matter: Matter) -> tuple[Stage, ...]:
    """Return the four stages of the plan's cycle, or what there is to say without naming stages (one query)."""
    names = stages_of(matter.plan)
    if not names:
        return _neutral(matter)
    viewpoints = _viewpoints(matter.plan)
    contents = (_plan(matter), _do(matter), _check(matter), _act(matter))
    return tuple(
        Stage(
            name=names[at],
            heading=PLAIN[at],
            entries=tuple(entry for entry in entries if entry.text),
            mark=matter.mark if KEYS[at] == "check" else None,
            viewpoint=viewpoints.get(KEYS[at], ""),
        )
        for at, entries in enumerate(contents)
    )


def _neutral(matter: Matter) -> tuple[Stage, ...]:
    """現状, 方向性, 取組, 結果: what a plan without named stages says, and what was reported."""
    initiative, plan = matter.initiative, matter.plan
    situation = [Entry("計画書から", _short(initiative.situation) or "資料に記載なし")]
    direction = [Entry("計画書から", _short(initiative.direction) or "資料に記載なし")]
    work = [*_plan(matter), *_do(matter)]
    result = [*_check(matter), *_act(matter)]
    return tuple(
        Stage(
            name="",
            heading=heading,
            entries=tuple(entry for entry in entries if entry.text),
            mark=mark,
            viewpoint="",
        )
        for heading, entries, mark in (
            (plan.situation_word, situation, None),
            (plan.direction_word, direction, None),
            ("取組", work, None),
            ("結果", result, matter.mark),
        )
    )


def _short(text: str) -> str:
    return text if len(text) <= SHORT else f"{text[:SHORT]}…"


def _viewpoints(plan: Plan) -> dict[str, str]:
    rows = plan.statements.filter(kind=PlanStatement.Kind.STAGE, key__in=KEYS)
    return dict(rows.order_by("order").values_list("key", "text"))


def _plan(matter: Matter) -> Iterable[Entry]:
    year, last = matter.period.year, matter.last_year
    yield Entry("前年度の評価から", last.taken_over if last else "", is_off_paper=True)
    bars = [bar for bar in matter.bars if bar.touches(year)]
    yield Entry(
        f"{wareki.fiscal_year(year)}の工程", "\n".join(bar.text for bar in bars) or "資料に記載なし"
    )
    undated = [bar.text for bar in matter.bars if not bar.is_dated]
    yield Entry("時期の記載がない工程", "\n".join(undated))
    due = [goal for goal in matter.goals if goal.year == year]
    aims = due or list(matter.goals)
    yield Entry(
        "目標", "\n".join(f"{goal.text}（{goal.due}）" for goal in aims) or "資料に記載なし"
    )


def _do(matter: Matter) -> Iterable[Entry]:
    report = matter.report
    if report is None:
        yield Entry("報告", NOTHING_YET)
        return
    yield Entry("実施状況", report.get_implementation_display())
    yield Entry("今期の実績", report.result)


def _check(matter: Matter) -> Iterable[Entry]:
    report = matter.report
    if report is not None:
        yield Entry("理由", report.reason)
        yield Entry("確認評価の理由", report.review_reason)
        yield Entry("課題", report.issue)
    for sentence in matter.kpi_sentences:
        yield Entry("指標", sentence)


def _act(matter: Matter) -> Iterable[Entry]:
    report = matter.report
    if report is None:
        return
    yield Entry("今後の方向性", report.get_future_display())
    yield Entry("今後の取組", report.next_action)
    yield Entry("見通し", report.way_out)
    yield Entry("推進本部に求めること", report.request)
