"""What comes next: the 目標事項 of the next due year, and the 工程 that end in the rest of this fiscal year."""

from collections.abc import Collection, Mapping

from fiscal import wareki
from initiatives.models import Milestone, Plan, ScheduleBar
from initiatives.numbering import printed_number
from progress.models import ReportingPeriod
from reports.mark import Mark
from reports.schedule_rows import LAST, bar_of
from reports.tree import Bar, Goal

# A fiscal year begins in this month.
APRIL = 4
SHORT_ENDINGS = {Milestone.Due.YEAR_END: "末", Milestone.Due.FROM_YEAR: "から"}


def upcoming(
    plan: Plan, year: int, marks: Mapping[int, Mark], limit: int | None
) -> tuple[tuple[Goal, ...], int]:
    """Return the 目標事項 of the next due year, in the plan's order, and their number (one query).

    The next due year is the first from ``year`` on that has any not yet achieved. ``marks`` are those of the
    initiatives that are not finished.
    """
    rows = (
        Milestone.objects.filter(
            initiative__plan=plan, achieved_on__isnull=True, due_year__gte=year
        )
        .order_by("due_year", "initiative__order", "order")
        .values_list(
            "due_year",
            "due_month",
            "initiative_id",
            "due",
            "text",
            "initiative__category__label",
            "initiative__number",
            "initiative__title",
        )
    )
    waiting = [row for row in rows if row[2] in marks]
    first = [row for row in waiting if row[0] == waiting[0][0]]
    goals = tuple(
        Goal(
            initiative_pk=pk,
            label=printed_number(label, number),
            title=title,
            text=text,
            due=due_short(due_year, due, month),
            due_year=due_year,
            mark=marks[pk],
            achieved_on=None,
        )
        for due_year, month, pk, due, text, label, number, title in first[:limit]
    )
    return goals, len(first)


def due_short(year: int | None, due: str, month: int | None = None) -> str:
    """Return when a 目標事項 is due, short enough for a column: R8年度, R8年度末, R8年度から, R9年９月."""
    if year is None:
        return Milestone.Due(due).label
    if due == Milestone.Due.MONTH and month:
        calendar_year = year if month >= APRIL else year + 1
        return f"{wareki.fiscal_year_short(calendar_year)}年{wareki.digits(month)}月"
    return f"{wareki.fiscal_year_short(year)}年度{SHORT_ENDINGS.get(Milestone.Due(due), '')}"


def due_bars(
    plan: Plan, period: ReportingPeriod, open_initiatives: Collection[int], limit: int | None
) -> tuple[list[tuple[int, Bar]], int]:
    """Return the 工程 that end in this fiscal year, from the period's quarter on, and their number (one query).

    The earliest come first, then the plan's order; each with its initiative's key.
    """
    bars = ScheduleBar.objects.filter(
        initiative__plan=plan, table=ScheduleBar.Table.DETAIL, end_year=period.year
    ).order_by("initiative__order", "row", "order")
    waiting = [
        bar
        for bar in bars
        if bar.initiative_id in open_initiatives and (bar.end_quarter or LAST) >= period.quarter
    ]
    waiting.sort(key=lambda bar: bar.end_quarter or LAST)
    return [(bar.initiative_id, bar_of(bar, plan)) for bar in waiting[:limit]], len(waiting)
