"""What initiatives are to reach, as the plan says it: 目標事項 and target values with their due."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from fiscal import wareki
from fiscal.calendar import FIRST_MONTH, Quarter
from initiatives.models import Milestone
from kpis import figures
from kpis.facts import Goal
from kpis.models import Indicator, Target
from kpis.queries import Sheet

HALVES = {1: "上半期", 2: "下半期"}


@dataclass(frozen=True)
class GoalText:
    """One goal in words. ``at`` is the moment it is due in quarters: 令和９年度 ends
    where ``Quarter(2028, 1).index`` begins, 令和７年度から is ``Quarter(2025, 1).index``. None for 随時 and 毎年度.

    ``national`` is the nation's deadline for the same thing, ``support`` until when the nation helps.
    """

    text: str
    due: str
    year: int | None
    at: int | None
    is_indicator: bool = False
    national: str = ""
    support: str = ""
    achieved_on: date | None = None


def read(initiatives: Collection[int]) -> dict[int, tuple[GoalText, ...]]:
    """Return the goals of initiatives, 目標事項 before target values (two queries)."""
    found = _milestones(initiatives)
    targets = (
        Target.objects.filter(indicator__initiative__in=initiatives)
        .select_related("indicator")
        .order_by("indicator__order", "indicator_id", "year")
    )
    for indicator, rows in groupby(targets, key=lambda target: target.indicator):
        found[indicator.initiative_id] += of_indicator(indicator, map(_goal, rows))
    return {pk: tuple(goals) for pk, goals in found.items()}


def read_beside(initiative: int, measured: Iterable[Sheet]) -> tuple[GoalText, ...]:
    """Return the goals of one initiative whose indicators have been read already (one query)."""
    targets = (goal for row in measured for goal in of_indicator(row.indicator, row.facts.goals))
    return (*_milestones([initiative])[initiative], *targets)


def _milestones(initiatives: Collection[int]) -> dict[int, list[GoalText]]:
    found: dict[int, list[GoalText]] = defaultdict(list)
    for milestone in Milestone.objects.filter(initiative__in=initiatives).order_by("order"):
        found[milestone.initiative_id].append(of_milestone(milestone))
    return found


def _goal(target: Target) -> Goal:
    return Goal(target.year, target.value, target.kind == Target.Kind.YEAR_ON_YEAR)


def goal_texts(initiatives: Collection[int]) -> dict[int, str]:
    """Return the goals of initiatives as one text each: 窓口ＤＸの導入（令和９年度までに） (two queries)."""
    return in_words(read(initiatives))


def in_words(goals: Mapping[int, Iterable[GoalText]]) -> dict[int, str]:
    """Return goals already read as one text each."""
    return {
        pk: "、".join(f"{goal.text}（{goal.due}）" for goal in rows) for pk, rows in goals.items()
    }


def of_milestone(milestone: Milestone) -> GoalText:
    """Return a 目標事項 with its due as printed, or in the same words where nothing is printed."""
    return GoalText(
        milestone.text,
        milestone.due_printed or due_words(milestone),
        milestone.due_year,
        _moment(milestone),
        national=milestone.national_printed or _until(milestone.national_year),
        support=milestone.support_printed or _until(milestone.support_year),
        achieved_on=milestone.achieved_on,
    )


def _until(year: int | None) -> str:
    return "" if year is None else f"{wareki.fiscal_year(year)}まで"


def of_indicator(indicator: Indicator, targets: Iterable[Goal]) -> list[GoalText]:
    """Return the target values of an indicator: 保有率（市） 85.0％（令和９年度）."""
    return [
        GoalText(
            f"{indicator.name} {_value(indicator, target)}",
            "毎年度" if target.year is None else wareki.fiscal_year(target.year),
            target.year,
            None if target.year is None else Quarter(target.year + 1, 1).index,
            is_indicator=True,
        )
        for target in targets
    ]


def due_words(milestone: Milestone) -> str:
    """Return when a 目標事項 is due."""
    year = milestone.due_year
    if year is None:
        return milestone.get_due_display()
    if milestone.due_month:
        calendar_year = year if milestone.due_month >= FIRST_MONTH else year + 1
        return f"{wareki.year_month(date(calendar_year, milestone.due_month, 1))}まで"
    name = wareki.fiscal_year(year)
    return {
        Milestone.Due.YEAR_END: f"{name}末まで",
        Milestone.Due.WITHIN_YEAR: name,
        Milestone.Due.FROM_YEAR: f"{name}から",
        Milestone.Due.FROM_HALF: f"{name}{HALVES.get(milestone.due_half or 0, '')}から",
    }.get(Milestone.Due(milestone.due), milestone.get_due_display())


def _moment(milestone: Milestone) -> int | None:
    year = milestone.due_year
    if year is None:
        return None
    start = Quarter(year, 1).index
    if milestone.due_month:
        return start + (milestone.due_month - FIRST_MONTH) % 12 // 3 + 1
    if milestone.due == Milestone.Due.FROM_YEAR:
        return start
    if milestone.due == Milestone.Due.FROM_HALF:
        return start + 2 if milestone.due_half == max(HALVES) else start
    return Quarter(year + 1, 1).index


def _value(indicator: Indicator, target: Goal) -> str:
    if target.is_growth:
        course = "減" if indicator.direction == Indicator.Direction.DOWN else "増"
        return f"{figures.digits(target.value)}{_growth_unit(indicator)}{course}"
    return f"{figures.number(target.value, indicator.decimals)}{indicator.unit}"


def _growth_unit(indicator: Indicator) -> str:
    # How "７％増" is read is a setting of the indicator, because the document leaves it open.
    is_ratio = indicator.year_on_year == Indicator.YearOnYear.RELATIVE
    return figures.PERCENT if is_ratio else "ポイント"
