"""The one frozen tree of everything a page, a paper or a data file may show of a plan in a period.

``reports.portfolio`` fills it; pages render it, ``exchange`` writes its cells. Lists may be shortened
(``limit``): the number of all rows then stands beside the list.
"""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from kpis.series import Series
from progress.judgement import Judgement
from reports.annual_tree import Annual
from reports.mark import Mark


@dataclass(frozen=True)
class Head:
    """What stands at the top: plan, period, and how final it is."""

    municipality: str
    plan_pk: int
    plan_slug: str
    plan_title: str
    headquarters: str
    secretariat: str
    secretariat_extension: str
    is_demo: bool
    period_pk: int
    year: int
    quarter: int
    as_of: date
    due_on: date
    made_at: datetime
    is_final: bool
    cycle_stages: tuple[str, ...]
    span: str = "quarter"
    subject: str = "取組事項"


@dataclass(frozen=True)
class Count:
    """How many initiatives carry a mark, now (some 速報) and in the period before (None: no earlier period)."""

    mark: Mark
    number: int
    previous: int | None
    preliminary: int = 0

    @property
    def change(self) -> int | None:
        """The difference to the period before."""
        return None if self.previous is None else self.number - self.previous


@dataclass(frozen=True)
class Line:
    """One initiative in the period. Texts are empty when nothing was handed in.

    ``own`` is the section's own grade, ``judged`` the office's 見立て beside it; neither replaces the other.
    """

    pk: int
    code: str
    label: str
    title: str
    category_code: str
    leads: tuple[str, ...]
    related: tuple[str, ...]
    departments_printed: str
    reporter: str
    mark: Mark
    previous: Mark | None
    state: str
    state_tone: str
    implementation: str
    reason: str
    recovery: str
    result: str
    issue: str
    next_action: str
    future: str
    request: str
    delayed_periods: int
    goal: str
    report_pk: int | None
    own: Mark | None = None
    judged: Judgement | None = None


@dataclass(frozen=True)
class CategoryRow:
    """One category of the tree in the plan's order, with the counts of itself and all below it.

    ``level`` begins at 1. ``finished`` initiatives were complete before the plan began and are not in ``counts``.
    """

    code: str
    label: str
    title: str
    level: int
    counts: tuple[Count, ...]
    total: int
    finished: int
    has_children: bool = False
    short_title: str = ""


@dataclass(frozen=True)
class Submission:
    """How far the reports of the period have come."""

    expected: int
    accepted: int
    confirmed: int
    submitted: int
    missing: int


@dataclass(frozen=True)
class Future:
    """How many handed-in reports name a 今後の方向性."""

    word: str
    number: int


@dataclass(frozen=True)
class Point:
    """One value of an indicator at a moment; ``position`` is in fiscal years (2026.5 = end of September 2026)."""

    year: int
    quarter: int
    position: float
    label: str
    value: Decimal | None
    path: Decimal | None
    is_final: bool
    note: str
    absent: str = ""


@dataclass(frozen=True)
class Kpi:
    """One indicator as it stands in the period, ready to print; ``series`` is its drawing. 速報 until 受理."""

    pk: int
    initiative_pk: int
    initiative_label: str
    initiative_code: str
    reporter: str
    name: str
    unit: str
    decimals: int
    direction: str
    aggregation: str
    baseline: str
    baseline_year: int | None
    baseline_value: Decimal | None
    target_year: int | None
    target_value: Decimal | None
    target: str
    value: Decimal | None
    not_measured_reason: str
    change: Decimal | None
    path: Decimal | None
    progress: Decimal | None
    progress_formula: str
    suggested: Mark | None
    mark: Mark
    estimate: Decimal | None
    estimate_method: str
    sentence: str
    to_verify: str
    points: tuple[Point, ...]
    series: Series | None = None
    is_preliminary: bool = False
    absent: str = ""


@dataclass(frozen=True)
class Goal:
    """A 目標事項 with its due and the present mark of its initiative."""

    initiative_pk: int
    label: str
    title: str
    text: str
    due: str
    due_year: int | None
    mark: Mark
    achieved_on: date | None


@dataclass(frozen=True)
class Bar:
    """One 工程 on the 工程表, in quarters counted from the first of the table; open ends are None."""

    text: str
    kind: str
    kind_label: str
    first: int | None
    last: int | None
    certain: bool
    row: int
    table: str = "detail"


@dataclass(frozen=True)
class ScheduleRow:
    """One initiative on the 工程表 with the marks of the quarters reported so far (index: Mark)."""

    pk: int
    code: str
    label: str
    title: str
    category_code: str
    reporter: str
    bars: tuple[Bar, ...]
    goal: str
    marks: tuple[tuple[int, Mark], ...]
    finished_year: int | None


@dataclass(frozen=True)
class Improvement:
    """A 業務改善報告 the office has published; with a ``good_reason`` it is a 優良事例."""

    pk: int
    kind: str
    title: str
    made_on: date
    department: str
    before: str
    done: str
    effect: str
    measured: str
    good_reason: str
    initiative_pk: int | None
    initiative_label: str
    initiative_title: str


@dataclass(frozen=True)
class Portfolio:
    """A plan in a period, whole. ``lines`` holds every active initiative, and nothing when lists are shortened.

    ``turns`` are initiatives whose 今後の方向性 is not 継続. ``sentence`` is the answer in one line.
    ``finished_until`` is the last fiscal year in which one was finished before the plan (令和６年度までに完了).
    ``improvements`` are those of the fiscal year; shortened, only the good examples among them.
    ``divergences`` are initiatives whose section and office judge differently (``progress.judgement``).
    ``annual`` is the newest 年度評価 that has begun, up to the year of the period.
    """

    head: Head
    active: int
    finished: int
    counts: tuple[Count, ...]
    delayed_now: int
    delayed_before: int | None
    lines: tuple[Line, ...]
    delays: tuple[Line, ...]
    delays_total: int
    changes: tuple[Line, ...]
    changes_total: int
    submission: Submission
    missing: tuple[Line, ...]
    kpis: tuple[Kpi, ...]
    kpis_total: int
    categories: tuple[CategoryRow, ...]
    goals: tuple[Goal, ...]
    goals_total: int
    requests: tuple[Line, ...]
    requests_total: int
    due_bars: tuple[tuple[Line, Bar], ...]
    due_bars_total: int
    sentence: str = ""
    finished_note: str = ""
    futures: tuple[Future, ...] = ()
    turns: tuple[Line, ...] = ()
    turns_total: int = 0
    finished_until: int | None = None
    improvements: tuple[Improvement, ...] = ()
    improvements_total: int = 0
    improvements_good: int = 0
    divergences: tuple[Line, ...] = ()
    divergences_total: int = 0
    annual: Annual | None = None
