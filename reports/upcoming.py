"""What comes next: the 目標事項 of the next due year, and the 工程 that end in the rest of this fiscal year."""

from collections.abc import Collection, Mapping

from fiscal import wareki
from initiatives.models import Milestone, Plan, ScheduleBar
from progress.models import ReportingPeriod
from progress.naming import number_of
from reports.schedule_rows import LAST, bar_of
from reports.tree import Bar, Goal, Mark

SHORT_ENDINGS = {Milestone.Due.YEAR_END: "末", Milestone.Due.FROM_YEAR: "から"}


def upcoming(
    plan: Plan, year: int, marks: Mapping[int, Mark], limit: int | None
) -> tuple[tuple[Goal, ...], int]:
    """Return the 目標事項 of the next due year, in the plan's order, and their number (two queries).

    The next due year is the first from ``year`` on that has any not yet achieved. ``marks`` are those of the
    initiatives that are not finished.
    """
    waiting = [
        (due, pk)
        for pk, initiative, due in Milestone.objects.filter(
            initiative__plan=plan, achieved_on__isnull=True, due_year__gte=year
        )
        .order_by("due_year", "initiative__order", "order")
        .values_list("pk", "initiative_id", "due_year")
        if initiative in marks
    ]
    chosen = [pk for due, pk in waiting if due == waiting[0][0]]
    rows = Milestone.objects.filter(pk__in=chosen[:limit]).select_related("initiative__category")
    ordered = rows.order_by("initiative__order", "order")
    return tuple(_goal(row, marks) for row in ordered), len(chosen)


def _goal(milestone: Milestone, marks: Mapping[int, Mark]) -> Goal:
    initiative = milestone.initiative
    return Goal(
        initiative_pk=initiative.pk,
        label=number_of(initiative),
        title=initiative.title,
        text=milestone.text,
        due=_due(milestone),
        due_year=milestone.due_year,
        mark=marks[initiative.pk],
        achieved_on=milestone.achieved_on,
    )


def _due(milestone: Milestone) -> str:
    """When it is due, short enough for a column: R8年度, R8年度末, R8年度から."""
    if milestone.due_year is None:
        return milestone.get_due_display()
    ending = SHORT_ENDINGS.get(Milestone.Due(milestone.due), "")
    return f"{wareki.fiscal_year_short(milestone.due_year)}年度{ending}"


def due_bars(
    plan: Plan, period: ReportingPeriod, open_initiatives: Collection[int], limit: int | None
) -> tuple[list[tuple[int, Bar]], int]:
    """Return the 工程 that end in this fiscal year, from the period's quarter on, and their number (two queries).

    The earliest come first, then the plan's order; each with its initiative's key.
    """
    waiting = [
        pk
        for pk, initiative, quarter in ScheduleBar.objects.filter(
            initiative__plan=plan, table=ScheduleBar.Table.DETAIL, end_year=period.year
        )
        .order_by("end_quarter", "initiative__order", "row", "order")
        .values_list("pk", "initiative_id", "end_quarter")
        if initiative in open_initiatives and (quarter or LAST) >= period.quarter
    ]
    rows = ScheduleBar.objects.filter(pk__in=waiting[:limit])
    by_key = {bar.pk: bar for bar in rows}
    shown = [by_key[pk] for pk in waiting[:limit]]
    return [(bar.initiative_id, bar_of(bar, plan)) for bar in shown], len(waiting)
