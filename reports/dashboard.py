"""The dashboard's page: the portfolio with every word, class and drawing ready to print. Pure."""

from collections.abc import Sequence, Sized
from dataclasses import dataclass

from fiscal import wareki
from fiscal.calendar import QUARTERS, Quarter
from fiscal.wareki import digits
from kpis import figures
from kpis.canvas import Canvas
from kpis.chart import chart
from reports.bars import NARROW, WIDE, Drawing, category_bars, head_bar
from reports.mark import Mark
from reports.tree import Bar, CategoryRow, Count, Kpi, Line, Point, Portfolio

# How many rows a list shows; the rest is in the papers.
LIMIT = 12
# The last two years of quarters; the page of the indicator has them all.
POINTS = 8
WARNINGS = {"slip": "counts--warn", "late": "counts--late"}
ANCHORS = {"slip": "late", "late": "late", "none": "sub"}
STAGE_COUNT = 4
UNKNOWN = "―"


@dataclass(frozen=True)
class Stages:
    """The names of the plan's own cycle; all empty for a plan without one."""

    plan: str = ""
    do: str = ""
    check: str = ""
    act: str = ""


@dataclass(frozen=True)
class Headline:
    """One of the big counts, its change, and where it leads."""

    count: Count
    css: str
    anchor: str


@dataclass(frozen=True)
class Delay:
    """A delayed initiative with how long it has been so."""

    line: Line
    since: str


@dataclass(frozen=True)
class Card:
    """An indicator with its small chart and the table of the same numbers; 速報 is said once, beside value or grade."""

    kpi: Kpi
    value: str
    change: str
    absent: str
    chart: Canvas | None
    is_preliminary: bool
    rows: tuple[tuple[str, str, str], ...]


@dataclass(frozen=True)
class Due:
    """A 工程 that ends this year."""

    line: Line
    bar: Bar
    until: str


@dataclass(frozen=True)
class Page:
    """Everything the template prints besides the tree itself."""

    tree: Portfolio
    quarter: Quarter
    stages: Stages
    bar: Drawing
    narrow_bar: Drawing
    headlines: tuple[Headline, ...]
    delay_heading: str
    delays: tuple[Delay, ...]
    outlooks: tuple[Line, ...]
    outlook_words: str
    cards: tuple[Card, ...]
    target_year: str
    marks: tuple[Mark, ...]
    category_bars: Drawing
    narrow_category_bars: Drawing
    finished: str
    category_rows: tuple[tuple[str, ...], ...]
    goals_until: str
    dues: tuple[Due, ...]
    request_count: str
    more_delays: str
    more_changes: str
    more_missing: str
    more_goals: str
    more_dues: str
    more_requests: str
    more_divergences: str
    annual: str


def build_page(tree: Portfolio) -> Page:
    """Return the page of a portfolio."""
    finished = finished_before(tree)
    return Page(
        tree=tree,
        quarter=Quarter(tree.head.year, tree.head.quarter),
        stages=stages(tree.head.cycle_stages),
        bar=head_bar(tree.counts, 1280, 40),
        narrow_bar=head_bar(tree.counts, 358, 36),
        headlines=tuple(_headline(count) for count in tree.counts),
        delay_heading=delay_heading(tree),
        delays=tuple(Delay(line, since(line)) for line in tree.delays),
        outlooks=_outlooks(tree),
        outlook_words="、".join(f"{future.word} {future.number}件" for future in tree.futures),
        cards=tuple(_card(kpi) for kpi in tree.kpis),
        target_year=_target_year(tree.kpis),
        marks=tuple(count.mark for count in tree.counts),
        category_bars=category_bars(tree.categories, WIDE, finished),
        narrow_category_bars=category_bars(tree.categories, NARROW, finished),
        finished=finished,
        category_rows=tuple(_cells(row) for row in tree.categories if not row.has_children),
        goals_until=_goals_until(tree),
        dues=tuple(Due(line, bar, _until(bar)) for line, bar in tree.due_bars),
        request_count=digits(tree.requests_total),
        more_delays=more(tree.delays, tree.delays_total),
        more_changes=more(tree.changes, tree.changes_total),
        more_missing=more(tree.missing, tree.submission.missing),
        more_goals=more(tree.goals, tree.goals_total),
        more_dues=more(tree.due_bars, tree.due_bars_total),
        more_requests=more(tree.requests, tree.requests_total),
        more_divergences=more(tree.divergences, tree.divergences_total),
        annual=annual_words(tree),
    )


