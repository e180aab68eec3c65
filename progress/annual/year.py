"""What a fiscal year was to one initiative: planned, reported, measured, remarked. Read once for sheet and prefill."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from fiscal import wareki
from fiscal.calendar import Quarter, fiscal_year_end, fiscal_year_start
from initiatives.models import Initiative, Milestone, ScheduleBar
from kpis import figures, goals
from kpis.canvas import ENTRY, Canvas
from kpis.chart import chart
from kpis.models import Indicator
from kpis.queries import Sheet, bands_of, sheets
from kpis.standing import Standing, standing
from progress import strip
from progress.attachments import Files
from progress.evidence import YearPlan, year_plan
from progress.models import Attachment, ProgressReport, Remark
from progress.strip import Mark

NOT_ACHIEVED = "達成の記録なし"
LAST = 4


@dataclass(frozen=True)
class Told:
    """What was reported in one period of the year."""

    name: str
    mark: Mark
    report: ProgressReport


@dataclass(frozen=True)
class Aim:
    """A 目標事項 due in the year, and whether it was reached."""

    text: str
    due: str
    outcome: str


@dataclass(frozen=True)
class Measured:
    """An indicator at the end of the year, on its path to the target."""

    indicator: Indicator
    standing: Standing
    chart: Canvas | None
    targets: tuple[str, ...]

    @property
    def words(self) -> str:
        """保有率（市） 78.8％（目標 85.0％）：目安79.6％まで0.8ポイント。"""
        value, target = self.standing.latest, self.standing.target
        unit = self.indicator.unit
        number = (
            f"{figures.number(value.value, self.indicator.decimals)}{unit}"
            if value is not None and value.value is not None
            else self.standing.state.label
        )
        aim = f"（目標 {target}）" if target else ""
        return f"{self.indicator.name} {number}{aim}：{self.standing.sentence}"


@dataclass(frozen=True)
class Year:
    """Everything a review of the year starts from."""

    number: int
    bars: YearPlan
    aims: tuple[Aim, ...]
    told: tuple[Told, ...]
    kpis: tuple[Measured, ...]
    files: Files
    remarks: tuple[Remark, ...]

    @property
    def goals(self) -> tuple[str, ...]:
        """The 目標事項 due in the year and the targets of the indicators, each with its due."""
        aims = (f"{aim.text}（{aim.due}）" for aim in self.aims)
        return (*aims, *(target for row in self.kpis for target in row.targets))

    @property
    def grades(self) -> str:
        """第１四半期 計画どおり、第２四半期 やや遅れ."""
        return "、".join(f"{row.name} {row.mark.word}" for row in self.told)


def read(initiative: Initiative, year: int) -> Year:
    """Read a year of an initiative with a number of queries that does not depend on how much there is."""
    bars = initiative.bars.filter(table=ScheduleBar.Table.DETAIL)
    files = Attachment.objects.handed_in().filter(
        report__initiative=initiative, report__period__year=year
    )
    made = (fiscal_year_start(year), fiscal_year_end(year))
    remarks = Remark.objects.filter(initiative=initiative, made_on__range=made)
    return Year(
        number=year,
        bars=year_plan(bars, Quarter(year, LAST)),
        aims=tuple(_aims(initiative, year)),
        told=tuple(_told(initiative, year)),
        kpis=tuple(_measured(initiative, year)),
        files=tuple(files),
        remarks=tuple(remarks.order_by("made_on", "pk")),
    )


def _told(initiative: Initiative, year: int) -> Sequence[Told]:
    rows = (
        ProgressReport.objects.handed_in()
        .filter(initiative=initiative, period__year=year)
        .select_related("period", "self_grade", "reviewed_grade")
        .order_by("period__quarter")
    )
    return [
        Told(wareki.round_name(row.period.as_quarter), strip.shown_by(row).mark, row)
        for row in rows
    ]


def _aims(initiative: Initiative, year: int) -> Sequence[Aim]:
    due = Milestone.objects.filter(initiative=initiative, due_year=year).order_by("order")
    told = [(row, goals.of_milestone(row)) for row in due]
    return [Aim(goal.text, goal.due, _outcome(row.achieved_on, year)) for row, goal in told]


def _outcome(achieved_on: date | None, year: int) -> str:
    if achieved_on is None or achieved_on > fiscal_year_end(year):
        return NOT_ACHIEVED
    return f"{wareki.full_date(achieved_on)}に達成"


def _measured(initiative: Initiative, year: int) -> Sequence[Measured]:
    found = sheets(Indicator.objects.filter(initiative=initiative).order_by("order", "pk"))
    bands = bands_of(initiative.plan.grade_scale_id) if found else ()
    standings = [standing(row.facts, row.readings, Quarter(year, LAST), bands) for row in found]
    return [
        Measured(row.indicator, now, chart(now.series, ENTRY), tuple(_targets(row)))
        for row, now in zip(found, standings, strict=True)
    ]


def _targets(row: Sheet) -> Sequence[str]:
    found = goals.of_indicator(row.indicator, row.facts.goals)
    return [f"{goal.text}（{goal.due}）" for goal in found]
