"""What falls due after a hand-over: reports, 目標事項, target values and 工程, the soonest first. Pure."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta

from fiscal import wareki
from fiscal.calendar import QUARTERS, Quarter, fiscal_year_end, fiscal_year_of
from initiatives.models import Initiative
from kpis import goals
from progress.naming import number_of
from reports.handover_facts import Facts
from reports.handover_tree import Due

REPORT, GOAL, TARGET, BAR = "報告期限", "目標事項", "目標値", "工程の終わり"


def horizon(today: date) -> date:
    """The last day of the next fiscal year: what a successor has to plan for."""
    return fiscal_year_end(fiscal_year_of(today) + 1)


def dues_of(facts: Facts, wanted: frozenset[int]) -> tuple[Due, ...]:
    """Return what falls due for some initiatives until the end of the next fiscal year."""
    last = horizon(facts.today)
    rows = [*_goals(facts), *_targets(facts), *_bars(facts)]
    kept = (due for pk, due in rows if pk in wanted and due.day <= last)
    return tuple(sorted((*_reports(facts), *kept), key=lambda due: (due.day, due.kind)))


def _reports(facts: Facts) -> Iterator[Due]:
    """Each open round once, for the whole section."""
    open_ones = {row.period_pk for row in facts.owed}  # type: ignore[attr-defined]
    for pk in sorted(open_ones):
        period = facts.periods[pk]
        count = sum(row.period_pk == pk for row in facts.owed)  # type: ignore[attr-defined]
        text = f"{period}の進捗報告 残り{wareki.digits(count)}件"
        day = facts.due(period)
        is_past = day < facts.today
        yield Due(day, wareki.full_date(day), REPORT, "", "", "", text, is_past)


def _goals(facts: Facts) -> Iterator[tuple[int, Due]]:
    for milestone in facts.milestones:
        goal = goals.of_milestone(milestone)
        if goal.at is not None:
            initiative = facts.initiatives[milestone.initiative_id]
            day = _day(goal.at)
            due = _due(initiative, day, goal.due, GOAL, goal.text)
            yield initiative.pk, replace(due, is_past=day < facts.today)


def _targets(facts: Facts) -> Iterator[tuple[int, Due]]:
    for pk in facts.reported:
        for goal in facts.goals.get(pk, ()):
            if goal.is_indicator and goal.at is not None:
                initiative = facts.initiatives[pk]
                day = _day(goal.at)
                if day >= facts.today:
                    yield pk, _due(initiative, day, f"{goal.due}末", TARGET, goal.text)


def _bars(facts: Facts) -> Iterator[tuple[int, Due]]:
    for bar in facts.bars:
        end = Quarter(bar.end_year or 0, bar.end_quarter or QUARTERS[-1])
        if end.end >= facts.today:
            initiative = facts.initiatives[bar.initiative_id]
            when = wareki.quarter(end) if bar.end_quarter else f"{wareki.fiscal_year(end.year)}末"
            yield initiative.pk, _due(initiative, end.end, when, BAR, bar.text)


def _day(index: int) -> date:
    """The last day before a quarter begins."""
    return Quarter.at(index).start - timedelta(days=1)


def _due(initiative: Initiative, day: date, when: str, kind: str, text: str) -> Due:
    return Due(
        day,
        when,
        kind,
        number_of(initiative),
        initiative.title,
        initiative.get_absolute_url(),
        text,
        is_past=False,
    )
