"""One step of a report through the workflow: lock the row, ask the table, write the row and its event."""

from collections.abc import Sequence

from django.utils import timezone

from fiscal import clock, wareki
from organizations.desk import Desk
from progress import workflow
from progress.access import actors_of
from progress.checks import Finding
from progress.content import Problem
from progress.deputizing import represented
from progress.models import ProgressReport, ReportEvent
from progress.workflow import Action, State, WorkflowError

REASON_LENGTH = 100
CHANGED = "画面を開いた後に内容が変わりました。開き直して確かめてください。"


class StaleReport(Exception):  # noqa: N818  (it names the report, and is no fault)
    """Somebody else saved after the person read; nothing was written. ``current`` is what is stored now."""

    def __init__(self, current: ProgressReport) -> None:
        super().__init__("ほかの人が先に保存しました。")
        self.current = current


class IncompleteReport(WorkflowError):  # noqa: N818  (same)
    """The report cannot be handed in yet; ``problems`` say why, field by field."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        super().__init__(
            f"まだ提出していません。次の{wareki.digits(len(problems))}項目を入力してください。"
        )
        self.problems = tuple(problems)


class WarnedReport(WorkflowError):  # noqa: N818  (same)
    """The report may be handed in, once the person has read ``findings`` and says so again."""

    def __init__(self, findings: Sequence[Finding]) -> None:
        super().__init__(
            f"まだ提出していません。確かめる点が{wareki.digits(len(findings))}つあります。"
        )
        self.findings = tuple(findings)


def lock(report: ProgressReport, version: int | None = None) -> ProgressReport:
    """Read the row again and hold it until the transaction ends (SQLite holds the whole database).

    Raises:
        WorkflowError: a version is given and is not the row's: the person has read something else.
    """
    row = (
        ProgressReport.objects.select_for_update(of=("self",))
        .select_related("period__plan__grade_scale", "initiative", "self_grade", "department")
        .get(pk=report.pk)
    )
    if version is not None and version != row.version:
        raise WorkflowError(CHANGED)
    return row


def decide(report: ProgressReport, action: Action, by: Desk, reason: str = "") -> State:
    """Return the state an action leads to.

    Raises:
        WorkflowError: the table, the person's posts or the period's dates do not allow it.
    """
    state, period = report.workflow_state, report.period
    if workflow.find(state, action) is None:
        _say_who_was_first(report, action)
    target = workflow.step(
        state=state,
        action=action,
        actors=actors_of(by, report),
        reason=reason,
        needs_confirmation=period.plan.needs_confirmation,
    )
    workflow.check_day(
        state=state,
        action=action,
        opens_on=period.opens_on,
        closes_on=period.closes_on,
        today=clock.today(),
    )
    return target


def _say_who_was_first(report: ProgressReport, action: Action) -> None:
    """Name the deed that stands in the way: usually a second click, or a colleague's quicker hand."""
    last = report.events.filter(target=report.state).select_related("by").last()
    if last is None:
        return
    at = timezone.localtime(last.at)
    told = (
        f"この報告は、{wareki.month_day(at.date())} {at.hour}:{at.minute:02d}に"
        f"{last.by}さんが{last.get_action_display()}しています。"
    )
    if last.action == action:
        raise WorkflowError(f"{told}もう一度{action.label}する必要はありません。")
    raise WorkflowError(f"{told}いまは{action.label}できません。")


def write(
    report: ProgressReport, action: Action, target: State, by: Desk, words: str = ""
) -> ProgressReport:
    """Save the row in its new state with history, person and reason, and add the event."""
    source = report.state
    as_deputy_of = represented(by, report, action, clock.today())
    said = f"{action.label}（{as_deputy_of}の代理）" if as_deputy_of else action.label
    report.state = target
    keep(report, by, f"{said}：{words}" if words else said)
    ReportEvent.objects.create(
        report=report,
        action=action,
        by=by.user,
        as_deputy_of=as_deputy_of,
        source=source,
        target=target,
        comment=words,
        at=clock.now(),
    )
    return report


def keep(report: ProgressReport, by: Desk, reason: str) -> None:
    """Save the row as its next version, with who and why in its history."""
    report.version += 1
    report._history_user = by.user  # type: ignore[attr-defined]
    report._history_date = clock.now()  # type: ignore[attr-defined]
    report._change_reason = reason[:REASON_LENGTH]  # type: ignore[attr-defined]
    report.save()
