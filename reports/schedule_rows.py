"""The 工程表: planned bars, aims and the marks of the quarters reported so far."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping

from fiscal import clock
from fiscal.calendar import QUARTERS, Quarter
from initiatives.models import Initiative, Plan, ScheduleBar
from initiatives.queries import reporter_names
from kpis.goals import GoalText, goal_texts, in_words
from progress import strip
from progress.models import ReportingPeriod
from progress.naming import printed_number
from reports.tree import Bar, Mark, ScheduleRow

Table = ScheduleBar.Table
FIRST, LAST = QUARTERS[0], QUARTERS[-1]


def schedule(
    plan: Plan,
    *,
    period: ReportingPeriod | None,
    only: Collection[int] | None = None,
    aims: Mapping[int, Iterable[GoalText]] | None = None,
) -> tuple[ScheduleRow, ...]:
    """Return the rows of the 工程表 in the plan's order, those finished before the plan included (eight queries).

    Quarters are counted from the first of ``plan.schedule_years``. ``only`` keeps some initiatives: a page of them.
    ``aims`` are their goals where the caller has read them already. Without a period nothing has been reported.
    """
    initiatives = Initiative.objects.filter(plan=plan).select_related("category")
    if only is not None:
        initiatives = initiatives.filter(pk__in=only)
    rows = list(initiatives.order_by("order", "pk"))
    keys = [row.pk for row in rows]
    bars = _bars(plan, keys)
    goals = goal_texts(keys) if aims is None else in_words(aims)
    reported = strip.handed_in(keys)
    names = reporter_names(keys, period.closes_on if period else clock.today())
    quarters = _quarters(plan, period)
    return tuple(
        ScheduleRow(
            pk=row.pk,
            code=row.code,
            label=printed_number(row.category.label, row.number),
            title=row.title,
            category_code=row.category.code,
            reporter=names.get(row.pk, ""),
            bars=tuple(choose_bars(bars[row.pk], plan)),
            goal=goals.get(row.pk, ""),
            marks=_marks(plan, reported.get(row.pk, {}), () if row.completed_year else quarters),
            finished_year=row.completed_year,
        )
        for row in rows
    )


def origin(plan: Plan) -> Quarter:
    """The quarter that counts as 0 on the plan's 工程表."""
    return Quarter(plan.schedule_years[0], FIRST)


def bar_of(bar: ScheduleBar, plan: Plan) -> Bar:
    """Return a 工程 with its span; a year without quarters is the whole year, an open end stays open."""
    zero = origin(plan).index
    first = bar.start_year and Quarter(bar.start_year, bar.start_quarter or FIRST).index - zero
    last = bar.end_year and Quarter(bar.end_year, bar.end_quarter or LAST).index - zero
    return Bar(
        text=bar.text,
        kind=bar.kind,
        kind_label=bar.get_kind_display(),
        first=first,
        last=last,
        certain=bar.certain,
        row=bar.row,
        table=bar.table,
    )


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


def _bars(plan: Plan, initiatives: Collection[int]) -> dict[int, list[Bar]]:
    found: dict[int, list[Bar]] = defaultdict(list)
    for bar in ScheduleBar.objects.filter(initiative__in=initiatives).order_by("row", "order"):
        found[bar.initiative_id].append(bar_of(bar, plan))
    return found


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
        (quarter.index - zero, Mark(mark.tone, mark.word)) for quarter, mark in shown.items()
    )
