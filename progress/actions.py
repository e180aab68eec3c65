"""The deeds of the workflow. Each is atomic, asks the table, and leaves history and an event.

``by`` is the desk of the person: who it is, with the posts that allow it. With ``version``, a report that has
changed since it was read is left alone. Every deed raises ``WorkflowError``
(Japanese, for the person) when it is not allowed, and writes nothing then.
"""

from collections.abc import Collection, Sequence
from copy import copy
from dataclasses import dataclass

from django.db import transaction

from fiscal import clock
from initiatives.models import Grade, GradeScale, Initiative
from kpis import actions as kpi_actions
from organizations.desk import Desk
from organizations.models import Department
from progress import measuring, readiness
from progress.content import Content, Entered, Problem, problems
from progress.models import ProgressReport, ReportingPeriod
from progress.queries import latest_before
from progress.transition import (
    IncompleteReport,
    StaleReport,
    WarnedReport,
    decide,
    keep,
    lock,
    write,
)
from progress.workflow import EDITABLE, Action, WorkflowError

# Why a row of the history never was the report: two people typed, and this was not chosen.
ASIDE = "重なった入力のうち採らなかったもの"


@dataclass(frozen=True)
class Repeated:
    """What 前期から変化なし came to: handed in, or still waiting for the answers in ``problems``."""

    report: ProgressReport
    problems: tuple[Problem, ...] = ()


@transaction.atomic
def save_draft(
    *,
    period: ReportingPeriod,
    initiative: Initiative,
    department: Department,
    content: Content,
    entered: Sequence[Entered] = (),
    version: int,
    by: Desk,
    reason: str = Action.SAVE.label,
) -> ProgressReport:
    """Keep what the section has written so far, however incomplete. The same content again changes nothing.

    ``reason`` is what the history says of it.

    Raises:
        StaleReport: the stored report is newer than ``version`` and says something else.
        WorkflowError: the report has been handed in, or the period is not open.
    """
    report = _open(period, initiative, department)
    is_new, moved = report.pk is None, report.department_id != department.pk
    if report.state in EDITABLE:
        report.department = department
    decide(report, Action.SAVE, by)
    values = measuring.changed(measuring.entered_in(period, initiative), entered)
    if not is_new and not values and not moved and Content.of(report) == content:
        return report
    if version != (0 if is_new else report.version):
        raise StaleReport(report)
    content.write_to(report)
    report.unchanged = False
    report.saved_at, report.saved_by = clock.now(), by.user
    keep(report, by, reason)
    measuring.record(period, values, by.user)
    return report


def _open(
    period: ReportingPeriod, initiative: Initiative, department: Department
) -> ProgressReport:
    """Return the locked row, or a new one of version 0 that no one else can make at the same time."""
    Initiative.objects.select_for_update(no_key=True).only("pk").get(pk=initiative.pk)
    rows = ProgressReport.objects.select_for_update(of=("self",)).select_related("self_grade")
    found = rows.filter(period=period, initiative=initiative).order_by().first()
    if found is None:
        return ProgressReport(
            period=period, initiative=initiative, department=department, version=0
        )
    found.period, found.initiative = period, initiative
    return found


def put_aside(*, report: ProgressReport, content: Content, by: Desk) -> None:
    """Leave a content that was not chosen in the report's history; the report itself stays as it is."""
    unchosen = copy(report)
    content.write_to(unchosen)
    unchosen._history_user = by.user  # type: ignore[attr-defined]
    unchosen._history_date = clock.now()  # type: ignore[attr-defined]
    unchosen._change_reason = ASIDE  # type: ignore[attr-defined]
    ProgressReport.history.bulk_history_create([unchosen], update=True)


@transaction.atomic
def submit(
    *,
    report: ProgressReport,
    by: Desk,
    version: int | None = None,
    comment: str = "",
    seen: Collection[str] | None = None,
) -> ProgressReport:
    """提出: hand the report in. ``seen`` are the checks whose warnings the person has been shown; None asks nobody.

    Raises:
        IncompleteReport: something is still missing, or a check stops it.
        WarnedReport: a check warns of something the person has not seen yet.
        StaleReport: ``version`` is given and somebody saved after it was read.
    """
    row = lock(report)
    target = decide(row, Action.SUBMIT, by)
    if version is not None and version != row.version:
        raise StaleReport(row)
    ready = readiness.of(row, clock.today())
    if ready.problems:
        raise IncompleteReport(ready.problems)
    warnings = () if seen is None else ready.warnings(seen)
    if warnings:
        raise WarnedReport(warnings)
    previous = latest_before(row.period, row.initiative)
    row.unchanged = previous is not None and Content.of(row) == carried_over(
        previous, row.period.plan.grade_scale
    )
    row.reviewed_grade, row.review_reason = None, ""
    return write(row, Action.SUBMIT, target, by, comment)


