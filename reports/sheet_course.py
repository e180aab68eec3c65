"""What became of one 取組事項: its marks, its reports through time, the stages of the plan's cycle."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from fiscal import wareki
from fiscal.calendar import Quarter
from initiatives.models import Initiative
from progress import attachments, strip
from progress.attachments import Files
from progress.models import ProgressReport, ReportingPeriod
from progress.strip import Strip
from progress.workflow import HANDED_IN
from reports import sheet_stages
from reports.annual import Review
from reports.mark import Mark
from reports.marks import DONE, NONE
from reports.sheet_kpis import Kpis
from reports.sheet_promise import Promise
from reports.sheet_stages import Stage

Marks = dict[Quarter, Mark]


@dataclass(frozen=True)
class Round:
    """What was reported in one period. ``told`` is None while the section keeps its words to itself."""

    label: str
    state: str
    state_tone: str
    mark: Mark
    values: str
    told: ProgressReport | None
    history_of: int | None
    files: Files


@dataclass(frozen=True)
class Course:
    """The progress side of a 個票. ``mark`` is None before the first period."""

    period: ReportingPeriod | None
    current: ProgressReport | None
    mark: Mark | None
    previous: Mark | None
    strip: Strip | None
    years: tuple[int, ...]
    stages: tuple[Stage, ...]
    rounds: tuple[Round, ...]


def read(
    initiative: Initiative,
    periods: Sequence[ReportingPeriod],
    kpis: Kpis,
    promise: Promise,
    reviews: Sequence[Review] = (),
) -> Course:
    """Read the progress of an initiative; ``periods`` have begun, the newest first (three queries)."""
    plan = initiative.plan
    period = next(iter(periods), None)
    reports = {
        report.period_id: report
        for report in initiative.reports.select_related("self_grade", "reviewed_grade").order_by()
    }
    shown = _shown(initiative, periods, reports)
    marks = {
        quarter: Mark(mark.tone, mark.word, mark.is_preliminary) for quarter, mark in shown.items()
    }
    stages: tuple[Stage, ...] = ()
    if period is not None and marks:
        matter = _matter(initiative, period, reports.get(period.pk), marks, kpis, promise)
        last = next((row for row in reviews if row.year == period.year - 1), None)
        stages = sheet_stages.stages(replace(matter, last_year=last))
    return Course(
        period=period,
        current=reports.get(period.pk) if period else None,
        mark=marks.get(period.as_quarter) if period and marks else _before(initiative),
        previous=marks.get(periods[1].as_quarter) if periods[1:] else None,
        strip=strip.draw(plan, shown, period.as_quarter) if period and marks else None,
        years=tuple(range(plan.first_year, plan.last_year + 1)),
        stages=stages,
        rounds=tuple(
            _rounds(periods, reports, marks, kpis, attachments.handed_in_for(initiative.pk))
        ),
    )


def told(report: ProgressReport | None) -> ProgressReport | None:
    """Return a report once it has been handed in: a draft is nobody's business but the section's."""
    return report if report is not None and report.state in HANDED_IN else None


def _before(initiative: Initiative) -> Mark | None:
    return DONE if initiative.completed_year is not None else None


def _shown(
    initiative: Initiative,
    periods: Sequence[ReportingPeriod],
    reports: Mapping[int, ProgressReport],
) -> dict[Quarter, strip.Mark]:
    """The marks of the periods; what was complete before the plan owes none."""
    if initiative.completed_year is not None:
        return {}
    quarters = {period.pk: period.as_quarter for period in periods}
    handed = {
        quarters[key]: strip.shown_by(report)
        for key, report in reports.items()
        if key in quarters and report.state in HANDED_IN
    }
    return strip.marks(handed, quarters.values())


def _matter(  # noqa: PLR0917 - the parts of one page
    initiative: Initiative,
    period: ReportingPeriod,
    report: ProgressReport | None,
    marks: Marks,
    kpis: Kpis,
    promise: Promise,
) -> sheet_stages.Matter:
    return sheet_stages.Matter(
        initiative=initiative,
        period=period,
        report=told(report),
        mark=marks.get(period.as_quarter, NONE),
        bars=promise.bars,
        goals=promise.goals,
        kpi_sentences=kpis.sentences,
    )


def _rounds(
    periods: Sequence[ReportingPeriod],
    reports: dict[int, ProgressReport],
    marks: Marks,
    kpis: Kpis,
    files: dict[int, Files],
) -> list[Round]:
    rounds = []
    for period in periods:
        report = reports.get(period.pk)
        mark = marks.get(period.as_quarter)
        # After an accepted 完了 nothing is owed, so nothing is missing.
        if mark is None or (report is None and mark == DONE):
            continue
        words = told(report)
        rounds.append(
            Round(
                label=wareki.quarter_short(period.as_quarter),
                state=report.workflow_state.label if report else "",
                state_tone=report.workflow_state.tone if report else "",
                mark=mark,
                values=kpis.values(period.as_quarter) if words else "",
                told=words,
                history_of=report.pk if report else None,
                files=files.get(report.pk, ()) if report else (),
            )
        )
    return rounds