def finished_before(tree: Portfolio) -> str:
    """Return 令和６年度までに完了; nothing where the plan lists nothing as finished."""
    until = tree.finished_until
    return "" if until is None else f"{wareki.fiscal_year(until)}までに完了"


def stages(names: Sequence[str]) -> Stages:
    """Return a cycle of four stages by place; a plan with another number of stages gets none."""
    return Stages(*names) if len(names) == STAGE_COUNT else Stages()


def since(line: Line) -> str:
    """Return 「３期連続」 or 「今期から」; nothing where there is no earlier period to compare with."""
    if line.delayed_periods > 1:
        return f"{digits(line.delayed_periods)}期連続"
    return "" if line.previous is None else "今期から"


def delay_heading(tree: Portfolio) -> str:
    """Return 「遅れ・やや遅れ ４件と、その理由」, or that there is none."""
    words = [count.mark.word for count in tree.counts if count.mark.tone in WARNINGS]
    name = "・".join(reversed(words)) or "遅れ"
    total = tree.delays_total
    return f"{name} {digits(total)}件と、その理由" if total else f"{name}はありません"


def annual_words(tree: Portfolio) -> str:
    """Return 「令和７年度の年度評価　受理 23／23　継続15・見直し２」 at year end: while the round is open, and once
    the year of the page has accepted reviews.
    """
    annual = tree.annual
    if annual is None:
        return ""
    is_of_the_year = annual.year == tree.head.year and annual.accepted
    if not (annual.is_open or is_of_the_year):
        return ""
    decided = "・".join(f"{word}{digits(number)}" for word, number in annual.outlooks)
    came = f"受理 {digits(annual.accepted)}／{digits(annual.total)}"
    return "　".join(filter(None, (f"{wareki.fiscal_year(annual.year)}の年度評価", came, decided)))


def more(shown: Sized, total: int) -> str:
    """Return how many a shortened list leaves out: 「ほか77件（全89件）。」, nothing when it is whole."""
    rest = total - len(shown)
    return f"ほか{digits(rest)}件（全{digits(total)}件）。" if rest else ""


def _headline(count: Count) -> Headline:
    tone = count.mark.tone
    css = WARNINGS.get(tone, "") if count.number else ""
    return Headline(count, css, ANCHORS.get(tone, "cat"))


def _outlooks(tree: Portfolio) -> tuple[Line, ...]:
    """The delayed and those that change their course, each once, where something is told about what follows."""
    lines = {line.pk: line for line in (*tree.delays, *tree.turns)}
    return tuple(line for line in lines.values() if line.next_action or line.future)


def _card(kpi: Kpi) -> Card:
    absent = ""
    if kpi.value is None:
        absent = f"今期は{kpi.absent}" if kpi.absent else "まだ値がありません"
    return Card(
        kpi=kpi,
        value=figures.number_or(kpi.value, kpi.decimals, ""),
        change="" if kpi.change is None else figures.signed(kpi.change, kpi.decimals),
        absent=absent,
        chart=chart(kpi.series) if kpi.series else None,
        is_preliminary=kpi.is_preliminary and not kpi.mark.is_preliminary,
        rows=tuple(_row(point, kpi) for point in kpi.points[-POINTS:]),
    )


def _cells(row: CategoryRow) -> tuple[str, ...]:
    numbers = (str(count.number) for count in row.counts)
    return (f"{row.label} {row.title}", *numbers, str(row.total))


def _row(point: Point, kpi: Kpi) -> tuple[str, str, str]:
    value = figures.number_or(point.value, kpi.decimals, point.absent)
    note = f"（{point.note}）" if point.note and point.value is not None else ""
    return point.label, value + note, figures.number_or(point.path, kpi.decimals)


def _target_year(kpis: Sequence[Kpi]) -> str:
    """The year of the last target, for the key of the charts."""
    years = [kpi.target_year for kpi in kpis if kpi.target_year is not None]
    return f"{wareki.fiscal_year(max(years))}の目標" if years else "目標"


def _goals_until(tree: Portfolio) -> str:
    years = [goal.due_year for goal in tree.goals if goal.due_year is not None]
    return f"{wareki.fiscal_year(max(years))}末まで" if years else ""


def _until(bar: Bar) -> str:
    """Return in which quarter a 工程 ends: 第２四半期, or 年度末 for the fourth."""
    if bar.last is None:
        return UNKNOWN
    number = QUARTERS[bar.last % len(QUARTERS)]
    return "年度末" if number == QUARTERS[-1] else wareki.quarter_name(number)