@transaction.atomic
def repeat(
    *,
    period: ReportingPeriod,
    initiative: Initiative,
    department: Department,
    version: int,
    by: Desk,
) -> Repeated:
    """前期から変化なし: write the texts and the grade of the last report again and hand them in.

    When a KPI of this quarter still needs its value, the copy stays a draft and the answer says what is missing.

    Raises:
        StaleReport: somebody saved after the person read.
        WorkflowError: there is no earlier report, or it may not be handed in now.
    """
    previous = latest_before(period, initiative)
    if previous is None:
        raise WorkflowError("前期の報告がありません。内容を入力してください。")
    report = save_draft(
        period=period,
        initiative=initiative,
        department=department,
        content=carried_over(previous, period.plan.grade_scale),
        version=version,
        by=by,
    )
    try:
        return Repeated(submit(report=report, by=by))
    except IncompleteReport as missing:
        return Repeated(report, missing.problems)


def carried_over(previous: ProgressReport, scale: GradeScale) -> Content:
    """Return the content of an earlier report in the words of a scale: an old word without a match is left out."""
    content = Content.of(previous)
    grade = content.self_grade
    if grade is None or grade.scale_id == scale.pk:
        return content
    same = next((row for row in scale.grades.all() if row.word == grade.word), None)
    return Content(**{**vars(content), "self_grade": same})


@transaction.atomic
def withdraw(
    *, report: ProgressReport, by: Desk, comment: str = "", version: int | None = None
) -> ProgressReport:
    """引戻し: take a report back before the head has confirmed it."""
    row = lock(report, version)
    return write(row, Action.WITHDRAW, decide(row, Action.WITHDRAW, by), by, comment)


@transaction.atomic
def confirm(
    *, report: ProgressReport, by: Desk, comment: str = "", version: int | None = None
) -> ProgressReport:
    """確認: the section's head has read it."""
    row = lock(report, version)
    return write(row, Action.CONFIRM, decide(row, Action.CONFIRM, by), by, comment)


@transaction.atomic
def accept(
    *,
    report: ProgressReport,
    by: Desk,
    reviewed_grade: Grade | None = None,
    review_reason: str = "",
    comment: str = "",
    version: int | None = None,
) -> ProgressReport:
    """受理: the report counts, its KPI values become 確定. A grade of the office's own needs a reason."""
    row = lock(report, version)
    target = decide(row, Action.ACCEPT, by)
    grade = None if reviewed_grade == row.self_grade else reviewed_grade
    if grade and not review_reason.strip():
        raise WorkflowError("確認評価を変えるときは、理由を入力してください。")
    row.reviewed_grade, row.review_reason = grade, review_reason if grade else ""
    kpi_actions.finalise(initiative=row.initiative, quarter=row.period.as_quarter, by=by.user)
    return write(row, Action.ACCEPT, target, by, comment)


@transaction.atomic
def send_back(
    *, report: ProgressReport, reason: str, by: Desk, version: int | None = None
) -> ProgressReport:
    """差戻し: the section is to change something, and the reason says what."""
    row = lock(report, version)
    return write(row, Action.RETURN, decide(row, Action.RETURN, by, reason), by, reason)


@transaction.atomic
def reopen(
    *, report: ProgressReport, reason: str, by: Desk, version: int | None = None
) -> ProgressReport:
    """確定解除: an accepted report goes back to the section, and its KPI values are 速報 again."""
    row = lock(report, version)
    target = decide(row, Action.REOPEN, by, reason)
    kpi_actions.unfinalise(
        initiative=row.initiative, quarter=row.period.as_quarter, by=by.user, reason=reason
    )
    return write(row, Action.REOPEN, target, by, reason)


@transaction.atomic
def correct(
    *, report: ProgressReport, content: Content, version: int, reason: str, by: Desk
) -> ProgressReport:
    """訂正: the office mends the words of a report that was handed in; its state stays.

    Raises:
        IncompleteReport: the corrected report would no longer be complete.
        StaleReport: somebody else changed the report meanwhile.
    """
    row = lock(report)
    target = decide(row, Action.CORRECT, by, reason)
    if version != row.version:
        raise StaleReport(row)
    missing = problems(content, measuring.entered_in(row.period, row.initiative), clock.today())
    if missing:
        raise IncompleteReport(missing)
    content.write_to(row)
    return write(row, Action.CORRECT, target, by, reason)
