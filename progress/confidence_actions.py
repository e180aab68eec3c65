"""The one deed on the 事務局の見立て: to judge an initiative in a period."""

from datetime import date, datetime

from django.db import transaction

from fiscal import wareki
from initiatives.models import Initiative
from organizations.desk import Desk
from organizations.roles import Permission
from organizations.signature import sign
from progress import confidence
from progress.judgement import Level, diverges, needs_reason
from progress.models import Confidence, ProgressReport, ReportingPeriod
from progress.strip import Mark
from progress.workflow import State

JUDGED = "事務局の見立て"


class JudgementError(Exception):
    """A judgement that cannot be written; ``field`` names the place on the form ("" for the whole)."""

    def __init__(self, message: str, field: str = "") -> None:
        super().__init__(message)
        self.field = field


class StaleJudgement(Exception):  # noqa: N818  (it names the judgement, and is no fault)
    """Somebody else judged after the person read; nothing was written. ``current`` is what is stored now."""

    def __init__(self, current: Confidence) -> None:
        super().__init__("ほかの人が先に見立てを書きました。")
        self.current = current


@transaction.atomic
def judge(
    *,
    period: ReportingPeriod,
    initiative: Initiative,
    level: Level,
    reason: str,
    version: int,
    now: datetime,
    by: Desk,
) -> Confidence:
    """Write what the office thinks of an initiative as of a period. The same judgement again changes nothing.

    ``version`` is what was read of this period's judgement (0: there was none). The section's grade is not touched.

    Raises:
        JudgementError: not of the office, a reason is missing, or the period has not begun or is 確定.
        StaleJudgement: somebody else has judged something else since.
    """
    if not by.may(Permission.REVIEW):
        raise JudgementError("見立てを書けるのは事務局です。")
    Initiative.objects.select_for_update(no_key=True).get(pk=initiative.pk)
    report = _report(period, initiative)
    _require_open(period, report, now.date())
    _require_reason(level, reason, confidence.own_mark(report))
    row = confidence.written(period, initiative)
    if row is not None and (row.level, row.reason) == (level, reason):
        return row
    if row is not None and row.version != version:
        raise StaleJudgement(row)
    if row is None:
        row = Confidence(period=period, initiative=initiative, version=0)
    row.level, row.reason, row.version = level, reason, row.version + 1
    row.by, row.at = by.user, now
    sign(row, by=by.user, reason=JUDGED, at=now)
    row.save()
    return row


def _report(period: ReportingPeriod, initiative: Initiative) -> ProgressReport | None:
    rows = ProgressReport.objects.filter(period=period, initiative=initiative)
    return rows.select_related("self_grade").first()


def _require_open(period: ReportingPeriod, report: ProgressReport | None, today: date) -> None:
    """A judgement moves with its period: what is 確定 and may have been on paper stays."""
    if today < period.opens_on:
        raise JudgementError(f"この報告期は{wareki.month_day(period.opens_on)}に始まります。")
    if period.is_closed_on(today) and report is not None and report.state == State.ACCEPTED:
        raise JudgementError("確定した報告期の見立ては変えられません。次の報告期で書いてください。")


def _require_reason(level: Level, reason: str, own: Mark | None) -> None:
    tone = own.tone if own else ""
    if reason or not needs_reason(level, tone):
        return
    if own and diverges(level, tone):
        told = f"担当課の評価は「{own.word}」です。"
        raise JudgementError(f"{told}「{level.label}」とする理由を入力してください。", "reason")
    raise JudgementError(f"「{level.label}」とする理由を入力してください。", "reason")
