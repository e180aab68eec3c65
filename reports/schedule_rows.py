"""The 工程表: planned bars, aims and the marks of the quarters reported so far."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from typing import NamedTuple

from django.db.models import QuerySet

from fiscal import clock
from fiscal.calendar import QUARTERS, Quarter
from initiatives.models import Initiative, Plan, ScheduleBar
from initiatives.numbering import printed_number
from initiatives.queries import reporter_names
from kpis.goals import GoalText, goal_texts, in_words
from progress import strip
from progress.models import ReportingPeriod
from reports.mark import Mark
from reports.tree import Bar, ScheduleRow

Table = ScheduleBar.Table
KINDS: Mapping[str, str] = dict(ScheduleBar.Kind.choices)
FIRST, LAST = QUARTERS[0], QUARTERS[-1]


class Planned(NamedTuple):
    """What a drawing needs of a 工程: a page shows hundreds, too many for rows of the model."""

    initiative_id: int
    text: str
    kind: str
    start_year: int | None
    start_quarter: int | None
    end_year: int | None
    end_quarter: int | None
    certain: bool
    row: int
    table: str


def schedule(
    plan: Plan,
    *,
    period: ReportingPeriod | None,
    only: Collection[int] | None = None,
    aims: Mapping[int, Iterable[GoalText]] | None = None,
) -> tuple[ScheduleRow, ...]:
    """Return the rows of the 工程表 in the plan's order, those finished before the plan included (seven queries).

    Quarters are counted from the first of ``plan.schedule_years``. ``only`` keeps some initiatives: a page of them.
    ``aims`` are their goals where the caller has read them already. Without a period nothing has been reported.
    """
    rows = _initiatives(plan, only)
    keys = [row[0] for row in rows]
    bars = read_bars(ScheduleBar.objects.filter(initiative__in=keys), plan)
    goals = goal_texts(keys) if aims is None else in_words(aims)
    reported = strip.handed_in(keys)
    today = clock.today()
    names = reporter_names(keys, min(today, period.closes_on) if period else today)
    quarters = _quarters(plan, period)
    return tuple(
        ScheduleRow(
            pk=pk,
            code=code,
            label=printed_number(label, number),
            title=title,
            category_code=category,
            reporter=names.get(pk, ""),
            bars=tuple(choose_bars(bars[pk], plan)),
            goal=goals.get(pk, ""),
            marks=_marks(plan, reported.get(pk, {}), () if finished else quarters),
            finished_year=finished,
        )
        for pk, code, number, title, finished, label, category in rows
    )


def _initiatives(
    plan: Plan, only: Collection[int] | None
) -> list[tuple[int, str, int, str, int | None, str, str]]:
    """Key, code, number, title, year of completion, label and code of the category; in the plan's order."""
    initiatives = Initiative.objects.filter(plan=plan)
    if only is not None:
        initiatives = initiatives.filter(pk__in=only)
    return list(
        initiatives.order_by("order", "pk").values_list(
            "pk", "code", "number", "title", "completed_year", "category__label", "category__code"
        )
    )


def origin(plan: Plan) -> Quarter:
    """The quarter that counts as 0 on the plan's 工程表."""
    return Quarter(plan.schedule_years[0], FIRST)


def bar_of(bar: ScheduleBar | Planned, plan: Plan) -> Bar:
    """Return a 工程 with its span; a year without quarters is the whole year, an open end stays open."""
    zero = origin(plan).index
    first = bar.start_year and Quarter(bar.start_year, bar.start_quarter or FIRST).index - zero
    last = bar.end_year and Quarter(bar.end_year, bar.end_quarter or LAST).index - zero
    return Bar(
        text=bar.text,
        kind=bar.kind,
        kind_label=KINDS[bar.kind],
        first=first,
        last=last,
        certain=bar.certain,
        row=bar.row,
        table=bar.table,
    )


def read_bars(bars: QuerySet[ScheduleBar], plan: Plan) -> dict[int, list[Bar]]:
    """Return 工程 by initiative, in the order of their rows (one query)."""
    found: dict[int, list[Bar]] = defaultdict(list)
    rows = bars.order_by("row", "order").values_list(*Planned._fields)
    for bar in map(Planned._make, rows):
        found[bar.initiative_id].append(bar_of(bar, plan))
    return found


def choose_bars(bars: list[Bar], plan: Plan) -> list[Bar]:
    """Keep what one row of the 工程表 can show once.

    The table of the 取組事項 itself leads. The overview tells what it leaves out: the years before the plan,
    and initiatives that have no table of their own.
    """
    own = [bar for bar in bars if bar.table == Table.DETAIL]
    if not own:
        return bars
    begin = Quarter(plan.first_year, FIRST).index - origin(plan).index
    starts = [bar.first for bar in own if bar.first is not None]
    begin = min([begin, *starts])
    return [
        bar
        for bar in bars
        if bar.table == Table.DETAIL or (bar.last is not None and bar.last < begin)
    ]


def _quarters(plan: Plan, period: ReportingPeriod | None) -> tuple[Quarter, ...]:
    """The quarters reported on, up to a period."""
    if period is None:
        return ()
    pairs = plan.periods.order_by("year", "quarter").values_list("year", "quarter")
    asked = (Quarter(year, number) for year, number in pairs)
    return tuple(quarter for quarter in asked if quarter <= period.as_quarter)


def _marks(
    plan: Plan, reports: dict[Quarter, strip.Handed], quarters: Collection[Quarter]
) -> tuple[tuple[int, Mark], ...]:
    zero = origin(plan).index
    shown = strip.marks(reports, quarters)
    return tuple(
        (quarter.index - zero, Mark(mark.tone, mark.word, mark.is_preliminary))
        for quarter, mark in shown.items()
    )
