"""The checks held against reports: everything they ask for, read for many reports at once.

``look_at`` costs the same number of queries for one report and for a thousand.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from django.db.models import Count

from fiscal import wareki
from fiscal.calendar import QUARTERS, Quarter
from initiatives.models import Milestone, Plan, ScheduleBar
from initiatives.queries import reporters
from kpis import breaks, goals
from kpis.facts import Absence, Band, Reading
from kpis.models import Indicator
from kpis.queries import Sheet, bands_of, sheets
from progress import checks
from progress.check_facts import Aim, Facts, Measured, Step
from progress.checks import Finding, Severities
from progress.content import Content, Entered
from progress.models import Attachment, CheckSetting, ProgressReport, ReportingPeriod
from progress.queries import latest_before_each, never_empty
from progress.severity import Severity

START_OF = {Milestone.Due.FROM_YEAR, Milestone.Due.FROM_HALF}


@dataclass(frozen=True)
class Draft:
    """A report to look at, stored or only typed: ``entered`` are values that count instead of the stored ones."""

    initiative_id: int
    content: Content
    report_id: int | None = None
    entered: Mapping[int, Entered] = field(default_factory=dict)

    @classmethod
    def of(cls, report: ProgressReport) -> "Draft":
        """A report as it is stored."""
        return cls(report.initiative_id, Content.of(report), report.pk)


Found = dict[int, tuple[Finding, ...]]


@dataclass(frozen=True)
class Known:
    """What the page of a report has read already: its indicators with the words they are graded by, and 前期."""

    sheets: Sequence[Sheet]
    bands: Sequence[Band]
    previous: ProgressReport | None


def look_at(
    period: ReportingPeriod, drafts: Iterable[Draft], today: date, known: Known | None = None
) -> Found:
    """Return what the checks find in reports of a period, by initiative (a fixed number of queries).

    ``known`` is of the only report.
    """
    severities = severities_of(period.plan_id)
    return {
        pk: checks.look(facts, severities)
        for pk, facts in facts_of(period, list(drafts), today, known).items()
    }


def look_at_one(
    period: ReportingPeriod, draft: Draft, today: date, known: Known | None = None
) -> tuple[Finding, ...]:
    """The same for one report."""
    return look_at(period, [draft], today, known)[draft.initiative_id]


def severities_of(plan: Plan | int) -> Severities:
    """Return how strict each check is in a plan (one query). What a check does not allow is left out."""
    rows = CheckSetting.objects.filter(plan=plan).values_list("check_id", "severity")
    chosen = {check: Severity(severity) for check, severity in rows}
    return {
        check.id: kept
        if (kept := chosen.get(check.id, check.default)) in check.choices
        else check.default
        for check in checks.CHECKS
    }


def facts_of(
    period: ReportingPeriod, drafts: Sequence[Draft], today: date, known: Known | None = None
) -> dict[int, Facts]:
    """Read what the checks ask for, by initiative."""
    wanted = never_empty(draft.initiative_id for draft in drafts)
    past, quarter = _previous(period, wanted, known), period.as_quarter
    typed = {pk: row for draft in drafts for pk, row in draft.entered.items()}
    measured = _measured(period, wanted, typed, known)
    steps, aims = _steps(wanted), _aims(wanted)
    files = _files(draft.report_id for draft in drafts)
    sections = reporters(wanted, today)
    found = {}
    for draft in drafts:
        pk = draft.initiative_id
        last = past.get(pk)
        found[pk] = Facts(
            content=draft.content,
            quarter=quarter,
            as_of=period.as_of,
            today=today,
            previous=Content.of(last) if last else None,
            previous_grade=(last.reviewed_grade or last.self_grade) if last else None,
            measured=tuple(measured[pk]),
            steps=tuple(steps[pk]),
            aims=tuple(aims[pk]),
            files=files.get(draft.report_id or 0, 0),
            has_section=pk in sections,
        )
    return found


def _previous(
    period: ReportingPeriod, wanted: list[int], known: Known | None
) -> dict[int, ProgressReport]:
    """The last report of each initiative handed in for an earlier period (one query)."""
    if known is None:
        return latest_before_each(period, wanted)
    return {known.previous.initiative_id: known.previous} if known.previous else {}


def _measured(
    period: ReportingPeriod,
    wanted: list[int],
    typed: Mapping[int, Entered],
    known: Known | None,
) -> dict[int, list[Measured]]:
    """The indicators with their readings up to the period (five queries, one where they are known)."""
    rows = Indicator.objects.filter(initiative__in=wanted).order_by("order", "pk")
    read = known.sheets if known else sheets(rows)
    changes = breaks.changes_of([sheet.indicator.pk for sheet in read])
    bands = tuple(known.bands) if known else bands_of(period.plan.grade_scale_id)
    quarter, found = period.as_quarter, defaultdict(list)
    for sheet in read:
        pk = sheet.indicator.pk
        found[sheet.indicator.initiative_id].append(
            Measured(
                indicator_id=pk,
                facts=sheet.facts,
                quarter=quarter,
                readings=_readings(sheet, period, typed.get(pk)),
                bands=bands,
                as_of=period.as_of,
                changes=breaks.after_baseline(sheet, changes[pk]),
            )
        )
    return found


def _readings(sheet: Sheet, period: ReportingPeriod, typed: Entered | None) -> tuple[Reading, ...]:
    quarter = period.as_quarter
    known = tuple(row for row in sheet.readings if row.quarter <= quarter)
    if typed is None:
        return known
    late = {row.quarter: row.value for row in typed.late}
    earlier = tuple(
        replace(row, value=late[row.quarter], absence=Absence.PENDING)
        if row.quarter in late
        else row
        for row in known
        if row.quarter != quarter
    )
    if not typed.is_answered:
        return earlier
    why = Absence(typed.absence or Absence.SKIPPED)
    now = Reading(quarter, period.as_of, typed.value, typed.not_measured_reason, absence=why)
    return (*earlier, now)


def _steps(wanted: list[int]) -> dict[int, list[Step]]:
    """The 工程 of initiatives (one query)."""
    rows = ScheduleBar.objects.filter(initiative__in=wanted, table=ScheduleBar.Table.DETAIL)
    found: dict[int, list[Step]] = defaultdict(list)
    for bar in rows.order_by("row", "order"):
        first = Quarter(bar.start_year, bar.start_quarter or 1) if bar.start_year else None
        last = Quarter(bar.end_year, bar.end_quarter or QUARTERS[-1]) if bar.end_year else None
        found[bar.initiative_id].append(
            Step(
                text=bar.text,
                when=wareki.fiscal_year(bar.start_year) if bar.start_year else "",
                is_carrying_out=bar.kind == ScheduleBar.Kind.CARRY_OUT,
                first=first,
                last=last,
            )
        )
    return found


def _aims(wanted: list[int]) -> dict[int, list[Aim]]:
    """The 目標事項 that have not been reached (one query)."""
    rows = Milestone.objects.filter(initiative__in=wanted, achieved_on__isnull=True)
    found: dict[int, list[Aim]] = defaultdict(list)
    for row in rows.order_by("order"):
        goal = goals.of_milestone(row)
        found[row.initiative_id].append(Aim(goal.text, goal.due, goal.at, row.due in START_OF))
    return found


def _files(reports: Iterable[int | None]) -> dict[int, int]:
    """How many files each report carries (one query)."""
    rows = Attachment.objects.filter(report__in=never_empty(pk for pk in reports if pk))
    return dict(rows.order_by().values_list("report").annotate(Count("pk")))
